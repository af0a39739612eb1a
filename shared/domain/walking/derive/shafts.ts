/** Stairs and lifts: zones of one kind that lie over each other on storeys of one building are one shaft. */
import { polygonContains, polygonMiddle } from '#shared/domain/geometry.ts';
import type { Asset, Building, Zone } from '#shared/domain/site/site.ts';
import { liftQuantities } from '../quantities.ts';

/** @returns pairs of zones, lower first, each with the next storey above that the shaft reaches. */
export function shaftLinks(building: Building, kind: 'stair' | 'lift'): [lower: Zone, upper: Zone][] {
  const links: [Zone, Zone][] = [];
  const open: Zone[] = [];
  for (const { zones } of building.storeys) {
    const here = zones.filter((zone) => zone.kind === kind);
    for (const upper of here) {
      const at = open.findLastIndex((lower) => lower.storey !== upper.storey && overlap(lower, upper));
      if (at < 0) continue;
      links.push([open[at] as Zone, upper]);
      open.splice(at, 1);
    }
    open.push(...here);
  }
  return links;
}

function overlap(a: Zone, b: Zone): boolean {
  return (
    polygonContains(a.polygon, polygonMiddle(b.polygon)) ||
    polygonContains(b.polygon, polygonMiddle(a.polygon))
  );
}

/** Lifts by the lowest zone of their shaft; a lift is placed in one of the shaft's zones. */
export function shaftsOf(
  links: readonly (readonly [Zone, Zone])[],
  assets: readonly Asset[],
): { readonly zones: readonly Zone[]; readonly lifts: readonly Asset[] }[] {
  const shaftOf = new Map<Zone, Zone[]>();
  const shafts: Zone[][] = [];
  for (const [lower, upper] of links) {
    let shaft = shaftOf.get(lower);
    if (!shaft) shafts.push((shaft = [lower]));
    shaft.push(upper);
    shaftOf.set(lower, shaft).set(upper, shaft);
  }
  return shafts.map((zones) => ({
    zones,
    lifts: assets.filter(
      (asset) =>
        shaftOf.get(asset.zone) === zones &&
        asset.points.some(({ quantity }) => liftQuantities.has(quantity)),
    ),
  }));
}
