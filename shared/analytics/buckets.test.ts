import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBucketer } from './buckets.ts';
import { findHoles, mergeSpans } from './gaps.ts';

const rows = fc.array(
  fc.tuple(fc.nat(10_000), fc.oneof(fc.integer({ min: -100, max: 100 }), fc.constant(NaN)), fc.nat(2)),
  { maxLength: 200 },
);

describe('buckets', () => {
  it('keep every extreme and every count, whatever the buckets', () => {
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(9_000),
        fc.integer({ min: 1, max: 5_000 }),
        (samples, buckets, fromMs, spanMs) => {
          const toMs = fromMs + spanMs;
          const bucketer = createBucketer(fromMs, toMs, buckets);
          const column = (i: 0 | 1 | 2): Float64Array => Float64Array.from(samples, (sample) => sample[i]);
          bucketer.add(column(0), column(1), Uint8Array.from(column(2)), 0, samples.length);
          const drawn = bucketer.finish();
          const inside = samples.filter(([at]) => at >= fromMs && at < toMs);
          const usable = inside
            .filter(([, value, quality]) => !Number.isNaN(value) && quality !== 2)
            .map(([, value]) => value);
          expect(drawn.rawCount).toBe(inside.length);
          expect(drawn.timeMs.length).toBeLessThanOrEqual(buckets);
          expect(Math.max(-Infinity, ...drawn.max.filter((value) => !Number.isNaN(value)))).toBe(
            Math.max(-Infinity, ...usable),
          );
          expect(Math.min(Infinity, ...drawn.min.filter((value) => !Number.isNaN(value)))).toBe(
            Math.min(Infinity, ...usable),
          );
          for (let i = 1; i < drawn.timeMs.length; i += 1)
            expect(drawn.timeMs[i]).toBeGreaterThan(drawn.timeMs[i - 1] as number);
        },
      ),
    );
  });

  it('refuses a span or a number that makes none', () => {
    expect(() => createBucketer(5, 5, 10)).toThrow(RangeError);
    expect(() => createBucketer(0, 5, 0)).toThrow(RangeError);
    expect(() => createBucketer(0, 5, 1.5)).toThrow(RangeError);
  });
});

describe('gaps', () => {
  it('merge into spans that are sorted, apart, inside, and cover the same moments', () => {
    const span = fc.tuple(fc.nat(100), fc.nat(30)).map(([from, length]) => [from, from + length] as const);
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const merged = mergeSpans(spans, 10, 90);
        merged.forEach(([from, to], i) => {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(merged[i - 1]?.[1] ?? 9);
        });
        for (let at = 10.5; at < 90; at += 1) {
          const covers = ([from, to]: readonly [number, number]): boolean => from < at && at < to;
          expect(merged.some(covers)).toBe(spans.some(covers));
        }
      }),
    );
  });

  it('are found between samples, before the first and after the last', () => {
    const holes = findHoles(0, false, 10);
    holes.add(Float64Array.of(5, 10, 30), 0, 3);
    holes.addRun(35, 60);
    expect(holes.finish(100)).toEqual([
      [0, 5],
      [10, 30],
      [60, 100],
    ]);
    expect(findHoles(95, true, 10).finish(100)).toEqual([]);
  });

  it('takes a slower rhythm for what it is, and still sees silence in it', () => {
    const times = (...values: number[]): Float64Array => Float64Array.from(values);
    const holesOf = (column: Float64Array): readonly (readonly [number, number])[] => {
      const holes = findHoles(column[0] as number, true, 15);
      holes.add(column, 1, column.length);
      return holes.finish(column.at(-1) as number);
    };
    // Sent later, every 300: only the first pause is longer than anything known. Then 1,000 of nothing.
    expect(holesOf(times(0, 300, 600, 900, 1_900, 2_200))).toEqual([
      [0, 300],
      [900, 1_900],
    ]);
    // Live, every 5: two outages with a single sample between them are two.
    expect(holesOf(times(0, 5, 10, 70, 130, 135))).toEqual([
      [10, 70],
      [70, 130],
    ]);
  });
});
