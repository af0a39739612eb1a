/** The history against row-per-sample Dexie, on the same samples, one after the other in one browser. */
import Dexie, { type Table } from 'dexie';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import type { SiteDocument } from '#shared/domain/site/document.ts';
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';
import { createBlockCodec } from '#renderer/recorder/block-codec.ts';
import { compact } from '#renderer/recorder/compact.ts';
import { HistoryDatabase } from '#renderer/recorder/database.ts';
import { HistoryReader } from '#renderer/recorder/history-reader.ts';
import { packSamples } from '#renderer/recorder/packed-samples.ts';
import { createRecorder } from '#renderer/recorder/recorder.ts';
import { workerScope } from '#renderer/recorder/worker-scope.ts';

export interface RecorderFigures {
  readonly samples: number;
  readonly samplesPerS: readonly number[];
  readonly encodedBytesPerSample: number;
  readonly rowSamplesPerS: readonly number[];
  readonly dayBlocksMs: readonly number[];
  readonly dayRowsMs: readonly number[];
  readonly dayBucketsMs: readonly number[];
}

/** As the engine sends under load. */
const BATCH_SAMPLES = 8_192;
const IN_FLIGHT = 8;
/** Hours one after the other. */
const ROUNDS = 3;
const WRITE_ROUNDS = 3;
const ROW_SAMPLES = 60_000;
const DAY_SAMPLES = 86_400;
const READ_ROUNDS = 5;
/** More than once, so that the median is not the run that tidies up after 86,400 row objects. */
const BLOCK_REPEATS = 4;
const HOUR_MS = 3_600_000;

interface Columns {
  readonly index: Uint32Array;
  readonly value: Float64Array;
  readonly sourceMs: Float64Array;
}
interface Row {
  readonly point: number;
  readonly timeMs: number;
  readonly value: number;
  readonly quality: number;
}

const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };

async function load(): Promise<{ document: SiteDocument; columns: Columns }> {
  const document = (await (await fetch('/telemetry-site.json')).json()) as SiteDocument;
  const bytes = await (await fetch('/telemetry.bin')).arrayBuffer();
  const [count = 0] = new Float64Array(bytes, 0, 1);
  const value = new Float64Array(bytes, 8, count);
  const sourceMs = new Float64Array(bytes, 8 + 8 * count, count);
  return { document, columns: { index: new Uint32Array(bytes, 8 + 16 * count, count), value, sourceMs } };
}

function* batches({ index, value, sourceMs }: Columns): Generator<SampleBatch> {
  let number = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const shifted = sourceMs.map((at) => at + round * HOUR_MS);
    for (let from = 0; from < index.length; from += BATCH_SAMPLES) {
      const to = Math.min(index.length, from + BATCH_SAMPLES);
      number += 1;
      yield {
        type: 'batch',
        engineRun: 'bench',
        number,
        siteRevision: 'bench',
        index: index.slice(from, to),
        value: value.slice(from, to),
        sourceMs: shifted.slice(from, to),
        quality: new Uint8Array(to - from),
        closedAtMs: clock.nowMs(),
        lostSamples: 0,
        lostFromMs: undefined,
      };
    }
  }
}

interface Recorded {
  readonly samples: number;
  readonly samplesPerS: number;
  readonly encodedBytesPerSample: number;
}

/** The recorder itself, fed as fast as it acknowledges, until everything is in blocks. */
async function record(document: SiteDocument, columns: Columns): Promise<Recorded> {
  const database = new HistoryDatabase('bench-history');
  const health = createHealth(clock.nowMs);
  let acknowledged = 0;
  let wake: (() => void) | undefined;
  const recorder = createRecorder({
    database,
    codec: createBlockCodec(),
    clock,
    health,
    log: () => undefined,
    acknowledge: (_run, number) => {
      acknowledged = number;
      wake?.();
    },
    onStored: () => undefined,
  });
  await recorder.recover();
  const welcome = {
    type: 'welcome',
    protocol: 1,
    engineRun: 'bench',
    siteRevision: 'bench',
    nowMs: clock.nowMs(),
    demo: true,
  } as const;
  recorder.welcome({ ...welcome, site: document });
  await recorder.idle();
  const startMs = performance.now();
  for (const batch of batches(columns)) {
    while (batch.number - acknowledged > IN_FLIGHT) await new Promise<void>((resolve) => (wake = resolve));
    recorder.batch(batch);
  }
  await recorder.idle();
  await recorder.compactNow();
  const tookS = (performance.now() - startMs) / 1000;
  if (health.list().length > 0) throw new Error(JSON.stringify(health.list()));
  const { samples, bytes } = await new HistoryReader(database, createBlockCodec(), undefined).coverage();
  await database.delete();
  return { samples, samplesPerS: samples / tookS, encodedBytesPerSample: bytes / samples };
}

class RowDatabase extends Dexie {
  readonly rows!: Table<Row, [number, number]>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({ rows: '[point+timeMs]' });
  }
}

/** @returns samples a second. */
async function recordRows({ index, value, sourceMs }: Columns): Promise<number> {
  const database = new RowDatabase('bench-rows');
  await database.open();
  const startMs = performance.now();
  for (let from = 0; from < ROW_SAMPLES; from += 2_000) {
    const rows = Array.from({ length: 2_000 }, (_, i): Row => {
      const row = from + i;
      return {
        point: index[row] as number,
        timeMs: sourceMs[row] as number,
        value: value[row] as number,
        quality: 0,
      };
    });
    await database.rows.bulkPut(rows);
  }
  const tookS = (performance.now() - startMs) / 1000;
  await database.delete();
  return ROW_SAMPLES / tookS;
}

/** A meter once a second for a day, a little late each time. */
function day(): { timeMs: Float64Array<ArrayBuffer>; value: Float64Array<ArrayBuffer> } {
  const timeMs = new Float64Array(DAY_SAMPLES);
  const value = new Float64Array(DAY_SAMPLES);
  for (let i = 0; i < DAY_SAMPLES; i += 1) {
    timeMs[i] = 1_790_000_000_000 + i * 1000 + ((i * 7919) % 23);
    value[i] = Math.round((300 + 120 * Math.sin(i / 13_750) + ((i * 104_729) % 97) / 20) * 100) / 100;
  }
  return { timeMs, value };
}

/** @returns milliseconds. */
async function timed(work: () => PromiseLike<number>): Promise<number> {
  const startMs = performance.now();
  const count = await work();
  if (count !== DAY_SAMPLES) throw new Error(`read ${count} of ${DAY_SAMPLES} samples`);
  return performance.now() - startMs;
}

async function readDay(): Promise<Partial<RecorderFigures>> {
  const { timeMs, value } = day();
  const span = {
    pointId: 'M.power',
    fromMs: timeMs[0] as number,
    toMs: (timeMs[DAY_SAMPLES - 1] as number) + 1,
  };
  const history = new HistoryDatabase('bench-day');
  await history.points.add({ pointId: 'M.power', gapMs: 10_000 });
  const batch = {
    point: new Uint32Array(DAY_SAMPLES).fill(1),
    timeMs,
    value,
    quality: new Uint8Array(DAY_SAMPLES),
  };
  await compact([packSamples(batch, 0, DAY_SAMPLES)], 0, {
    database: history,
    codec: createBlockCodec(),
    log: () => undefined,
  });
  const rows = new RowDatabase('bench-day-rows');
  for (let from = 0; from < DAY_SAMPLES; from += 5_400) {
    await rows.rows.bulkPut(
      Array.from({ length: 5_400 }, (_, i): Row => ({
        point: 1,
        timeMs: timeMs[from + i] as number,
        value: value[from + i] as number,
        quality: 0,
      })),
    );
  }
  const reader = new HistoryReader(history, createBlockCodec(), undefined);
  const read = async (buckets: { buckets?: number }): Promise<number> => {
    const answer = await reader.seriesOf([{ ...span, ...buckets }], () => false);
    return answer?.[0]?.rawCount ?? 0;
  };
  const took = { dayBlocksMs: [] as number[], dayBucketsMs: [] as number[], dayRowsMs: [] as number[] };
  // In turns, so that whatever else the machine does falls on all alike.
  for (let round = 0; round < READ_ROUNDS; round += 1) {
    for (let repeat = 0; repeat < BLOCK_REPEATS; repeat += 1) {
      took.dayBlocksMs.push(await timed(() => read({})));
      took.dayBucketsMs.push(await timed(() => read({ buckets: 1_000 })));
    }
    took.dayRowsMs.push(
      await timed(async () => {
        const found = await rows.rows
          .where('[point+timeMs]')
          .between([1, span.fromMs], [1, span.toMs])
          .toArray();
        return found.length;
      }),
    );
  }
  history.close();
  rows.close();
  return took;
}

async function measure(): Promise<RecorderFigures> {
  const { document, columns } = await load();
  const samplesPerS: number[] = [];
  const rowSamplesPerS: number[] = [];
  let last: Recorded | undefined;
  for (let round = 0; round < WRITE_ROUNDS; round += 1) {
    last = await record(document, columns);
    samplesPerS.push(last.samplesPerS);
    rowSamplesPerS.push(await recordRows(columns));
  }
  return { ...last, samplesPerS, rowSamplesPerS, ...(await readDay()) } as RecorderFigures;
}

const scope = workerScope<never, { figures: RecorderFigures } | { failed: string }>();
measure().then(
  (figures) => scope.postMessage({ figures }),
  (error: unknown) => scope.postMessage({ failed: String(error) }),
);
