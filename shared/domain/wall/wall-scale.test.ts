import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textArcmin } from './legibility.ts';
import { fittedScale, wallScale } from './wall-scale.ts';

const hd = { width: 1920, height: 1080 };
const uhd = { width: 3840, height: 2160 };

describe('the scale of a desk', () => {
  it('is 1 on a desk, 2 on a 4K wall, and never below 1', () => {
    expect([hd, uhd, { width: 1366, height: 768 }, { width: 2560, height: 1080 }].map(fittedScale)).toEqual([
      1, 2, 1, 1,
    ]);
  });
});

describe('the scale of a wall', () => {
  it('makes body text as large as the distance asks', () => {
    const viewing = { distanceM: 2.5, diagonalIn: 98 };
    const { scale, sparse } = wallScale(uhd, uhd, viewing, true);
    expect(sparse).toBe(false);
    expect(textArcmin(scale, viewing, uhd)).toBeGreaterThanOrEqual(20);
    expect(textArcmin(scale - 0.1, viewing, uhd)).toBeLessThan(20);
  });

  it('leaves things out of the overview before text is too small, and only there', () => {
    const viewing = { distanceM: 4, diagonalIn: 98 };
    expect(wallScale(uhd, uhd, viewing, true)).toEqual({ scale: 4.05, sparse: true });
    expect(wallScale(uhd, uhd, viewing, false)).toEqual({ scale: 2.8, sparse: false });
  });

  it('is never below that of a desk and never beyond what stays whole', () => {
    const size = fc.record({
      width: fc.integer({ min: 1024, max: 7680 }),
      height: fc.integer({ min: 640, max: 4320 }),
    });
    const viewing = fc.record({
      distanceM: fc.double({ min: 0.3, max: 50, noNaN: true }),
      diagonalIn: fc.double({ min: 5, max: 1000, noNaN: true }),
    });
    fc.assert(
      fc.property(size, viewing, fc.boolean(), (window, seen, maySpare) => {
        const { scale, sparse } = wallScale(window, window, seen, maySpare);
        expect(scale).toBeGreaterThanOrEqual(fittedScale(window));
        if (sparse) {
          expect(maySpare).toBe(true);
          expect(Math.min(window.width / 720, window.height / 405)).toBeGreaterThanOrEqual(scale - 1e-9);
        } else if (scale > fittedScale(window)) {
          expect(Math.min(window.width / 1366, window.height / 768)).toBeGreaterThanOrEqual(scale - 1e-9);
        }
      }),
    );
  });
});
