/**
 * How long people walk to a zone, by the doors and lifts of this moment. Owns the site's walking graph, made when it is first asked
 * for, and the times of the last zones, kept while no door and no lift has changed.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import type { WalkFrom } from '#shared/domain/staff/proposal.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import type { WalkingGraph } from '#shared/domain/walking/graph.ts';
import { passabilityOf, samePassability, type Passability } from '#shared/domain/walking/passability.ts';
import { timeAt, walkingTimes } from '#shared/domain/walking/times.ts';

/** Doors and lifts are looked at this often, however many orders are given away at once. */
const LOOK_MS = 250;
/** Zones with their times, with and without keys. */
const MOST_KEPT = 256;

export function createWalkTo(
  site: Site,
  columns: LiveColumns,
  clock: Pick<Clock, 'monotonicMs'>,
): (zoneId: string) => WalkFrom {
  const times = new Map<string, Float64Array>();
  let graph: WalkingGraph | undefined;
  let passability: Passability | undefined;
  let lookedAt = -Infinity;

  const doorsNow = (known: WalkingGraph): Passability => {
    if (passability && clock.monotonicMs() - lookedAt < LOOK_MS) return passability;
    lookedAt = clock.monotonicMs();
    // Engineers are sent into alarms: no zone is closed to them.
    const next = passabilityOf(known, [], columns);
    if (passability && samePassability(passability, next)) return passability;
    times.clear();
    return (passability = next);
  };

  const timesTo = (
    known: WalkingGraph,
    doors: Passability,
    goal: Zone,
    carriesKey: boolean,
  ): Float64Array => {
    const key = `${goal.index} ${String(carriesKey)}`;
    const before = times.get(key);
    if (before) return before;
    const place = known.zoneNode[goal.index] as number;
    const found = walkingTimes(known, place, 'engineer', doors, { towards: true, carriesKey });
    if (times.size >= MOST_KEPT) times.clear();
    times.set(key, found);
    return found;
  };
  return (zoneId) => {
    const goal = site.zoneById.get(zoneId);
    const known = (graph ??= buildWalkingGraph(site));
    const doors = doorsNow(known);
    return (place, carriesKeys) => {
      const from = site.zoneById.get(place.zoneId);
      if (!goal || !from) return undefined;
      const seconds = timeAt(known, timesTo(known, doors, goal, carriesKeys), from);
      return Number.isFinite(seconds) ? seconds : undefined;
    };
  };
}
