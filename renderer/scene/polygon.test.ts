import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { polygonArea, polygonCentroid, polygonContains, type PlanPoint } from '#shared/domain/geometry.ts';
import { edgesCross, inset, insidePoint, signedArea, triangulate } from './polygon.ts';

/** A star-shaped outline: simple, usually concave, either winding. */
const outline = fc
  .record({
    radii: fc.array(fc.double({ min: 2, max: 30, noNaN: true }), { minLength: 3, maxLength: 24 }),
    turn: fc.double({ min: 0, max: 6, noNaN: true }),
    x: fc.double({ min: -500, max: 500, noNaN: true }),
    y: fc.double({ min: -500, max: 500, noNaN: true }),
    clockwise: fc.boolean(),
  })
  .map(({ radii, turn, x, y, clockwise }) => {
    const points = radii.map((radius, i): PlanPoint => {
      const angle = turn + (i / radii.length) * 2 * Math.PI;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
    return clockwise ? points.reverse() : points;
  });

function trianglesOf(polygon: readonly PlanPoint[]): PlanPoint[][] {
  const { positions, indices } = triangulate(polygon);
  const corners = [...indices].map((i): PlanPoint => [positions[i * 2] ?? NaN, positions[i * 2 + 1] ?? NaN]);
  return corners.flatMap((corner, i) =>
    i % 3 === 0 ? [[corner, corners[i + 1] ?? corner, corners[i + 2] ?? corner]] : [],
  );
}

const crossesItself = (polygon: readonly PlanPoint[]): boolean =>
  polygon.some((a, i) =>
    polygon.some((c, k) => {
      const b = polygon[(i + 1) % polygon.length] ?? a;
      const d = polygon[(k + 1) % polygon.length] ?? c;
      return edgesCross(a, b, c, d);
    }),
  );

describe('triangulate', () => {
  it('keeps the area of any outline, with every triangle counter-clockwise', () => {
    fc.assert(
      fc.property(outline, (polygon) => {
        const triangles = trianglesOf(polygon);
        const sum = triangles.reduce((area, triangle) => area + signedArea(triangle), 0);
        // Vertices are 32-bit floats: at 500 m from the middle they are good to 0.03 mm.
        expect(sum).toBeCloseTo(polygonArea(polygon), 1);
        for (const triangle of triangles) expect(signedArea(triangle)).toBeGreaterThanOrEqual(-1e-3);
      }),
    );
  });

  it('leaves the notch of an L open', () => {
    const l: PlanPoint[] = [
      [0, 0],
      [10, 0],
      [10, 4],
      [4, 4],
      [4, 10],
      [0, 10],
    ];
    expect(trianglesOf(l).some((triangle) => polygonContains(triangle, [8, 8]))).toBe(false);
  });

  it('reads an outline whose corners are repeated', () => {
    const square: PlanPoint[] = [
      [0, 0],
      [4, 0],
      [4, 0],
      [4, 4],
      [0, 4],
      [0, 0],
    ];
    expect(trianglesOf(square).reduce((area, triangle) => area + signedArea(triangle), 0)).toBeCloseTo(16);
  });
});

describe('inset', () => {
  it('stays simple, never grows and never vanishes', () => {
    fc.assert(
      fc.property(outline, fc.double({ min: 0.05, max: 3, noNaN: true }), (polygon, distance) => {
        const moved = inset(polygon, distance);
        expect(signedArea(moved)).toBeGreaterThan(0);
        expect(signedArea(moved)).toBeLessThanOrEqual(polygonArea(polygon) + 1e-9);
        expect(crossesItself(moved)).toBe(false);
      }),
    );
  });

  it('leaves a gap of twice the distance between neighbours', () => {
    const [left, right] = [
      inset(
        [
          [0, 0],
          [5, 0],
          [5, 5],
          [0, 5],
        ],
        0.3,
      ),
      inset(
        [
          [5, 0],
          [10, 0],
          [10, 5],
          [5, 5],
        ],
        0.3,
      ),
    ];
    const gap = Math.min(...right.map(([x]) => x)) - Math.max(...left.map(([x]) => x));
    expect(gap).toBeCloseTo(0.6);
  });

  it('takes less from a zone that is too narrow for it', () => {
    const moved = inset(
      [
        [0, 0],
        [20, 0],
        [20, 0.4],
        [0, 0.4],
      ],
      0.36,
    );
    expect(signedArea(moved)).toBeGreaterThan(0);
  });
});

describe('insidePoint', () => {
  it('is inside also where the centroid is not', () => {
    const u: PlanPoint[] = [
      [0, 0],
      [10, 0],
      [10, 10],
      [9, 10],
      [9, 1],
      [1, 1],
      [1, 10],
      [0, 10],
    ];
    expect(polygonContains(u, polygonCentroid(u))).toBe(false);
    expect(polygonContains(u, insidePoint(u, polygonCentroid(u), polygonContains))).toBe(true);
  });
});
