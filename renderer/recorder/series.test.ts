import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { compact } from './compact.ts';
import { createBlockCodec } from './block-codec.ts';
import { HistoryDatabase } from './database.ts';
import { HistoryReader } from './history-reader.ts';
import { packSamples, type PackedSamples } from './packed-samples.ts';
import type { Series, SeriesQuery } from './query-contract.ts';

const codec = createBlockCodec();
const opened: HistoryDatabase[] = [];
afterAll(() => {
  for (const database of opened) database.close();
});

type Sample = readonly [timeMs: number, value: number, quality: number];

function asBatch(samples: readonly Sample[]): PackedSamples {
  const columns = {
    point: new Uint32Array(samples.length).fill(1),
    timeMs: Float64Array.from(samples, ([time]) => time),
    value: Float64Array.from(samples, ([, value]) => value),
    quality: Uint8Array.from(samples, ([, , quality]) => quality),
  };
  return packSamples(columns, 0, samples.length);
}

/** @param merged go into blocks, one merge each. @param fresh stay in batches. */
async function history(
  merged: readonly (readonly Sample[])[],
  fresh: readonly Sample[],
): Promise<HistoryReader> {
  const database = new HistoryDatabase(`series-${opened.length}`);
  opened.push(database);
  await database.points.add({ pointId: 'A.p', gapMs: 60_000 });
  for (const samples of merged)
    await compact([asBatch(samples)], 0, { database, codec, log: () => undefined });
  if (fresh.length > 0) await database.batches.add(asBatch(fresh));
  return new HistoryReader(database, codec, undefined);
}

async function ask(reader: HistoryReader, query: Omit<SeriesQuery, 'pointId'>): Promise<Series> {
  const answers = await reader.seriesOf([{ pointId: 'A.p', ...query }], () => false);
  return answers?.[0] as Series;
}

/** What every answer is measured against: all samples in a plain list. */
function plain(all: readonly Sample[], fromMs: number, toMs: number): Sample[] {
  const byTime = new Map(all.map((sample) => [sample[0], sample]));
  return [...byTime.values()].filter(([time]) => time >= fromMs && time < toMs).sort((a, b) => a[0] - b[0]);
}

const sample = fc.tuple(
  fc.integer({ min: 0, max: 4_000_000 }),
  fc.integer({ min: -500, max: 500 }).map((n) => n / 10),
  fc.integer({ min: 0, max: 2 }),
);
const list = fc.array(sample, { minLength: 1, maxLength: 1500, size: 'max' });

describe('series', () => {
  it('is what a plain list would say, raw and in buckets, from blocks and batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(list, { maxLength: 3 }),
        fc.array(sample, { maxLength: 300, size: 'max' }),
        fc.integer({ min: 0, max: 3_000_000 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 1, max: 50 }),
        async (merged, fresh, fromMs, spanMs, buckets) => {
          const reader = await history(merged, fresh);
          const toMs = fromMs + spanMs;
          const expected = plain([...merged.flat(), ...fresh], fromMs, toMs);
          const raw = await ask(reader, { fromMs, toMs });
          expect(raw.kind).toBe('raw');
          expect([...raw.timeMs]).toEqual(expected.map(([time]) => time));
          expect([...raw.last]).toEqual(expected.map(([, value]) => value));
          expect([...raw.quality]).toEqual(expected.map(([, , quality]) => quality));
          const drawn = await ask(reader, { fromMs, toMs, buckets });
          expect(drawn.rawCount).toBe(expected.length);
          expect(drawn.timeMs.length).toBeLessThanOrEqual(buckets);
          expect(drawn.gaps).toEqual(raw.gaps);
          expect(drawn.before).toEqual(raw.before);
          const usable = expected.filter(([, , quality]) => quality !== 2).map(([, value]) => value);
          const known = (column: Float64Array): number[] =>
            [...column].filter((value) => !Number.isNaN(value));
          expect(Math.min(...known(drawn.min))).toBe(Math.min(...usable));
          expect(Math.max(...known(drawn.max))).toBe(Math.max(...usable));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  const every = (fromMs: number, count: number, stepMs: number): Sample[] =>
    Array.from({ length: count }, (_, i) => [fromMs + i * stepMs, i, 0] as const);

  it('answers from block summaries exactly what it answers from samples', async () => {
    const samples = every(0, 20_000, 1000).map(([time, i]): Sample => [
      time,
      Math.sin(i / 700),
      i % 5000 === 0 ? 2 : 0,
    ]);
    const reader = await history([samples], []);
    const coarse = await ask(reader, { fromMs: 0, toMs: 20_000_000, buckets: 4 });
    for (let bucket = 0; bucket < 4; bucket += 1) {
      const values = samples
        .slice(bucket * 5000, (bucket + 1) * 5000)
        .filter(([, , quality]) => quality === 0)
        .map(([, value]) => value);
      expect(coarse.min[bucket]).toBe(Math.min(...values));
      expect(coarse.max[bucket]).toBe(Math.max(...values));
      expect(coarse.mean[bucket]).toBeCloseTo(
        values.reduce((sum, value) => sum + value, 0) / values.length,
        9,
      );
      expect(coarse.last[bucket]).toBe(values.at(-1));
      expect(coarse.quality[bucket]).toBe(2);
    }
    expect(coarse.rawCount).toBe(20_000);
  });

  it('shows a hole as a gap, also inside one block, before the first and after the last sample', async () => {
    const reader = await history([[...every(1_000_000, 100, 1000), ...every(2_000_000, 100, 1000)]], []);
    for (const query of [
      { fromMs: 0, toMs: 3_000_000 },
      { fromMs: 0, toMs: 3_000_000, buckets: 3 },
    ]) {
      expect((await ask(reader, query)).gaps).toEqual([
        [0, 1_000_000],
        [1_099_000, 2_000_000],
        [2_099_000, 3_000_000],
      ]);
    }
    expect((await ask(reader, { fromMs: 1_010_000, toMs: 1_050_000 })).gaps).toEqual([]);
  });

  it('knows the value in force at the start', async () => {
    const reader = await history([every(0, 1500, 1000)], every(1_500_000, 10, 1000));
    expect((await ask(reader, { fromMs: 1_200_500, toMs: 1_200_900 })).before).toEqual({
      timeMs: 1_200_000,
      value: 1200,
      quality: 0,
    });
    expect((await ask(reader, { fromMs: 1_024_000, toMs: 1_025_000 })).before).toMatchObject({
      timeMs: 1_023_000,
    });
    expect((await ask(reader, { fromMs: 9_000_000, toMs: 9_100_000 })).before).toMatchObject({
      timeMs: 1_509_000,
    });
    expect((await ask(reader, { fromMs: 0, toMs: 10 })).before).toBeUndefined();
  });

  it('is one gap for a point that was never recorded', async () => {
    const reader = await history([], []);
    const answers = await reader.seriesOf([{ pointId: 'nobody', fromMs: 5, toMs: 9 }], () => false);
    expect(answers?.[0]).toMatchObject({ rawCount: 0, gaps: [[5, 9]], before: undefined });
  });

  it('stops between two points when it is cancelled', async () => {
    const reader = await history([every(0, 10, 1000)], []);
    expect(await reader.seriesOf([{ pointId: 'A.p', fromMs: 0, toMs: 10 }], () => true)).toBeUndefined();
  });
});
