/**
 * The outer outline of a storey, found from its zones: the pieces of zone edges that have no other zone on their outside.
 * Courtyards come out as outlines of their own. Pure; metres on the plan.
 */
import { polygonContains, type PlanPoint, type Polygon } from '#shared/domain/geometry.ts';
import { normalised } from './polygon.ts';

export interface Outline {
  /** Building on the left of each piece; straight runs are one piece. */
  readonly points: readonly PlanPoint[];
  readonly closed: boolean;
}

/** Walls between zones up to twice this thick do not count as outside. */
const WALL_M = 0.5;
const SNAP_M = 0.02;

type Piece = readonly [PlanPoint, PlanPoint];

export function facade(zones: readonly Polygon[]): Outline[] {
  const outlines = zones.map((zone) => ({ points: normalised(zone), box: boxOf(zone) }));
  const pieces: Piece[] = [];
  outlines.forEach(({ points }, self) => {
    const others = outlines.filter((_, i) => i !== self);
    points.forEach((from, i) => {
      const to = points[(i + 1) % points.length] as PlanPoint;
      const near = others.filter(({ box }) => touches(box, boxOf([from, to]), WALL_M * 2));
      for (const piece of split(
        from,
        to,
        near.flatMap((other) => other.points),
      )) {
        const outside = outsideOf(piece);
        if (!near.some((other) => polygonContains(other.points, outside))) pieces.push(piece);
      }
    });
  });
  return chain(pieces).map(straighten);
}

type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

function boxOf(points: Polygon): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function touches(a: Box, b: Box, margin: number): boolean {
  return a[0] <= b[2] + margin && b[0] <= a[2] + margin && a[1] <= b[3] + margin && b[1] <= a[3] + margin;
}

/** Cuts an edge where a neighbour's corner lies beside it. */
function split(from: PlanPoint, to: PlanPoint, corners: readonly PlanPoint[]): Piece[] {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const length = Math.hypot(dx, dy);
  if (length < SNAP_M) return [];
  const cuts = [0, length];
  for (const [x, y] of corners) {
    const along = ((x - from[0]) * dx + (y - from[1]) * dy) / length;
    const beside = Math.abs((x - from[0]) * dy - (y - from[1]) * dx) / length;
    if (beside <= WALL_M && along > SNAP_M && along < length - SNAP_M) cuts.push(along);
  }
  cuts.sort((a, b) => a - b);
  const at = (along: number): PlanPoint => [from[0] + (dx * along) / length, from[1] + (dy * along) / length];
  return cuts.slice(1).flatMap((end, i) => {
    const start = cuts[i] ?? 0;
    return end - start < SNAP_M ? [] : [[at(start), at(end)] as const];
  });
}

function outsideOf([from, to]: Piece): PlanPoint {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return [
    (from[0] + to[0]) / 2 + ((to[1] - from[1]) / length) * WALL_M,
    (from[1] + to[1]) / 2 - ((to[0] - from[0]) / length) * WALL_M,
  ];
}

const keyOf = ([x, y]: PlanPoint): string => `${Math.round(x / SNAP_M)},${Math.round(y / SNAP_M)}`;

function chain(pieces: readonly Piece[]): Outline[] {
  const starting = new Map<string, Piece[]>();
  const ends = new Set<string>();
  for (const piece of pieces) {
    const key = keyOf(piece[0]);
    starting.set(key, [...(starting.get(key) ?? []), piece]);
    ends.add(keyOf(piece[1]));
  }
  const used = new Set<Piece>();
  const follow = (first: Piece): Outline => {
    const points: PlanPoint[] = [first[0]];
    let piece: Piece | undefined = first;
    while (piece) {
      used.add(piece);
      points.push(piece[1]);
      piece = starting.get(keyOf(piece[1]))?.find((next) => !used.has(next));
    }
    const closed = keyOf(points[0] as PlanPoint) === keyOf(points.at(-1) as PlanPoint);
    return { points: closed ? points.slice(0, -1) : points, closed };
  };
  const open = pieces.filter((piece) => !ends.has(keyOf(piece[0])));
  return [...open, ...pieces].flatMap((piece) => (used.has(piece) ? [] : [follow(piece)]));
}

/** Drops the corners at which an outline does not turn. */
function straighten({ points, closed }: Outline): Outline {
  const kept = points.filter((point, i) => {
    if (!closed && (i === 0 || i === points.length - 1)) return true;
    const before = points[(i + points.length - 1) % points.length] as PlanPoint;
    const after = points[(i + 1) % points.length] as PlanPoint;
    const [ax, ay, bx, by] = [
      point[0] - before[0],
      point[1] - before[1],
      after[0] - point[0],
      after[1] - point[1],
    ];
    return (
      Math.abs(ax * by - ay * bx) > 0.01 * Math.hypot(ax, ay) * Math.hypot(bx, by) || ax * bx + ay * by < 0
    );
  });
  return { points: kept, closed };
}

/** Consecutive corners, the closing piece included. */
export function edgesOf({ points, closed }: Outline): Piece[] {
  return points.flatMap((from, i) => {
    const to = points[i + 1] ?? (closed ? points[0] : undefined);
    return to ? [[from, to] as const] : [];
  });
}
