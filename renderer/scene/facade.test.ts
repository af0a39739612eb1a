import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { PlanPoint } from '#shared/domain/geometry.ts';
import { edgesOf, facade } from './facade.ts';
import { signedArea } from './polygon.ts';

const rectangle = (x0: number, y0: number, x1: number, y1: number): PlanPoint[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];
const lengthOf = (zones: readonly (readonly PlanPoint[])[]): number =>
  facade(zones)
    .flatMap(edgesOf)
    .reduce((sum, [[ax, ay], [bx, by]]) => sum + Math.hypot(bx - ax, by - ay), 0);

describe('facade', () => {
  it('of one room is the room', () => {
    const [only, ...rest] = facade([rectangle(0, 0, 6, 4)]);
    expect(rest).toEqual([]);
    expect(only?.closed).toBe(true);
    expect(signedArea(only?.points ?? [])).toBeCloseTo(24);
  });

  it('of any grid of rooms is the rectangle around them, whatever the winding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (columns, rows, turned) => {
          const zones = [...Array(columns * rows).keys()].map((i) => {
            const [x, y] = [(i % columns) * 7, Math.floor(i / columns) * 5];
            const zone = rectangle(x, y, x + 7, y + 5);
            return turned && i % 2 ? zone.reverse() : zone;
          });
          const outlines = facade(zones);
          expect(outlines).toHaveLength(1);
          expect(outlines[0]?.points).toHaveLength(4);
          expect(signedArea(outlines[0]?.points ?? [])).toBeCloseTo(columns * rows * 35);
        },
      ),
    );
  });

  it('has no wall between rooms whose edges overlap only in part', () => {
    expect(lengthOf([rectangle(0, 0, 4, 10), rectangle(4, 0, 9, 3), rectangle(4, 3, 9, 10)])).toBeCloseTo(38);
  });

  it('goes around a courtyard too', () => {
    const ring = [
      rectangle(0, 0, 12, 3),
      rectangle(0, 9, 12, 12),
      rectangle(0, 3, 3, 9),
      rectangle(9, 3, 12, 9),
    ];
    const areas = facade(ring).map(({ points }) => signedArea(points));
    expect(areas.sort((a, b) => a - b).map(Math.round)).toEqual([-36, 144]);
  });

  it('does not take a wall of 30 cm between two rooms for the outside', () => {
    expect(lengthOf([rectangle(0, 0, 5, 5), rectangle(5.3, 0, 10, 5)])).toBeCloseTo(2 * (5 + 4.7 + 5), 1);
  });
});
