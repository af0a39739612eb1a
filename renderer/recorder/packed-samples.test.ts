import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packSamples, timeAt, unpackSamples, valueAt, type BatchColumns } from './packed-samples.ts';

const value = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, -0, 0, 2 ** 31, -(2 ** 31), 1e300),
  fc.tuple(fc.integer({ min: -1e7, max: 1e7 }), fc.integer({ min: 0, max: 7 })).map(([n, s]) => n / 10 ** s),
);
const decimal = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100);
const row = (values: fc.Arbitrary<number>): fc.Arbitrary<readonly [number, number, number, number]> =>
  fc.tuple(
    fc.nat(100_000),
    fc.oneof(fc.nat(2 ** 20), fc.integer({ min: 0, max: 2 ** 42 })),
    values,
    fc.nat(2),
  );

function columns(rows: readonly (readonly [number, number, number, number])[]): BatchColumns {
  return {
    point: Uint32Array.from(rows, ([point]) => point),
    timeMs: Float64Array.from(rows, ([, time]) => time),
    value: Float64Array.from(rows, ([, , v]) => v),
    quality: Uint8Array.from(rows, ([, , , quality]) => quality),
  };
}

describe('packed samples', () => {
  it('come back as they were, all or one by one', () => {
    const rows = fc.oneof(fc.array(row(value), { minLength: 1 }), fc.array(row(decimal), { minLength: 1 }));
    fc.assert(
      fc.property(rows, fc.nat(5), (all, skip) => {
        const from = Math.min(skip, all.length - 1);
        const packed = packSamples(columns(all), from, all.length);
        const back = unpackSamples(packed);
        const expected = columns(all.slice(from));
        expect(back).toEqual(expected);
        expected.value.forEach((v, i) => {
          expect(Object.is(back.value[i], v)).toBe(true);
          expect(Object.is(valueAt(packed, i), v)).toBe(true);
          expect(timeAt(packed, i)).toBe(expected.timeMs[i]);
        });
      }),
    );
  });

  it('take 10 bytes each where sensors speak decimals', () => {
    const packed = packSamples(
      columns(Array.from({ length: 100 }, (_, i) => [i, 1e12 + i, i / 100, 0] as const)),
      0,
      100,
    );
    expect(packed.point.byteLength + packed.offsetMs.byteLength + packed.value.byteLength).toBe(1000);
    expect(packed.quality).toBeUndefined();
  });
});
