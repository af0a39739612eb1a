import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { energyFromCounter, energyFromPower, type MeterRows } from './energy.ts';

const HOUR_MS = 3_600_000;

/** One reading an hour. */
function hourly(values: readonly number[], quality: readonly number[] = []): MeterRows {
  return {
    timeMs: Float64Array.from(values, (_, i) => i * HOUR_MS),
    value: Float64Array.from(values),
    quality: Uint8Array.from(values, (_, i) => quality[i] ?? 0),
  };
}

describe('energy from a counter', () => {
  it('is last minus first where the counter only rises, however it is cut', () => {
    const steps = fc.array(fc.nat(1000), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(steps, fc.nat(48), (rises, cut) => {
        let sum = 0;
        const values = rises.map((rise) => (sum += rise));
        const whole = energyFromCounter(hourly(values));
        expect(whole.total).toBe((values.at(-1) as number) - (values[0] as number));
        const at = 1 + (cut % (values.length - 1));
        const parts =
          energyFromCounter(hourly(values.slice(0, at + 1))).total +
          energyFromCounter(hourly(values.slice(at))).total;
        expect(parts).toBe(whole.total);
      }),
    );
  });

  it('is right through any number of roll-overs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 2, maxLength: 60 }), (rises) => {
        let sum = 950;
        const values = rises.map((rise) => (sum += rise));
        const shown = values.map((value) => value % 1000);
        const { total, resets } = energyFromCounter(hourly(shown), { rollsOverAt: 1000, mostPerHour: 100 });
        expect({ total, resets }).toEqual({
          total: (values.at(-1) as number) - (values[0] as number),
          resets: 0,
        });
      }),
    );
  });

  it('goes on after a reset, counts it, and is never negative', () => {
    expect(energyFromCounter(hourly([500, 510, 3, 8]))).toEqual({
      total: 15,
      resets: 1,
      rollovers: 0,
      span: [0, 3 * HOUR_MS],
    });
    expect(energyFromCounter(hourly([500, 510, 3, 8]), { mostPerHour: 10 }).total).toBe(18);
    expect(energyFromCounter(hourly([500, 510, 45_000, 3, 8]), { mostPerHour: 10 }).resets).toBe(1);
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 }), { maxLength: 40 }), (values) => {
        expect(energyFromCounter(hourly(values)).total).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('leaves out what is bad or missing, and knows nothing from one reading', () => {
    expect(energyFromCounter(hourly([10, 9999, NaN, 14], [0, 2]))).toMatchObject({ total: 4, resets: 0 });
    expect(energyFromCounter(hourly([10]))).toEqual({ total: 0, resets: 0, rollovers: 0, span: undefined });
  });
});

describe('energy from power', () => {
  it('is power times hours for a steady load', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100 }), fc.integer({ min: 0, max: 500 }), (count, kw) => {
        const { total, coveredMs } = energyFromPower(hourly(new Array<number>(count).fill(kw)), HOUR_MS);
        expect(total).toBeCloseTo(kw * (count - 1), 6);
        expect(coveredMs).toBe((count - 1) * HOUR_MS);
      }),
    );
  });

  it('does not cross gaps, bad values or missing ones', () => {
    const rows = {
      ...hourly([10, 10, 10, 10]),
      timeMs: Float64Array.of(0, HOUR_MS, 9 * HOUR_MS, 10 * HOUR_MS),
    };
    expect(energyFromPower(rows, HOUR_MS)).toEqual({ total: 20, coveredMs: 2 * HOUR_MS });
    expect(energyFromPower(hourly([10, 999, 10, 10, NaN, 10], [0, 2]), HOUR_MS)).toEqual({
      total: 10,
      coveredMs: HOUR_MS,
    });
  });
});
