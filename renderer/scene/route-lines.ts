/** Routes as lines to draw: what several share is one line, and arrowheads tell the direction without any colour. Pure. */
import type { SceneRoute, SceneRoutePoint } from './view.ts';

/** A piece of a route that no earlier one has drawn. */
export interface RouteChain {
  readonly points: readonly SceneRoutePoint[];
  readonly look: SceneRoute['look'];
}

/** Clear ones first: where a doubtful route joins a clear one, the rest of the way is clear. */
export function routeChains(routes: readonly SceneRoute[]): RouteChain[] {
  const drawn = new Set<string>();
  const ordered = [...routes].sort((a, b) => Number(a.look !== 'clear') - Number(b.look !== 'clear'));
  return ordered.flatMap(({ points, look }) => {
    const chains: RouteChain[] = [];
    let chain: SceneRoutePoint[] = [];
    const close = (): void => {
      if (chain.length > 1) chains.push({ points: chain, look });
      chain = [];
    };
    points.forEach((to, i) => {
      const from = points[i - 1];
      if (!from) return;
      const key = `${keyOf(from)} ${keyOf(to)}`;
      if (drawn.has(key)) {
        close();
        return;
      }
      drawn.add(key);
      if (chain.length === 0) chain.push(from);
      chain.push(to);
    });
    close();
    return chains;
  });
}

export function keyOf({ position, storey }: SceneRoutePoint): string {
  return `${storey}:${position.map((at) => at.toFixed(2)).join(',')}`;
}

export type FlatPoint = readonly [number, number];

/** Half the angle of an arrowhead. */
const HEAD_RAD = 0.6;

/**
 * Arrowheads along a line on the paper: in the middle of every `every` units, and at least one on a line long enough to
 * carry it. @returns three points each: a barb, the tip, the other barb.
 */
export function arrowheads(
  line: readonly FlatPoint[],
  every: number,
  size: number,
): (readonly [FlatPoint, FlatPoint, FlatPoint])[] {
  const lengths = line.slice(1).map((to, i) => distance(line[i] as FlatPoint, to));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  if (whole < size * 2) return [];
  const count = Math.max(1, Math.round(whole / every));
  const heads: (readonly [FlatPoint, FlatPoint, FlatPoint])[] = [];
  let passed = 0;
  let next = whole / count / 2;
  lengths.forEach((length, i) => {
    const [from, to] = [line[i] as FlatPoint, line[i + 1] as FlatPoint];
    while (heads.length < count && next <= passed + length && length > 0) {
      const share = (next - passed) / length;
      heads.push(headAt(from, to, share, size));
      next += whole / count;
    }
    passed += length;
  });
  return heads;
}

function headAt(
  from: FlatPoint,
  to: FlatPoint,
  share: number,
  size: number,
): readonly [FlatPoint, FlatPoint, FlatPoint] {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const tip: FlatPoint = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
  const barb = (side: number): FlatPoint => [
    tip[0] - size * Math.cos(angle + side * HEAD_RAD),
    tip[1] - size * Math.sin(angle + side * HEAD_RAD),
  ];
  return [barb(1), tip, barb(-1)];
}

function distance(a: FlatPoint, b: FlatPoint): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** Marks of all routes, each once. */
export function marksOf(routes: readonly SceneRoute[]): SceneRoute['marks'][number][] {
  const marks = new Map(
    routes.flatMap(({ marks: own }) => own.map((mark) => [keyOf(mark.at), mark] as const)),
  );
  return [...marks.values()];
}

export function sameRoutes(a: readonly SceneRoute[], b: readonly SceneRoute[]): boolean {
  return a === b || (a.length === b.length && JSON.stringify(a) === JSON.stringify(b));
}
