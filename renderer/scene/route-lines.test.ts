import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowheads, routeChains, sameRoutes } from './route-lines.ts';
import type { SceneRoute, SceneRoutePoint } from './view.ts';

const at = (x: number, y = 0, storey = 0): SceneRoutePoint => ({ position: [x, y, 0], storey });
const route = (xs: readonly number[], look: SceneRoute['look'] = 'clear'): SceneRoute => ({
  points: xs.map((x) => at(x)),
  look,
  marks: [],
});
const xsOf = (routes: readonly SceneRoute[]): unknown =>
  routeChains(routes).map(({ points, look }) => [look, ...points.map(({ position }) => position[0])]);

describe('lines of routes', () => {
  it('are drawn once where routes join, the clear ones first', () => {
    expect(xsOf([route([5, 3, 2, 1], 'doubtful'), route([9, 2, 1])])).toEqual([
      ['clear', 9, 2, 1],
      ['doubtful', 5, 3, 2],
    ]);
  });

  it('hold every piece of every route exactly once', () => {
    const routes = fc.array(fc.array(fc.nat(6), { minLength: 2, maxLength: 8 }), { maxLength: 6 });
    const piecesOf = (list: readonly (readonly SceneRoutePoint[])[]): string[] =>
      list.flatMap((points) => points.slice(1).map((to, i) => `${points[i]?.position[0]}>${to.position[0]}`));
    fc.assert(
      fc.property(routes, (all) => {
        const drawn = piecesOf(routeChains(all.map((xs) => route(xs))).map(({ points }) => points));
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(new Set(drawn)).toEqual(new Set(piecesOf(all.map((xs) => route(xs).points))));
      }),
    );
  });

  it('say which way to go by arrowheads, as many as the line is long', () => {
    const heads = arrowheads(
      [
        [0, 0],
        [100, 0],
      ],
      50,
      10,
    );
    expect(heads).toHaveLength(2);
    expect(heads.map(([, tip]) => tip[0])).toEqual([25, 75]);
    for (const [left, tip, right] of heads) {
      expect(left[0]).toBeLessThan(tip[0]);
      expect(Math.sign(left[1])).toBe(-Math.sign(right[1]));
    }
    expect(
      arrowheads(
        [
          [0, 0],
          [5, 0],
        ],
        50,
        10,
      ),
    ).toEqual([]);
  });

  it('are the same when they say the same', () => {
    expect(sameRoutes([route([1, 2])], [route([1, 2])])).toBe(true);
    expect(sameRoutes([route([1, 2])], [route([1, 2], 'doubtful')])).toBe(false);
  });
});
