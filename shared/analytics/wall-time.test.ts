import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameWallTime, zoneOffset } from './wall-time.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Central Europe, spring 2025: from +1 to +2 at 01:00 UTC on 30 March. */
const spring = Date.UTC(2025, 2, 30, 1);
const europe = (timeMs: number): number => (timeMs < spring ? HOUR_MS : 2 * HOUR_MS);

describe('same time earlier', () => {
  it('is whole days back where the clock does not change', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 41 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -14, max: 14 }),
        (timeMs, days, hours) => {
          expect(sameWallTime(timeMs, days, () => hours * HOUR_MS)).toBe(timeMs - days * DAY_MS);
        },
      ),
    );
  });

  it('keeps the wall clock through a change of summer time', () => {
    fc.assert(
      fc.property(fc.integer({ min: spring - 9 * DAY_MS, max: spring + 30 * DAY_MS }), (timeMs) => {
        const before = sameWallTime(timeMs, 7, europe);
        const wall = (at: number): number => (at + europe(at)) % DAY_MS;
        const skipped = Math.abs(before - spring) <= HOUR_MS;
        if (!skipped) expect(wall(before)).toBe(wall(timeMs));
      }),
    );
    const monday9 = Date.UTC(2025, 2, 31, 7);
    expect(sameWallTime(monday9, 7, europe)).toBe(Date.UTC(2025, 2, 24, 8));
  });
});

describe('offset of a zone', () => {
  it.each([
    ['Asia/Shanghai', Date.UTC(2026, 6, 1), 8 * HOUR_MS],
    ['Asia/Kolkata', Date.UTC(2026, 6, 1), 5.5 * HOUR_MS],
    ['America/New_York', Date.UTC(2026, 0, 1, 0, 0, 0, 999), -5 * HOUR_MS],
    ['Europe/Berlin', spring - 1, HOUR_MS],
    ['Europe/Berlin', spring, 2 * HOUR_MS],
  ])('%s at %d', (zone, at, offset) => {
    expect(zoneOffset(zone)(at)).toBe(offset);
  });
});
