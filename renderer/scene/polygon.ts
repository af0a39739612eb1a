/** From zone outlines to triangles. Pure; metres on the plan; either winding in, counter-clockwise out. */
import { ShapeUtils, Vector2 } from 'three';
import type { PlanPoint, Polygon } from '#shared/domain/geometry.ts';

export interface Triangulation {
  /** x, y per vertex. */
  readonly positions: Float32Array;
  /** Three a triangle, counter-clockwise seen from above. */
  readonly indices: Uint32Array;
}

/** Square metres; positive when counter-clockwise. */
export function signedArea(polygon: Polygon): number {
  let twice = 0;
  for (let i = 0; i < polygon.length; i += 1) {
    const [x0, y0] = polygon[i] as PlanPoint;
    const [x1, y1] = polygon[(i + 1) % polygon.length] as PlanPoint;
    twice += x0 * y1 - x1 * y0;
  }
  return twice / 2;
}

/** Counter-clockwise and without repeated neighbours. */
export function normalised(polygon: Polygon): PlanPoint[] {
  const distinct = polygon.filter((point, i) => {
    const before = polygon[(i + polygon.length - 1) % polygon.length] as PlanPoint;
    return Math.hypot(point[0] - before[0], point[1] - before[1]) > 1e-6;
  });
  return signedArea(distinct) < 0 ? distinct.reverse() : distinct;
}

/** Ear clipping (three's Earcut), concave outlines included. */
export function triangulate(polygon: Polygon): Triangulation {
  const outline = normalised(polygon);
  const faces = ShapeUtils.triangulateShape(
    outline.map(([x, y]) => new Vector2(x, y)),
    [],
  );
  const positions = new Float32Array(outline.flat());
  const indices = new Uint32Array(faces.length * 3);
  faces.forEach((face, i) => {
    const [a, b, c] = face as [number, number, number];
    const turned = cross(outline[a] as PlanPoint, outline[b] as PlanPoint, outline[c] as PlanPoint) < 0;
    indices.set(turned ? [a, c, b] : [a, b, c], i * 3);
  });
  return { positions, indices };
}

function cross(a: PlanPoint, b: PlanPoint, c: PlanPoint): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/**
 * The outline moved inwards so that neighbours show a gap. Where `distance` would turn the outline inside out or make it
 * cross itself, half of it is tried, and so on; at last the outline itself.
 */
export function inset(polygon: Polygon, distance: number): PlanPoint[] {
  const outline = normalised(polygon);
  for (let d = distance; d > distance / 20; d /= 2) {
    const moved = moveInwards(outline, d);
    if (keepsShape(outline, moved)) return moved;
  }
  return outline;
}

/** A corner is moved along its bisector by at most this many distances, so that sharp corners do not run away. */
const MITRE_LIMIT = 3;

function moveInwards(outline: readonly PlanPoint[], distance: number): PlanPoint[] {
  return outline.map(([x, y], i) => {
    const before = outline[(i + outline.length - 1) % outline.length] as PlanPoint;
    const after = outline[(i + 1) % outline.length] as PlanPoint;
    const [n0x, n0y] = inwardNormal(before, [x, y]);
    const [n1x, n1y] = inwardNormal([x, y], after);
    const bx = n0x + n1x;
    const by = n0y + n1y;
    const along = bx * n0x + by * n0y || 1e-9;
    const mitre = Math.min(1 / along, MITRE_LIMIT / Math.max(Math.hypot(bx, by), 1e-9));
    return [x + bx * mitre * distance, y + by * mitre * distance];
  });
}

/** Left of the edge, which is inside for a counter-clockwise outline. */
function inwardNormal(from: PlanPoint, to: PlanPoint): PlanPoint {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
}

function keepsShape(before: readonly PlanPoint[], after: readonly PlanPoint[]): boolean {
  const n = before.length;
  if (signedArea(after) <= signedArea(before) * 0.05) return false;
  for (let i = 0; i < n; i += 1) {
    const j = (i + 1) % n;
    const [b0, b1, a0, a1] = [before[i], before[j], after[i], after[j]] as [
      PlanPoint,
      PlanPoint,
      PlanPoint,
      PlanPoint,
    ];
    if ((b1[0] - b0[0]) * (a1[0] - a0[0]) + (b1[1] - b0[1]) * (a1[1] - a0[1]) <= 0) return false;
    for (let k = i + 2; k < n; k += 1) {
      if ((k + 1) % n === i) continue;
      if (edgesCross(a0, a1, after[k] as PlanPoint, after[(k + 1) % n] as PlanPoint)) return false;
    }
  }
  return true;
}

export function edgesCross(a: PlanPoint, b: PlanPoint, c: PlanPoint, d: PlanPoint): boolean {
  return cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0;
}

/** A point that is certainly inside: the centroid where it is, else the middle of the largest triangle. */
export function insidePoint(
  polygon: Polygon,
  centroid: PlanPoint,
  contains: (polygon: Polygon, point: PlanPoint) => boolean,
): PlanPoint {
  if (contains(polygon, centroid)) return centroid;
  const { positions, indices } = triangulate(polygon);
  const corner = (i: number): PlanPoint => [positions[i * 2] ?? 0, positions[i * 2 + 1] ?? 0];
  let best = centroid;
  let bestArea = 0;
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [corner(indices[i] ?? 0), corner(indices[i + 1] ?? 0), corner(indices[i + 2] ?? 0)];
    const area = Math.abs(cross(a, b, c));
    if (area <= bestArea) continue;
    bestArea = area;
    best = [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3];
  }
  return best;
}
