import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbnormal, isRateAbnormal, quietBand, type ValueCondition } from './condition.ts';
import { createRateWindow } from './rate.ts';

describe('isAbnormal', () => {
  const high: ValueCondition = { type: 'high', limit: 1000, hysteresis: 50 };
  const low: ValueCondition = { type: 'low-low', limit: 4, hysteresis: 1 };
  it.each([
    [high, false, 1000, false],
    [high, false, 1000.1, true],
    [high, true, 950, true],
    [high, true, 949.9, false],
    [low, false, 4, false],
    [low, false, 3.9, true],
    [low, true, 5, true],
    [low, true, 5.1, false],
    [{ type: 'state', in: [1, 3] }, false, 3, true],
    [{ type: 'state', in: [1, 3] }, true, 2, false],
  ] as [ValueCondition, boolean, number, boolean][])(
    '%j, abnormal %s, at %d → %s',
    (condition, before, value, after) => {
      expect(isAbnormal(condition, before, value)).toBe(after);
    },
  );
});

describe('quietBand', () => {
  const anyCondition = fc.oneof(
    fc.record({
      type: fc.constantFrom('high' as const, 'high-high' as const, 'low' as const, 'low-low' as const),
      limit: fc.integer({ min: -20, max: 20 }),
      hysteresis: fc.integer({ min: 0, max: 5 }),
    }),
    fc.record({
      type: fc.constant('state' as const),
      in: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1 }),
    }),
  );
  const anyValue = fc.double({ min: -30, max: 30, noNaN: true });

  it('holds only values that leave the evidence as it is', () => {
    fc.assert(
      fc.property(anyCondition, fc.boolean(), anyValue, anyValue, (condition, before, made, value) => {
        const evidence = isAbnormal(condition, before, made);
        const { low, high } = quietBand(condition, evidence, made);
        if (value >= low && value <= high) expect(isAbnormal(condition, evidence, value)).toBe(evidence);
        else if (condition.type !== 'state') expect(isAbnormal(condition, evidence, value)).toBe(!evidence);
      }),
    );
  });
});

describe('rate of change', () => {
  it('needs the change over the window, not a steep instant', () => {
    const rate = createRateWindow(60_000);
    expect(rate.push(0, 100)).toBe(0);
    expect(rate.push(100, 101)).toBeCloseTo(1);
    expect(rate.push(30_000, 115)).toBeCloseTo(15);
    expect(rate.push(60_000, 130)).toBeCloseTo(30);
    expect(rate.push(90_000, 130)).toBeCloseTo(15, 0);
    expect(rate.push(200_000, 130)).toBeCloseTo(0);
  });

  it('divides by the real span when the source is slower than the window', () => {
    const rate = createRateWindow(60_000);
    rate.push(0, 0);
    expect(rate.push(600_000, 100)).toBeCloseTo(10);
  });

  it('ignores disorder and starts anew when the clock of the source was set back', () => {
    const rate = createRateWindow(60_000);
    rate.push(86_400_000, 0);
    expect(rate.push(86_399_000, 50)).toBeUndefined();
    expect(rate.push(0, 500)).toBe(0);
    expect(rate.push(60_000, 510)).toBeCloseTo(10);
  });

  it('is close to the exact net change for a fast source, in bounded memory', () => {
    const rate = createRateWindow(60_000);
    let last: number | undefined;
    for (let at = 0; at <= 600_000; at += 50) last = rate.push(at, at / 1000);
    expect(last).toBeGreaterThan(58);
    expect(last).toBeLessThan(60.01);
  });

  it('knows its direction', () => {
    const rule = { type: 'rate-of-change', perMinute: 5, windowS: 60 } as const;
    expect(isRateAbnormal({ ...rule, direction: 'rising' }, 5)).toBe(true);
    expect(isRateAbnormal({ ...rule, direction: 'rising' }, -9)).toBe(false);
    expect(isRateAbnormal({ ...rule, direction: 'falling' }, -5)).toBe(true);
    expect(isRateAbnormal({ ...rule, direction: 'either' }, -5)).toBe(true);
    expect(isRateAbnormal({ ...rule, direction: 'either' }, 4.9)).toBe(false);
  });
});
