/** A walk from place to place, pressed together in time; where somebody is on it at any moment. */
import { polygonContains } from '#shared/domain/geometry.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';

export interface Spot {
  readonly zone: Zone;
  readonly position: readonly [number, number];
}

export interface Walked {
  readonly endsMs: number;
  at(nowMs: number): Spot;
}

const M_PER_S = 1.2;
const STOREY_S = 20;
/** A walk of four minutes is shown in one. */
const HURRY = 4;
const SHORTEST_MS = 3_000;
const LONGEST_MS = 25_000;

/** Straight on the plan, through the zones that lie there; half-way up or down where the storeys differ. */
export function plannedWalk(site: Site, from: Spot, to: Spot, startMs: number): Walked {
  const metres = Math.hypot(to.position[0] - from.position[0], to.position[1] - from.position[1]);
  const storeys = Math.abs(site.storeys.indexOf(to.zone.storey) - site.storeys.indexOf(from.zone.storey));
  const walkMs = ((metres / M_PER_S + storeys * STOREY_S) / HURRY) * 1000;
  const lastsMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, walkMs));
  return {
    endsMs: startMs + lastsMs,
    at(nowMs) {
      const part = Math.min(1, Math.max(0, (nowMs - startMs) / lastsMs));
      if (part >= 1) return to;
      const along = (axis: 0 | 1): number =>
        from.position[axis] + (to.position[axis] - from.position[axis]) * part;
      const position: readonly [number, number] = [along(0), along(1)];
      const { storey } = part < 0.5 ? from.zone : to.zone;
      const zone = storey.zones.find(({ polygon }) => polygonContains(polygon, position));
      return { zone: zone ?? (part < 0.5 ? from.zone : to.zone), position };
    },
  };
}
