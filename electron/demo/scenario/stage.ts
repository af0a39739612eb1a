/** Finding the actors: by what is measured and where, never by id, so that any site can play. */
import { polygonMiddle } from '#shared/domain/geometry.ts';
import type { BoundRule, Point, Site, Storey, Zone } from '#shared/domain/site/site.ts';
import type { Effect } from '../simulation/simulation.ts';

export interface Stage {
  readonly site: Site;
  /** Storeys above ground, lowest first; all storeys where none is. */
  readonly upper: readonly Storey[];
  /** All points of this quantity, in the order of the site. */
  points(quantity: string, among?: readonly Point[]): readonly Point[];
  pointsIn(zone: Zone, quantity: string): readonly Point[];
  onStorey(storey: Storey, quantity: string): readonly Point[];
  rulesOf(point: Point): readonly BoundRule[];
}

/** What happens, to which points, for how long. */
export interface Script {
  readonly durationMs: number;
  readonly effects: ReadonlyMap<Point['index'], Effect>;
  /** The broker is away all the while. */
  readonly takesBrokerAway?: boolean;
  /** Their devices neither hear nor speak. */
  readonly dead?: ReadonlySet<Point['index']>;
}

export function createStage(site: Site): Stage {
  const aboveGround = site.storeys.filter((storey) => storey.elevationM >= -0.5);
  const rules = new Map<Point['index'], BoundRule[]>();
  for (const bound of site.boundRules)
    rules.set(bound.point.index, [...(rules.get(bound.point.index) ?? []), bound]);
  const points = (quantity: string, among: readonly Point[] = site.points): readonly Point[] =>
    among.filter((point) => point.quantity === quantity);
  return {
    site,
    upper: aboveGround.length > 0 ? aboveGround : site.storeys,
    points,
    pointsIn: (zone, quantity) => points(quantity).filter(({ asset }) => asset.zone.id === zone.id),
    onStorey: (storey, quantity) =>
      points(quantity).filter(({ asset }) => asset.zone.storey.id === storey.id),
    rulesOf: (point) => rules.get(point.index) ?? [],
  };
}

/**
 * A zone that has such a point, on the storey `part` of the way up or the nearest to it, furthest into a corner.
 * @param part 0 the lowest storey above ground, 1 the highest. @param corner direction on the plan, e.g. [1, -1] south-east.
 */
export function zoneWith(
  stage: Stage,
  quantity: string,
  part: number,
  corner: readonly [number, number],
): Zone | undefined {
  const wanted = Math.floor(part * stage.upper.length);
  const nearest = [...stage.upper.entries()].sort(([a], [b]) => Math.abs(a - wanted) - Math.abs(b - wanted));
  for (const [, storey] of nearest) {
    const zones = storey.zones.filter((zone) => stage.pointsIn(zone, quantity).length > 0);
    const offices = zones.filter((zone) => zone.kind === 'office');
    const best = furthest(offices.length > 0 ? offices : zones, corner);
    if (best) return best;
  }
  return undefined;
}

function furthest(zones: readonly Zone[], [x, y]: readonly [number, number]): Zone | undefined {
  const reach = ({ polygon }: Zone): number => Math.max(...polygon.map(([px, py]) => px * x + py * y));
  return [...zones].sort((a, b) => reach(b) - reach(a))[0];
}

/** Points by the distance of their assets from the middle of a zone. */
export function nearestTo(zone: Zone, points: readonly Point[]): Point[] {
  const [x, y] = polygonMiddle(zone.polygon);
  const away = ({ asset: { position } }: Point): number => Math.hypot(position[0] - x, position[1] - y);
  return [...points].sort((a, b) => away(a) - away(b));
}

/** Effects of a script under construction; a point's later effect works on top of its earlier one. */
export interface EffectList {
  readonly map: ReadonlyMap<Point['index'], Effect>;
  add(points: Iterable<Point>, effect: Effect): EffectList;
}

export function createEffects(): EffectList {
  const map = new Map<Point['index'], Effect>();
  const list: EffectList = {
    map,
    add(points, effect) {
      for (const { index } of points) {
        const before = map.get(index);
        map.set(index, before ? (tMs, calm) => effect(tMs, before(tMs, calm)) : effect);
      }
      return list;
    },
  };
  return list;
}

export const MINUTE_MS = 60_000;

/** @returns the value from `delayMs` after the start on, what it was before. */
export function from(startMs: number, delayMs: number, value: number): Effect {
  return (tMs, calm) => (tMs >= startMs + delayMs ? value : calm);
}

/** Adds a rise that takes `overMs`, from `delayMs` after the start. */
export function rise(startMs: number, by: number, overMs: number, delayMs = 0): Effect {
  return (tMs, calm) => calm + by * Math.min(1, Math.max(0, (tMs - startMs - delayMs) / overMs));
}

/** Falls to nothing within `overMs`, from `delayMs` after the start on: people leave. */
export function empties(startMs: number, delayMs: number, overMs: number): Effect {
  return (tMs, calm) => calm * Math.min(1, Math.max(0, 1 - (tMs - startMs - delayMs) / overMs));
}

/** The code of a multistate point that its most urgent rule calls abnormal; else the highest it has. */
export function abnormalCode(stage: Stage, point: Point): number {
  const urgent = [...stage.rulesOf(point)].sort((a, b) => a.rule.priority - b.rule.priority);
  for (const { rule } of urgent) if (rule.condition.type === 'state') return rule.condition.in[0] as number;
  return Math.max(...Object.keys(point.states ?? { '1': true }).map(Number));
}
