import type { PlanPoint, Polygon } from '#shared/domain/geometry.ts';
import { polygonArea } from '#shared/domain/geometry.ts';

/** Smaller than a service shaft, larger than a slip of the drawing program. Square metres. */
const SMALLEST_ZONE_M2 = 0.05;
/** Corners closer than this are one corner. Metres. */
const SAME_CORNER_M = 1e-3;

/** @returns what is wrong with an outline, or undefined; `found` and `expected` as a site problem says them. */
export function polygonFault(polygon: Polygon): { found: string; expected: string } | undefined {
  const count = polygon.length;
  for (let i = 0; i < count; i += 1) {
    const next = (i + 1) % count;
    if (sameCorner(corner(polygon, i), corner(polygon, next))) {
      const closed = next === 0;
      return closed
        ? { found: 'a last corner equal to the first', expected: 'an outline that is not closed' }
        : { found: `corner ${next} equal to corner ${i}`, expected: 'corners that differ' };
    }
  }
  for (let i = 0; i < count; i += 1) {
    if (turnsBack(corner(polygon, i), corner(polygon, (i + 1) % count), corner(polygon, (i + 2) % count))) {
      return {
        found: `a spike at corner ${(i + 1) % count}`,
        expected: 'an outline that does not run back on itself',
      };
    }
    for (let j = i + 2; j < count; j += 1) {
      if (i === 0 && j === count - 1) continue;
      if (
        crosses(
          corner(polygon, i),
          corner(polygon, i + 1),
          corner(polygon, j),
          corner(polygon, (j + 1) % count),
        )
      ) {
        return { found: `edge ${i} crossing edge ${j}`, expected: 'an outline that does not cross itself' };
      }
    }
  }
  const area = polygonArea(polygon);
  if (area < SMALLEST_ZONE_M2) {
    return { found: `an area of ${area.toFixed(3)} m²`, expected: `at least ${SMALLEST_ZONE_M2} m²` };
  }
  return undefined;
}

function corner(polygon: Polygon, index: number): PlanPoint {
  return polygon[index] as PlanPoint;
}

function sameCorner(a: PlanPoint, b: PlanPoint): boolean {
  return Math.abs(a[0] - b[0]) < SAME_CORNER_M && Math.abs(a[1] - b[1]) < SAME_CORNER_M;
}

function side(a: PlanPoint, b: PlanPoint, c: PlanPoint): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function turnsBack(a: PlanPoint, b: PlanPoint, c: PlanPoint): boolean {
  return side(a, b, c) === 0 && (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0;
}

/** Proper crossings and corners that lie on another edge; edges that merely share a neighbourhood do not count. */
function crosses(a: PlanPoint, b: PlanPoint, c: PlanPoint, d: PlanPoint): boolean {
  const [sideC, sideD, sideA, sideB] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (sideC !== sideD && sideA !== sideB && sideC * sideD <= 0 && sideA * sideB <= 0) return true;
  return (
    (sideC === 0 && within(a, b, c)) ||
    (sideD === 0 && within(a, b, d)) ||
    (sideA === 0 && within(c, d, a)) ||
    (sideB === 0 && within(c, d, b))
  );
}

function within(a: PlanPoint, b: PlanPoint, c: PlanPoint): boolean {
  return (
    Math.min(a[0], b[0]) <= c[0] &&
    c[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= c[1] &&
    c[1] <= Math.max(a[1], b[1])
  );
}
