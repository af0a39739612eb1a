/** Rows of the asset tree: storeys, highest first, and below each open one its assets. A search opens all it finds. */
import type { Asset, Site, Storey } from '#shared/domain/site/site.ts';

export type TreeRow =
  | {
      readonly kind: 'storey';
      readonly key: string;
      readonly storey: Storey;
      readonly assets: number;
      readonly open: boolean;
    }
  | { readonly kind: 'asset'; readonly key: string; readonly asset: Asset };

export interface AssetIndex {
  readonly site: Site;
  /** Everything one may search an asset by, in both languages, lower case; position is the asset's index. */
  readonly texts: readonly string[];
  readonly byStorey: ReadonlyMap<string, readonly Asset[]>;
}

export function createAssetIndex(site: Site): AssetIndex {
  const byStorey = new Map<string, Asset[]>(site.storeys.map((storey) => [storey.id, []]));
  for (const asset of site.assets) byStorey.get(asset.zone.storey.id)?.push(asset);
  for (const assets of byStorey.values()) {
    assets.sort(
      (a, b) => a.zone.index - b.zone.index || a.classId.localeCompare(b.classId) || a.id.localeCompare(b.id),
    );
  }
  return { site, byStorey, texts: site.assets.map(searchText) };
}

function searchText({ id, name, className, classId, zone }: Asset): string {
  const { storey } = zone;
  return [
    id,
    name.zh,
    name.en,
    className.zh,
    className.en,
    classId,
    zone.id,
    zone.name.zh,
    zone.name.en,
    storey.label,
    storey.name.zh,
    storey.name.en,
  ]
    .join('\n')
    .toLowerCase();
}

/**
 * @param query words that must all be found, in any order; empty: everything.
 * @param open ids of the storeys that are open; ignored while searching.
 */
export function treeRows(
  { site, texts, byStorey }: AssetIndex,
  query: string,
  open: ReadonlySet<string>,
): TreeRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (asset: Asset): boolean =>
    words.every((word) => (texts[asset.index] as string).includes(word));
  return site.buildings.flatMap((building) =>
    [...building.storeys].reverse().flatMap((storey): TreeRow[] => {
      const all = byStorey.get(storey.id) ?? [];
      const assets = words.length > 0 ? all.filter(found) : all;
      if (assets.length === 0) return [];
      const isOpen = words.length > 0 || open.has(storey.id);
      const head: TreeRow = {
        kind: 'storey',
        key: `storey:${storey.id}`,
        storey,
        assets: assets.length,
        open: isOpen,
      };
      return isOpen
        ? [head, ...assets.map((asset): TreeRow => ({ kind: 'asset', key: `asset:${asset.id}`, asset }))]
        : [head];
    }),
  );
}
