import { DAY_MS, type HistoryDatabase } from './database.ts';
import { unpackSamples } from './packed-samples.ts';
import type { Coverage } from './query-contract.ts';
import type { UnmergedRows } from './unmerged.ts';

/** What a sample in a batch takes until it is merged, normally. */
const BATCH_SAMPLE_BYTES = 10;

/** From when (to the day) until when there is history, and how much. Call inside a transaction; `unmerged` is fresh. */
export async function readCoverage(database: HistoryDatabase, unmerged: UnmergedRows): Promise<Coverage> {
  let fromMs = Infinity;
  let toMs = -Infinity;
  let samples = 0;
  let bytes = 0;
  for (const [day, amount] of (await database.stateRow('totals'))?.days ?? []) {
    if (amount.samples > 0) fromMs = Math.min(fromMs, day * DAY_MS);
    samples += amount.samples;
    bytes += amount.bytes;
  }
  for (const { lastMs } of await database.snapshot.toArray()) {
    for (const at of lastMs) if (at > toMs) toMs = at;
  }
  for (const row of unmerged.rows) {
    const { timeMs } = unpackSamples(row);
    for (const at of timeMs) {
      if (at > toMs) toMs = at;
      if (at < fromMs) fromMs = at;
    }
    samples += timeMs.length;
    bytes += timeMs.length * BATCH_SAMPLE_BYTES;
  }
  return samples > 0
    ? { fromMs, toMs, samples, bytes }
    : { fromMs: undefined, toMs: undefined, samples: 0, bytes: 0 };
}
