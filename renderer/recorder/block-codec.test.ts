import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_SAMPLES,
  BlockError,
  createBlockCodec,
  HEADER_BYTES,
  readSummary,
  TIME_LIMIT_MS,
  type SampleColumns,
} from './block-codec.ts';

const codec = createBlockCodec();

function columns(rows: readonly (readonly [number, number, number])[]): SampleColumns {
  return {
    timeMs: Float64Array.from(rows, ([time]) => time),
    value: Float64Array.from(rows, ([, value]) => value),
    quality: Uint8Array.from(rows, ([, , quality]) => quality),
  };
}

function roundTrip(rows: SampleColumns): { bytes: Uint8Array; back: SampleColumns } {
  const count = rows.timeMs.length;
  const bytes = codec.encode(rows, 0, count);
  const back = {
    timeMs: new Float64Array(count),
    value: new Float64Array(count),
    quality: new Uint8Array(count),
  };
  expect(codec.decode(bytes, back, 0)).toBe(count);
  return { bytes, back };
}

/** Bit by bit: -0 is not 0; one NaN is as good as another. */
function expectSame(rows: SampleColumns): Uint8Array {
  const { bytes, back } = roundTrip(rows);
  expect(back.timeMs).toEqual(rows.timeMs);
  expect(back.quality).toEqual(rows.quality);
  for (let i = 0; i < rows.value.length; i += 1) expect(back.value[i]).toBe(rows.value[i]);
  return bytes;
}

/** Rows with strictly rising whole times out of any list of steps. */
const anyRows = (value: fc.Arbitrary<number>): fc.Arbitrary<SampleColumns> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 2 ** 42 }),
      fc.array(
        fc.tuple(
          fc.oneof(
            fc.integer({ min: 1, max: 5 }),
            fc.integer({ min: 990, max: 1010 }),
            fc.integer({ min: 1, max: 2 ** 31 }),
          ),
          value,
          fc.integer({ min: 0, max: 2 }),
        ),
        { minLength: 1, maxLength: 300 },
      ),
    )
    .map(([start, steps]) => {
      let time = start;
      return columns(
        steps
          .flatMap(([step, v, q]) => {
            time += step;
            return time < TIME_LIMIT_MS ? [[time, v, q] as const] : [];
          })
          .slice(0, BLOCK_SAMPLES),
      );
    })
    .filter((rows) => rows.timeMs.length > 0);

describe('block codec', () => {
  it.each([
    ['any doubles, infinities and NaN among them', fc.double()],
    [
      'short decimals',
      fc
        .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 0, max: 6 }))
        .map(([n, s]) => n / 10 ** s),
    ],
    ['decimals after a conversion', fc.integer({ min: -1e6, max: 1e6 }).map((n) => n * 0.001)],
    ['float32 decimals', fc.integer({ min: -1e5, max: 1e5 }).map((n) => Math.fround(n / 10))],
    ['any float32', fc.float()],
    ['large counters', fc.bigInt({ min: 0n, max: 2n ** 53n }).map(Number)],
    ['on and off', fc.constantFrom(0, 1, NaN)],
    ['zeros of both signs', fc.constantFrom(0, -0)],
    [
      'numbers at the edge of exactness',
      fc.constantFrom(2 ** 48, 2 ** 48 + 1, -(2 ** 48), 2 ** 53 - 1, 0.1, 1e-9, 1e300, 5e-324),
    ],
  ])('gives back %s', (_what, value) => {
    fc.assert(
      fc.property(anyRows(value), (rows) => void expectSame(rows)),
      { numRuns: 150 },
    );
  });

  it('takes full blocks, and a part of longer columns', () => {
    const rows = columns(Array.from({ length: 3000 }, (_, i) => [i * 1000, Math.sin(i), i % 3]));
    const bytes = codec.encode(rows, 1000, 1000 + BLOCK_SAMPLES);
    const back = {
      timeMs: new Float64Array(2000),
      value: new Float64Array(2000),
      quality: new Uint8Array(2000),
    };
    expect(codec.decode(bytes, back, 500)).toBe(BLOCK_SAMPLES);
    expect(back.timeMs.subarray(500, 500 + BLOCK_SAMPLES)).toEqual(
      rows.timeMs.subarray(1000, 1000 + BLOCK_SAMPLES),
    );
    expect(back.value.subarray(500, 500 + BLOCK_SAMPLES)).toEqual(
      rows.value.subarray(1000, 1000 + BLOCK_SAMPLES),
    );
    expect(() => codec.encode(rows, 0, BLOCK_SAMPLES + 1)).toThrow(BlockError);
    expect(() => codec.encode(rows, 5, 5)).toThrow(BlockError);
  });

  it('is small on what sensors send', () => {
    const still = columns(Array.from({ length: 1024 }, (_, i) => [1e12 + i * 5000, 1, 0]));
    expect(expectSame(still).length - HEADER_BYTES).toBeLessThan(1024 * 0.3);
    const noisy = columns(
      Array.from({ length: 1024 }, (_, i) => [
        1e12 + i * 1000 + ((i * 7919) % 40),
        (2345 + ((i * 104_729) % 15)) / 100,
        0,
      ]),
    );
    expect(expectSame(noisy).length - HEADER_BYTES).toBeLessThan(1024 * 1.7);
    const counter = columns(
      Array.from({ length: 1024 }, (_, i) => [1e12 + i * 60_000, (123_456_789 + i * 731) / 100, 0]),
    );
    expect(expectSame(counter).length - HEADER_BYTES).toBeLessThan(1024 * 0.4);
  });

  it('says in its header what a drawing needs', () => {
    const bytes = codec.encode(
      columns([
        [1000, 5, 0],
        [2000, 999, 2],
        [9000, 1, 1],
        [9500, NaN, 2],
      ]),
      0,
      4,
    );
    expect(readSummary(bytes)).toEqual({
      count: 4,
      usable: 2,
      worstQuality: 2,
      lastQuality: 2,
      fromMs: 1000,
      toMs: 9500,
      min: 1,
      max: 5,
      sum: 6,
      last: 1,
      longestHoleMs: 7000,
    });
  });

  it('never reads outside, never hangs, and throws only BlockError on damaged bytes', () => {
    const good = codec.encode(
      columns(Array.from({ length: 200 }, (_, i) => [i * 10, Math.cos(i), i % 3])),
      0,
      200,
    );
    const into = {
      timeMs: new Float64Array(BLOCK_SAMPLES),
      value: new Float64Array(BLOCK_SAMPLES),
      quality: new Uint8Array(BLOCK_SAMPLES),
    };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(good.length),
        (edits, length) => {
          const bad = good.slice(0, length);
          for (const [at, byte] of edits) if (at < length) bad[at] = byte;
          try {
            expect(codec.decode(bad, into, 0)).toBeLessThanOrEqual(BLOCK_SAMPLES);
          } catch (error) {
            expect(error).toBeInstanceOf(BlockError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
