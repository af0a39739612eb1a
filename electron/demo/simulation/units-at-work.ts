/** Which machines of a group run: three chillers in one room share the work, a lone air handler keeps its hours. */
import type { Asset, Site } from '#shared/domain/site/site.ts';
import type { Moment } from './moment.ts';

export interface Units {
  /** 0: stopped; else its share of the work, up to 1. */
  duty(asset: Asset, moment: Moment): number;
}

/** A group never idles below this much of one machine while anything runs. */
const LEAST_DUTY = 0.25;
const DAY_MS = 86_400_000;

export function createUnits(site: Site): Units {
  const groups = new Map<string, Asset[]>();
  const groupOf = (asset: Asset): string => `${asset.classId}@${asset.zone.id}`;
  for (const asset of site.assets) groups.set(groupOf(asset), [...(groups.get(groupOf(asset)) ?? []), asset]);
  return {
    duty(asset, moment) {
      const group = groups.get(groupOf(asset)) ?? [asset];
      const demand = Math.min(1, moment.rhythm.plant * 1.25);
      if (group.length === 1) return demand < 0.16 ? 0 : Math.max(LEAST_DUTY, demand);
      const running = Math.max(1, Math.ceil(demand * group.length - 0.15));
      // The lead changes every week, so that hours spread.
      const lead = Math.floor(moment.tMs / (7 * DAY_MS)) % group.length;
      const place = (group.indexOf(asset) - lead + group.length) % group.length;
      return place < running ? Math.max(LEAST_DUTY, Math.min(1, (demand * group.length) / running)) : 0;
    },
  };
}
