/**
 * Walking inside one zone: straight where nothing is between, else around the corners that stick into the room. The corners
 * are those at which a shortest way can bend (a visibility graph: de Berg et al., Computational Geometry, ch. 15).
 */
import {
  planDistance,
  polygonContains,
  nearestOnOutline,
  type PlanPoint,
  type Polygon,
} from '#shared/domain/geometry.ts';

/** People do not brush along a corner. */
const CORNER_M = 0.4;
const TOUCH_M = 1e-4;

/** Corners at which the outline turns away from the inside, moved `byM` inwards where that is still inside. */
export function bends(polygon: Polygon, byM = CORNER_M): PlanPoint[] {
  const turn = Math.sign(twiceArea(polygon));
  return polygon.flatMap((corner, i): PlanPoint[] => {
    const before = polygon[(i + polygon.length - 1) % polygon.length] as PlanPoint;
    const after = polygon[(i + 1) % polygon.length] as PlanPoint;
    const [a, b] = [unit(before, corner), unit(corner, after)];
    if ((a[0] * b[1] - a[1] * b[0]) * turn > -1e-6) return [];
    // Both neighbours lie behind the corner, so away from them is into the room.
    const away: PlanPoint = [a[0] - b[0], a[1] - b[1]];
    const length = Math.hypot(away[0], away[1]) || 1;
    const moved: PlanPoint = [corner[0] + (away[0] / length) * byM, corner[1] + (away[1] / length) * byM];
    const fits =
      polygonContains(polygon, moved) && planDistance(moved, nearestOnOutline(polygon, moved)) > byM / 2;
    return [fits ? moved : corner];
  });
}

/** Whether the straight line between two points of a zone stays in it; points on the outline belong to it. */
export function sees(polygon: Polygon, from: PlanPoint, to: PlanPoint): boolean {
  const length = planDistance(from, to);
  if (length < TOUCH_M) return true;
  const touches = [0, length];
  for (let i = 0; i < polygon.length; i += 1) {
    const [c, d] = [polygon[i] as PlanPoint, polygon[(i + 1) % polygon.length] as PlanPoint];
    const [sideC, sideD] = [beside(from, to, c, length), beside(from, to, d, length)];
    const edge = planDistance(c, d);
    const [sideFrom, sideTo] = [beside(c, d, from, edge), beside(c, d, to, edge)];
    if (apart(sideC, sideD) && apart(sideFrom, sideTo)) return false;
    // Where a corner of the outline lies on the line, inside may turn into outside.
    if (Math.abs(sideC) <= TOUCH_M) touches.push(along(from, to, c, length));
  }
  touches.sort((a, b) => a - b);
  return touches.every((start, i) => {
    const end = touches[i + 1];
    if (end === undefined || start < 0 || end > length + TOUCH_M || end - start < TOUCH_M) return true;
    const share = (start + end) / 2 / length;
    const middle: PlanPoint = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    return (
      polygonContains(polygon, middle) || planDistance(middle, nearestOnOutline(polygon, middle)) <= TOUCH_M
    );
  });
}

function apart(a: number, b: number): boolean {
  return (a > TOUCH_M && b < -TOUCH_M) || (a < -TOUCH_M && b > TOUCH_M);
}

/** Metres to the left of the line. */
function beside(from: PlanPoint, to: PlanPoint, [x, y]: PlanPoint, length: number): number {
  return ((to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0])) / length;
}

function along(from: PlanPoint, to: PlanPoint, [x, y]: PlanPoint, length: number): number {
  return ((to[0] - from[0]) * (x - from[0]) + (to[1] - from[1]) * (y - from[1])) / length;
}

function unit(from: PlanPoint, to: PlanPoint): PlanPoint {
  const length = planDistance(from, to) || 1;
  return [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
}

function twiceArea(polygon: Polygon): number {
  return polygon.reduce((sum, [x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length] as PlanPoint;
    return sum + x0 * y1 - x1 * y0;
  }, 0);
}
