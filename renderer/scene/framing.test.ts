import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { axesOf, dot, fit, HOME_AZIMUTH, HOME_ELEVATION, projectionOf, rayAt } from './framing.ts';

const home = { azimuth: HOME_AZIMUTH, elevation: HOME_ELEVATION };
const insets = { top: 24, right: 90, bottom: 24, left: 72 };
const coordinate = fc.double({ min: -300, max: 300, noNaN: true });
const points = fc
  .array(coordinate, { minLength: 6, maxLength: 90 })
  .map((all) => new Float32Array(all.slice(0, all.length - (all.length % 3))));
const viewport = fc.record({
  width: fc.integer({ min: 320, max: 3840 }),
  height: fc.integer({ min: 240, max: 2160 }),
});
const angles = fc.record({
  azimuth: fc.double({ min: -7, max: 7, noNaN: true }),
  elevation: fc.double({ min: 0.15, max: 1.5, noNaN: true }),
});

describe('fit', () => {
  it('brings every point inside the insets, at any angle and shape of view', () => {
    fc.assert(
      fc.property(points, viewport, angles, (all, size, at) => {
        const project = projectionOf(fit(all, at, size, insets, 60), size);
        for (let i = 0; i < all.length; i += 3) {
          const [x, y] = project(all[i] ?? 0, all[i + 1] ?? 0, all[i + 2] ?? 0);
          expect(x).toBeGreaterThanOrEqual(insets.left - 0.01);
          expect(x).toBeLessThanOrEqual(size.width - insets.right + 0.01);
          expect(y).toBeGreaterThanOrEqual(insets.top - 0.01);
          expect(y).toBeLessThanOrEqual(size.height - insets.bottom + 0.01);
        }
      }),
    );
  });

  it.each([
    [1366, 768],
    [1920, 1080],
    [3840, 2160],
    [600, 1400],
  ])('fills a view of %i × %i with a tower in one direction', (width, height) => {
    const tower = new Float32Array([
      0, 0, -8, 48, 0, -8, 48, 36, -8, 0, 36, -8, 0, 0, 50, 48, 0, 50, 48, 36, 50, 0, 36, 50,
    ]);
    const size = { width, height };
    const project = projectionOf(fit(tower, home, size, insets, 60), size);
    const spots = [...Array(8).keys()].map((i) =>
      project(tower[i * 3] ?? 0, tower[i * 3 + 1] ?? 0, tower[i * 3 + 2] ?? 0),
    );
    const extent = (axis: 0 | 1): number =>
      Math.max(...spots.map((spot) => spot[axis])) - Math.min(...spots.map((spot) => spot[axis]));
    const used = Math.max(
      extent(0) / (width - insets.left - insets.right),
      extent(1) / (height - insets.top - insets.bottom),
    );
    expect(used).toBeCloseTo(1, 3);
  });

  it('does not blow up a site of one point', () => {
    expect(fit(new Float32Array([1, 2, 3]), home, { width: 800, height: 600 }, insets, 60).scale).toBe(60);
  });
});

describe('rayAt', () => {
  it('goes through the point that is shown there', () => {
    fc.assert(
      fc.property(points, viewport, angles, (all, size, at) => {
        const pose = fit(all, at, size, insets, 60);
        const point = [all[0] ?? 0, all[1] ?? 0, all[2] ?? 0] as const;
        const [x, y] = projectionOf(pose, size)(...point);
        const { origin } = rayAt(pose, size, x, y, 500);
        const { right, up } = axesOf(pose);
        expect(dot(origin, right)).toBeCloseTo(dot(point, right), 4);
        expect(dot(origin, up)).toBeCloseTo(dot(point, up), 4);
      }),
    );
  });
});

describe('axesOf', () => {
  it('is a right-handed set of unit vectors with north up when seen from the south', () => {
    fc.assert(
      fc.property(angles, (at) => {
        const { right, up, towards } = axesOf(at);
        for (const axis of [right, up, towards]) expect(dot(axis, axis)).toBeCloseTo(1);
        expect(dot(right, up)).toBeCloseTo(0);
        expect(dot(right, towards)).toBeCloseTo(0);
        expect(dot(up, towards)).toBeCloseTo(0);
      }),
    );
    expect(axesOf({ azimuth: -Math.PI / 2, elevation: 1.5 }).up[1]).toBeGreaterThan(0.9);
  });
});
