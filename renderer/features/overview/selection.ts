/** What is selected, as one word of the address: `zone:7F-E2`, `asset:SD-0712`, `storey:7F`, `alarm:<id>`. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Asset, Site, Storey, Zone } from '#shared/domain/site/site.ts';
import type { SceneTarget } from '#renderer/scene/view.ts';

export type Selection =
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'asset'; readonly asset: Asset }
  | { readonly kind: 'storey'; readonly storey: Storey }
  | { readonly kind: 'alarm'; readonly alarm: Alarm };

/** @returns undefined for nothing, and for something that is not (or no longer) there. */
export function readSelection(
  word: string | undefined,
  site: Site,
  alarms: readonly Alarm[],
): Selection | undefined {
  const colon = word?.indexOf(':') ?? -1;
  if (word === undefined || colon < 0) return undefined;
  const id = word.slice(colon + 1);
  switch (word.slice(0, colon)) {
    case 'zone': {
      const zone = site.zoneById.get(id);
      return zone && { kind: 'zone', zone };
    }
    case 'asset': {
      const asset = site.assetById.get(id);
      return asset && { kind: 'asset', asset };
    }
    case 'storey': {
      const storey = site.storeyById.get(id);
      return storey && { kind: 'storey', storey };
    }
    case 'alarm': {
      const alarm = alarms.find((known) => known.id === id);
      return alarm && { kind: 'alarm', alarm };
    }
    default:
      return undefined;
  }
}

/** The place in the building that a selection means. */
export function targetOf(selection: Selection | undefined, site: Site): SceneTarget | undefined {
  switch (selection?.kind) {
    case undefined:
      return undefined;
    case 'zone':
      return { kind: 'zone', id: selection.zone.id };
    case 'asset':
      return { kind: 'asset', id: selection.asset.id };
    case 'storey':
      return { kind: 'storey', id: selection.storey.id };
    case 'alarm': {
      const asset = site.assetById.get(selection.alarm.assetId);
      const zone = site.zoneById.get(selection.alarm.zoneId);
      return asset ? { kind: 'asset', id: asset.id } : zone && { kind: 'zone', id: zone.id };
    }
  }
}

export function storeyOf(selection: Selection | undefined, site: Site): Storey | undefined {
  switch (selection?.kind) {
    case undefined:
      return undefined;
    case 'zone':
      return selection.zone.storey;
    case 'asset':
      return selection.asset.zone.storey;
    case 'storey':
      return selection.storey;
    case 'alarm':
      return site.storeyById.get(selection.alarm.storeyId);
  }
}

export function wordOf(target: SceneTarget): string {
  return `${target.kind}:${target.id}`;
}
