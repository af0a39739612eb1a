/**
 * How many people are where, as counted by points of quantity `occupancy`: a count of people in the zone of its asset. It is a
 * figure for orientation: counters miss people who enter side by side.
 */
import { hasValue } from '#shared/domain/sample.ts';
import { isFresh, type LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { Point, Site, Zone } from '#shared/domain/site/site.ts';

export const OCCUPANCY = 'occupancy';

export interface HeadCount {
  readonly people: number;
  /** Oldest of the values in it, epoch ms as the source told. */
  readonly oldestMs: number;
  /** Some value in it is no longer fresh: people may have left or come. */
  readonly stale: boolean;
}

/** As the window's and the engine's live tables both have it. */
export interface TimedColumns extends LiveColumns {
  readonly sourceMs: Float64Array;
}

export interface Occupancy {
  /** @returns the sum over these zones; undefined where none of them has a counter that ever reported. */
  count(zones: readonly Zone[], columns: TimedColumns): HeadCount | undefined;
}

export function createOccupancy(site: Site): Occupancy {
  const counters = new Map<Zone, Point[]>();
  for (const point of site.points) {
    if (point.quantity !== OCCUPANCY) continue;
    const { zone } = point.asset;
    counters.set(zone, [...(counters.get(zone) ?? []), point]);
  }
  return {
    count(zones, { value, status, sourceMs }) {
      let found: HeadCount | undefined;
      for (const { index } of zones.flatMap((zone) => counters.get(zone) ?? [])) {
        const byte = status[index] as number;
        if (!hasValue(byte)) continue;
        found = {
          people: (found?.people ?? 0) + Math.max(0, Math.round(value[index] as number)),
          oldestMs: Math.min(found?.oldestMs ?? Infinity, sourceMs[index] as number),
          stale: (found?.stale ?? false) || !isFresh(byte),
        };
      }
      return found;
    },
  };
}
