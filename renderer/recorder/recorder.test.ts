import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { createRandom } from '#shared/base/random.ts';
import { tinySiteDocument } from '#tests/builders/tiny-site.ts';
import { sampleBatch, type Row } from '#tests/builders/history.ts';
import { welcome } from '#tests/builders/link.ts';
import { createBlockCodec } from './block-codec.ts';
import { DAY_MS, HistoryDatabase } from './database.ts';
import { HistoryReader } from './history-reader.ts';
import type { Series } from './query-contract.ts';
import { createRecorder, type Recorder } from './recorder.ts';

const T0 = 1_750_000_000_000;
const POWER_0 = 'M0.power';

let database: HistoryDatabase;
let recorder: Recorder;
let reader: HistoryReader;
let acks: [string, number][];
let now = T0;
const clock: Clock = { nowMs: () => epochMs(now), monotonicMs: () => now };
const health = createHealth(clock.nowMs);
const log = vi.fn();
let names = 0;

function startRecorder(): Recorder {
  return createRecorder({
    database,
    codec: createBlockCodec(),
    clock,
    health,
    log,
    acknowledge: (run, number) => acks.push([run, number]),
    onStored: () => undefined,
  });
}

/** As after a kill: nothing of the old recorder is left but the database. */
async function restart(): Promise<void> {
  recorder = startRecorder();
  await recorder.recover();
  recorder.welcome(welcome());
  await recorder.idle();
}

async function record(number: number, rows: readonly Row[], changes = {}): Promise<void> {
  recorder.batch(sampleBatch(number, rows, changes));
  await recorder.idle();
}

async function series(pointId = POWER_0, changes = {}): Promise<Series> {
  const query = { pointId, fromMs: T0, toMs: T0 + 1e9, ...changes };
  const answer = await reader.seriesOf([query], () => false);
  return answer?.[0] as Series;
}

const pairs = ({ timeMs, last }: Series): [number, number][] =>
  Array.from(timeMs, (time, i) => [time - T0, last[i] as number]);

beforeEach(async () => {
  now = T0;
  acks = [];
  names += 1;
  database = new HistoryDatabase(`test-${names}`);
  reader = new HistoryReader(database, createBlockCodec(), undefined);
  for (const { key } of health.list()) health.clear(key);
  await restart();
});
afterEach(() => database.close());

describe('recorder', () => {
  it('acknowledges what is stored, and gives it back before and after merging', async () => {
    await record(1, [
      [0, T0, 1.5],
      [2, T0, 9],
      [0, T0 + 1000, 2.5],
    ]);
    await record(2, [[0, T0 + 2000, 3.5]]);
    expect(acks).toEqual([
      ['run-1', 1],
      ['run-1', 2],
    ]);
    const before = await series();
    expect(pairs(before)).toEqual([
      [0, 1.5],
      [1000, 2.5],
      [2000, 3.5],
    ]);
    await recorder.compactNow();
    expect(await database.batches.count()).toBe(0);
    expect(await series()).toEqual(before);
    expect(pairs(await series('M1.power'))).toEqual([[0, 9]]);
  });

  it('survives being killed at any time without losing or doubling', async () => {
    await record(1, [[0, T0, 1]]);
    await restart();
    await record(2, [[0, T0 + 1000, 2]]);
    await recorder.compactNow();
    await restart();
    // The engine replays what it saw no acknowledgement for.
    await record(2, [[0, T0 + 1000, 2]]);
    await record(3, [[0, T0 + 2000, 3]]);
    expect(pairs(await series())).toEqual([
      [0, 1],
      [1000, 2],
      [2000, 3],
    ]);
    expect((await reader.coverage()).samples).toBe(3);
    expect(acks.at(-1)).toEqual(['run-1', 3]);
  });

  it('merges the same batches twice when it was killed between two transactions of a merge', async () => {
    await record(
      1,
      Array.from({ length: 50 }, (_, i) => [0, T0 + i * 1000, i] as Row),
    );
    const left = await database.batches.toArray();
    await recorder.compactNow();
    const samples = (await reader.coverage()).samples;
    await database.batches.bulkAdd(left);
    await restart();
    expect((await reader.coverage()).samples).toBe(samples);
    expect((await series()).rawCount).toBe(50);
  });

  it('takes numbers anew with another run of the engine', async () => {
    await record(7, [[0, T0, 1]]);
    await record(1, [[0, T0 + 1000, 2]], { engineRun: 'run-2' });
    await record(7, [[0, T0 + 9000, 99]]);
    expect(pairs(await series())).toEqual([
      [0, 1],
      [1000, 2],
    ]);
  });

  it('fills blocks, and starts the next', async () => {
    const total = 5000;
    for (let from = 0; from < total; from += 700) {
      const rows = Array.from(
        { length: Math.min(700, total - from) },
        (_, i) => [0, T0 + (from + i) * 1000, Math.sin(from + i)] as Row,
      );
      await record(from + 1, rows);
      await recorder.compactNow();
    }
    expect(await database.blocks.count()).toBe(4);
    const all = await series(POWER_0, { toMs: T0 + total * 1000 });
    expect(all.rawCount).toBe(total);
    expect(all.last[4321]).toBe(Math.sin(4321));
  });

  it('puts late samples where they belong, whatever the order they come in', async () => {
    const random = createRandom(7);
    const steps = Array.from({ length: 3000 }, (_, i) => i).sort(() => random() - 0.5);
    let number = 0;
    for (let from = 0; from < steps.length; from += 500) {
      number += 1;
      await record(
        number,
        steps.slice(from, from + 500).map((step) => [0, T0 + step * 1000, step] as Row),
      );
      if (number % 2 === 0) await recorder.compactNow();
      if (number === 3) await restart();
    }
    const all = await series();
    expect(pairs(all)).toEqual(Array.from({ length: 3000 }, (_, step) => [step * 1000, step]));
    await recorder.compactNow();
    expect(await series()).toEqual(all);
    const blocks = (await database.blocks.toCollection().primaryKeys()).length;
    expect(blocks).toBeLessThanOrEqual(8);
  });

  it('keeps the last received of one millisecond', async () => {
    await record(1, [
      [0, T0, 1],
      [0, T0, 2],
    ]);
    await recorder.compactNow();
    await record(2, [
      [0, T0, 3],
      [0, T0 + 0.4, 4],
    ]);
    expect(pairs(await series())).toEqual([[0, 4]]);
    await recorder.compactNow();
    expect(pairs(await series())).toEqual([[0, 4]]);
  });

  it('writes what the engine lost as a gap of every point', async () => {
    await record(1, [[0, T0, 1]]);
    await record(5, [[0, T0 + 8000, 2]], { lostSamples: 40, lostFromMs: T0 + 1000, closedAtMs: T0 + 8500 });
    const { gaps } = await series(POWER_0, { toMs: T0 + 9000 });
    expect(gaps).toEqual([[T0 + 1000, T0 + 8000]]);
    expect(health.list().map(({ code }) => code)).toEqual(['recorder.gap']);
    now += 11 * 60_000;
    recorder.tick();
    expect(health.list()).toEqual([]);
  });

  it('refuses times that cannot be, and samples of an unknown site, without losing their neighbours', async () => {
    await record(1, [
      [0, NaN, 1],
      [0, -5, 1],
      [0, 2 ** 60, 1],
      [99, T0, 1],
      [0, T0, 7],
    ]);
    expect(pairs(await series())).toEqual([[0, 7]]);
    await record(2, [[0, T0 + 1000, 8]], { siteRevision: 'never-seen' });
    expect(acks.at(-1)).toEqual(['run-1', 2]);
    expect(health.list()[0]).toMatchObject({ code: 'recorder.unknown-site', facts: { samples: 5 } });
  });

  it('knows a point by its id over revisions of the site', async () => {
    await record(1, [[2, T0, 5]]);
    const moved = tinySiteDocument();
    const document = { ...moved, assets: [...moved.assets].reverse() };
    now += 1000;
    recorder.welcome(welcome({ siteRevision: 'rev-2', site: document }));
    await record(
      2,
      [
        [2, T0 + 1000, 6],
        [4, T0 + 1000, 1],
      ],
      { siteRevision: 'rev-2' },
    );
    expect(pairs(await series('M1.power'))).toEqual([
      [0, 5],
      [1000, 6],
    ]);
    expect(pairs(await series('M0.power'))).toEqual([[1000, 1]]);
    expect((await reader.recordedSite())?.revision).toBe('rev-2');
  });

  it('keeps a batch it could not store, says so, and stores it when it can', async () => {
    vi.useFakeTimers();
    const failing = vi.spyOn(database, 'transaction').mockImplementation(() => {
      throw Object.assign(new Error('abort'), {
        name: 'AbortError',
        inner: Object.assign(new Error('full'), { name: 'QuotaExceededError' }),
      });
    });
    recorder.batch(sampleBatch(1, [[0, T0, 1]]));
    await vi.waitFor(() => expect(health.list().map(({ code }) => code)).toContain('recorder.full'));
    expect(acks).toEqual([]);
    failing.mockRestore();
    vi.advanceTimersByTime(2_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(acks).toEqual([['run-1', 1]]));
    expect(health.list()).toEqual([]);
    expect(pairs(await series())).toEqual([[0, 1]]);
  });

  it('drops a damaged block, says so, and goes on', async () => {
    await record(1, [[0, T0, 1]]);
    await recorder.compactNow();
    const damaged = new Uint8Array([9, 9, 9]);
    await database.tails.put([undefined, damaged], 0);
    await record(2, [[0, T0 + 1000, 2]]);
    await recorder.compactNow();
    expect(log).toHaveBeenCalledWith(
      'error',
      'dropped a damaged block',
      expect.objectContaining({ bytes: 3 }),
    );
    expect(pairs(await series())).toEqual([[1000, 2]]);
  });
});

describe('retention', () => {
  async function recordDays(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      const rows = Array.from(
        { length: 1500 },
        (_, i) => [0, T0 + day * DAY_MS + i * 50_000, Math.sin(i)] as Row,
      );
      await record(day + 1, rows);
      await recorder.compactNow();
    }
  }
  async function trimAt(time: number): Promise<void> {
    now = time;
    recorder.tick();
    await recorder.idle();
  }

  it('trims by age, by whole blocks, never the newest of a point', async () => {
    await record(100, [[2, T0, 5]]);
    await recordDays(0);
    for (let day = 0; day < 6; day += 1)
      await record(
        101 + day,
        Array.from({ length: 1500 }, (_, i) => [0, T0 + day * DAY_MS + i * 50_000, i] as Row),
      );
    await recorder.compactNow();
    await reader.setRetention({ maxAgeDays: 2, maxBytes: 1e9 });
    await trimAt(T0 + 6 * DAY_MS);
    const { fromMs } = await reader.coverage();
    expect(fromMs).toBeGreaterThanOrEqual(T0 + 3 * DAY_MS);
    expect(pairs(await series('M1.power'))).toEqual([[0, 5]]);
  });

  it('trims by size, oldest first, and keeps today', async () => {
    await recordDays(6);
    const { bytes } = await reader.coverage();
    await reader.setRetention({ maxAgeDays: 400, maxBytes: bytes / 2 });
    await trimAt(T0 + 5 * DAY_MS + 80_000_000);
    const after = await reader.coverage();
    expect(after.bytes).toBeLessThanOrEqual(bytes / 2);
    expect(after.bytes).toBeGreaterThan(0);
    await reader.setRetention({ maxAgeDays: 400, maxBytes: 1 });
    now += 3_600_000;
    await trimAt(now);
    expect((await reader.coverage()).samples).toBeGreaterThan(0);
  });
});
