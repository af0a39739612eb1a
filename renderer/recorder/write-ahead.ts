/** From the engine's numbered batches to write-ahead rows: one transaction a flush, acknowledged after it is on disk. */
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';
import { TIME_LIMIT_MS } from './block-codec.ts';
import type { BatchRow, HistoryDatabase } from './database.ts';
import { packedBytes, packSamples, type BatchColumns, type PackedSamples } from './packed-samples.ts';

const ROW_SAMPLES = 6_000;
/** From 64 KiB on Chromium stores a value as a file of its own. */
const ROW_BYTES = 63_000;
/** Runs whose streams are remembered; an engine replays only its own. */
const REMEMBERED_RUNS = 8;

/** Number of the site's point at each index of a revision. */
export type PointNumbers = Uint32Array;

export interface Flush {
  readonly rows: readonly BatchRow[];
  readonly samples: number;
  /** Samples that no site of ours has a point for, or without a time that can be. */
  readonly refused: number;
  readonly newestMs: number | undefined;
}

/**
 * Stores batches that are not stored yet, and what the engine lost before them.
 * @param numbersOf undefined: a revision this recorder never saw; its samples are refused.
 */
export async function storeBatches(
  database: HistoryDatabase,
  batches: readonly SampleBatch[],
  numbersOf: (siteRevision: string) => PointNumbers | undefined,
): Promise<Flush> {
  return database.transaction('rw', database.batches, database.gaps, database.state, async () => {
    const runs = new Map(
      (await database.stateRow('streams'))?.runs.map(({ engineRun, number }) => [engineRun, number]),
    );
    const columns: BatchColumns[] = [];
    let refused = 0;
    for (const batch of batches) {
      const { engineRun, number } = batch;
      if (number <= (runs.get(engineRun) ?? 0)) continue;
      runs.delete(engineRun);
      runs.set(engineRun, number);
      if (batch.lostSamples > 0) await database.gaps.add(gapBefore(batch));
      const numbered = numberSamples(batch, numbersOf(batch.siteRevision));
      refused += numbered.refused;
      columns.push(numbered.columns);
    }
    const cut = cutRows(columns);
    if (runs.size > 0) {
      const kept = [...runs].slice(-REMEMBERED_RUNS).map(([engineRun, number]) => ({ engineRun, number }));
      await database.state.put({ name: 'streams', runs: kept });
    }
    const keys = cut.length > 0 ? await database.batches.bulkAdd(cut, { allKeys: true }) : [];
    const rows = cut.map((row, i) => ({ ...row, seq: keys[i] as number }));
    return {
      rows,
      samples: sum(columns.map(({ point }) => point.length)),
      refused,
      newestMs: newest(columns),
    };
  });
}

function gapBefore({ lostSamples, lostFromMs, closedAtMs, sourceMs }: SampleBatch) {
  const fromMs = lostFromMs ?? closedAtMs;
  let toMs = closedAtMs as number;
  for (const at of sourceMs) if (at >= fromMs && at < toMs) toMs = at;
  return { fromMs, toMs, samples: lostSamples };
}

/** Indexes become numbers, times whole milliseconds; rows that cannot be kept fall out. */
function numberSamples(
  batch: SampleBatch,
  numbers: PointNumbers | undefined,
): { columns: BatchColumns; refused: number } {
  const size = batch.index.length;
  const point = new Uint32Array(size);
  const timeMs = new Float64Array(size);
  const value = new Float64Array(size);
  const quality = new Uint8Array(size);
  let kept = 0;
  for (let row = 0; row < size; row += 1) {
    const number = numbers?.[batch.index[row] as number];
    const at = Math.round(batch.sourceMs[row] as number);
    if (number === undefined || !(at >= 0 && at < TIME_LIMIT_MS)) continue;
    point[kept] = number;
    timeMs[kept] = at;
    value[kept] = batch.value[row] as number;
    quality[kept] = (batch.quality[row] as number) & 0b11;
    kept += 1;
  }
  const columns = { point, timeMs, value, quality };
  return { columns: kept === size ? columns : firstRows(columns, kept), refused: size - kept };
}

function firstRows({ point, timeMs, value, quality }: BatchColumns, to: number): BatchColumns {
  return {
    point: point.subarray(0, to),
    timeMs: timeMs.subarray(0, to),
    value: value.subarray(0, to),
    quality: quality.subarray(0, to),
  };
}

function joined(all: readonly BatchColumns[]): BatchColumns {
  const [only] = all;
  if (only && all.length === 1) return only;
  const size = sum(all.map(({ point }) => point.length));
  const whole = {
    point: new Uint32Array(size),
    timeMs: new Float64Array(size),
    value: new Float64Array(size),
    quality: new Uint8Array(size),
  };
  let at = 0;
  for (const { point, timeMs, value, quality } of all) {
    whole.point.set(point, at);
    whole.timeMs.set(timeMs, at);
    whole.value.set(value, at);
    whole.quality.set(quality, at);
    at += point.length;
  }
  return whole;
}

function cutRows(all: readonly BatchColumns[]): PackedSamples[] {
  const whole = joined(all);
  const size = whole.point.length;
  const starts = Array.from({ length: Math.ceil(size / ROW_SAMPLES) }, (_, part) => part * ROW_SAMPLES);
  return starts.flatMap((from) => packSmall(whole, from, Math.min(size, from + ROW_SAMPLES)));
}

function packSmall(columns: BatchColumns, from: number, to: number): PackedSamples[] {
  const packed = packSamples(columns, from, to);
  if (packedBytes(packed) <= ROW_BYTES) return [packed];
  const middle = (from + to) >>> 1;
  return [...packSmall(columns, from, middle), ...packSmall(columns, middle, to)];
}

function newest(rows: readonly BatchColumns[]): number | undefined {
  let last: number | undefined;
  for (const { timeMs } of rows) for (const at of timeMs) if (last === undefined || at > last) last = at;
  return last;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
