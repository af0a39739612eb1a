/**
 * Which zones of a storey touch, and where a zone touches the open: the walls in which a way through can be. Drawings leave
 * gaps as thick as walls between rooms, so outlines that run side by side within `WALL_M` share a wall. Metres on the plan.
 */
import { nearestOnSegment, planDistance, type PlanPoint, type Polygon } from '#shared/domain/geometry.ts';
import type { Zone } from '#shared/domain/site/site.ts';

/** A piece of wall between two zones, on the middle line between their outlines. */
export interface SharedWall {
  readonly a: Zone;
  readonly b: Zone;
  readonly from: PlanPoint;
  readonly to: PlanPoint;
  readonly lengthM: number;
}

/** A piece of a zone's outline with no other zone behind it. */
export interface OuterWall {
  readonly zone: Zone;
  readonly from: PlanPoint;
  readonly to: PlanPoint;
  readonly lengthM: number;
}

export interface Adjacency {
  readonly shared: readonly SharedWall[];
  readonly outer: readonly OuterWall[];
}

/** The thickest wall between two zones that are neighbours. */
const WALL_M = 0.6;
/** A shorter piece holds no door: GB 50016-2014 5.5.18 wants 0.90 m clear for escape, so 0.80 m is the least of old stock. */
const DOOR_M = 0.8;
/** Sine of the angle at which two outlines still run side by side. */
const PARALLEL = 0.05;

interface Edge {
  readonly from: PlanPoint;
  readonly to: PlanPoint;
  readonly lengthM: number;
}

interface Outline {
  readonly zone: Zone;
  readonly edges: readonly Edge[];
  readonly box: readonly [number, number, number, number];
  /** Per edge: the parts, in metres along it, behind which another zone lies. */
  readonly covered: [number, number][][];
}

export function adjacencyOf(zones: readonly Zone[]): Adjacency {
  const outlines = zones.map(outlineOf);
  const shared: SharedWall[] = [];
  outlines.forEach((a, i) => {
    for (const b of outlines.slice(i + 1)) if (near(a.box, b.box)) shared.push(...wallsBetween(a, b));
  });
  return { shared, outer: outlines.flatMap(outerWalls) };
}

function outlineOf(zone: Zone): Outline {
  const { polygon } = zone;
  const edges = polygon.map((from, i): Edge => {
    const to = polygon[(i + 1) % polygon.length] as PlanPoint;
    return { from, to, lengthM: planDistance(from, to) };
  });
  return { zone, edges, box: boxOf(polygon), covered: edges.map(() => []) };
}

function boxOf(polygon: Polygon): readonly [number, number, number, number] {
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function near(a: Outline['box'], b: Outline['box']): boolean {
  return a[0] <= b[2] + WALL_M && b[0] <= a[2] + WALL_M && a[1] <= b[3] + WALL_M && b[1] <= a[3] + WALL_M;
}

function wallsBetween(a: Outline, b: Outline): SharedWall[] {
  return a.edges.flatMap((edgeA, i) =>
    b.edges.flatMap((edgeB, j) => {
      const part = sideBySide(edgeA, edgeB);
      if (!part) return [];
      a.covered[i]?.push(part);
      const [from, to] = part.map((along) => middleAt(edgeA, edgeB, along)) as [PlanPoint, PlanPoint];
      const back = sideBySide(edgeB, edgeA);
      if (back) b.covered[j]?.push(back);
      const lengthM = planDistance(from, to);
      return lengthM < DOOR_M ? [] : [{ a: a.zone, b: b.zone, from, to, lengthM }];
    }),
  );
}

/** @returns the part of `edge`, in metres along it, beside which `other` runs. */
function sideBySide(edge: Edge, other: Edge): [number, number] | undefined {
  if (edge.lengthM === 0 || other.lengthM === 0) return undefined;
  const [ux, uy] = [(edge.to[0] - edge.from[0]) / edge.lengthM, (edge.to[1] - edge.from[1]) / edge.lengthM];
  const turned = (ux * (other.to[1] - other.from[1]) - uy * (other.to[0] - other.from[0])) / other.lengthM;
  if (Math.abs(turned) > PARALLEL) return undefined;
  const place = ([x, y]: PlanPoint): [along: number, beside: number] => [
    (x - edge.from[0]) * ux + (y - edge.from[1]) * uy,
    Math.abs((x - edge.from[0]) * uy - (y - edge.from[1]) * ux),
  ];
  const [first, second] = [place(other.from), place(other.to)];
  if (Math.min(first[1], second[1]) > WALL_M) return undefined;
  const start = Math.max(0, Math.min(first[0], second[0]));
  const end = Math.min(edge.lengthM, Math.max(first[0], second[0]));
  return end - start > 1e-6 ? [start, end] : undefined;
}

function middleAt(edge: Edge, other: Edge, along: number): PlanPoint {
  const share = along / edge.lengthM;
  const at: PlanPoint = [
    edge.from[0] + (edge.to[0] - edge.from[0]) * share,
    edge.from[1] + (edge.to[1] - edge.from[1]) * share,
  ];
  const opposite = nearestOnSegment(other.from, other.to, at);
  return [(at[0] + opposite[0]) / 2, (at[1] + opposite[1]) / 2];
}

function outerWalls({ zone, edges, covered }: Outline): OuterWall[] {
  return edges.flatMap(({ from, to, lengthM }, i) => {
    const parts = [...(covered[i] ?? [])].sort(([a], [b]) => a - b);
    const at = (along: number): PlanPoint => [
      from[0] + ((to[0] - from[0]) * along) / lengthM,
      from[1] + ((to[1] - from[1]) * along) / lengthM,
    ];
    const walls: OuterWall[] = [];
    let free = 0;
    for (const [start, end] of [...parts, [lengthM, lengthM] as const]) {
      if (start - free >= DOOR_M) walls.push({ zone, from: at(free), to: at(start), lengthM: start - free });
      free = Math.max(free, end);
    }
    return walls;
  });
}
