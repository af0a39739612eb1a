import { buildSite } from '#shared/domain/site/build.ts';
import { PAGE_POINTS, type HistoryDatabase } from './database.ts';
import { unpackSamples } from './packed-samples.ts';
import type { LastValues, RecordedSite } from './query-contract.ts';
import type { UnmergedRows } from './unmerged.ts';

interface Newest {
  readonly timeMs: number;
  readonly value: number;
  readonly quality: number;
}

/** Newest sample of every point of a recorded site. Call inside a transaction; `unmerged` is fresh. */
export async function readLastValues(
  database: HistoryDatabase,
  recorded: RecordedSite,
  unmerged: UnmergedRows,
): Promise<LastValues> {
  const { points } = buildSite(recorded.document, recorded.revision);
  const numbers = new Map((await database.points.toArray()).map(({ pointId, id }) => [pointId, id]));
  const newest = await newestByNumber(database, unmerged);
  const rows = points.map(({ id }) => newest.get(numbers.get(id) ?? -1));
  const sourceMs = Float64Array.from(rows, (row) => row?.timeMs ?? NaN);
  const untilMs = sourceMs.reduce((latest, at) => (at > latest ? at : latest), -Infinity);
  return {
    siteRevision: recorded.revision,
    value: Float64Array.from(rows, (row) => row?.value ?? NaN),
    sourceMs,
    quality: Uint8Array.from(rows, (row) => row?.quality ?? 0),
    untilMs: Number.isFinite(untilMs) ? untilMs : undefined,
  };
}

async function newestByNumber(
  database: HistoryDatabase,
  unmerged: UnmergedRows,
): Promise<Map<number, Newest>> {
  const newest = new Map<number, Newest>();
  const offer = (point: number, timeMs: number, value: number, quality: number): void => {
    if (Number.isNaN(timeMs) || timeMs < (newest.get(point)?.timeMs ?? -Infinity)) return;
    newest.set(point, { timeMs, value, quality });
  };
  for (const { page, lastMs, value, quality } of await database.snapshot.toArray()) {
    lastMs.forEach((at, slot) =>
      offer(page * PAGE_POINTS + slot, at, value[slot] as number, quality[slot] as number),
    );
  }
  for (const row of unmerged.rows) {
    const { point, timeMs, value, quality } = unpackSamples(row);
    point.forEach((number, i) =>
      offer(number, timeMs[i] as number, value[i] as number, quality[i] as number),
    );
  }
  return newest;
}
