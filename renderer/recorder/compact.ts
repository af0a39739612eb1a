/**
 * Merges write-ahead batches into per-point blocks, a page of points a transaction, and deletes the batches in the last one.
 * Merging is idempotent (a time that is there already is replaced by the same sample), so a kill between two transactions
 * only means that the rest is merged again at the next start: nothing lost, nothing doubled.
 */
import { readSummary, type BlockCodec } from './block-codec.ts';
import { getAll, putAll } from './bulk.ts';
import {
  DAY_MS,
  GROUP_POINTS,
  groupOf,
  PAGE_POINTS,
  type Amount,
  type HistoryDatabase,
  type SnapshotRow,
  type TailGroup,
} from './database.ts';
import { extendTail, mergeLate, readable, type BlockChange, type MergeDeps } from './merge-point.ts';
import { unpackSamples, type PackedSamples } from './packed-samples.ts';
import { byPoint, type PointGroup } from './pending.ts';
import { merge, rowAt, sliceRows } from './rows.ts';

export interface CompactDeps {
  readonly database: HistoryDatabase;
  readonly codec: BlockCodec;
  readonly log: MergeDeps['log'];
}

/** @param batches all rows of `batches` up to `upToSeq`, in order of receipt. */
export async function compact(
  batches: readonly PackedSamples[],
  upToSeq: number,
  deps: CompactDeps,
): Promise<void> {
  const { database } = deps;
  const groups = byPoint(batches.map(unpackSamples));
  const tables = [database.blocks, database.tails, database.snapshot, database.state];
  for (let from = 0; from < groups.length;) {
    const page = pageOf((groups[from] as PointGroup).point);
    let to = from + 1;
    while (to < groups.length && pageOf((groups[to] as PointGroup).point) === page) to += 1;
    const some = groups.slice(from, to);
    await database.transaction('rw', tables, async () => mergePage(page, some, deps));
    from = to;
  }
  await database.batches.where('seq').belowOrEqual(upToSeq).delete();
}

function pageOf(point: number): number {
  return Math.floor(point / PAGE_POINTS);
}

function emptyPage(page: number): SnapshotRow {
  const numbers = (): Float64Array<ArrayBuffer> => new Float64Array(PAGE_POINTS).fill(NaN);
  return { page, lastMs: numbers(), value: numbers(), quality: new Uint8Array(PAGE_POINTS) };
}

async function mergePage(page: number, groups: readonly PointGroup[], deps: CompactDeps): Promise<void> {
  const { database } = deps;
  const snapshot = (await database.snapshot.get(page)) ?? emptyPage(page);
  const tails = await readTails(groups);
  const amounts = createAmounts();
  const merging: MergeDeps = { ...deps, account: amounts.add };
  const full: BlockChange[] = [];
  for (const group of groups) {
    const { point } = group;
    const slots = tails.get(groupOf(point)) as (Uint8Array<ArrayBuffer> | undefined)[];
    const tail = readable(slots[point % GROUP_POINTS], point, merging);
    const late = rowAt(group.rows.timeMs, endOfBlocks(tail, snapshot.lastMs[point % PAGE_POINTS] as number));
    // Awaited only where there is something to wait for: Dexie follows a transaction through few idle awaits.
    const rows = late === 0 ? group.rows : await mergeOlder(group, late, database, merging);
    if (rows.timeMs.length > 0) {
      const extended = extendTail(point, tail, rows, merging);
      slots[point % GROUP_POINTS] = extended.tail;
      full.push(...extended.full);
    }
    rememberNewest(snapshot, point % PAGE_POINTS, group.rows);
  }
  await write(database, full);
  putAll('tails', tails);
  await database.snapshot.put(snapshot);
  await addToTotals(database, amounts.byDay);
}

async function readTails(
  groups: readonly PointGroup[],
): Promise<Map<number, (Uint8Array<ArrayBuffer> | undefined)[]>> {
  const numbers = [...new Set(groups.map(({ point }) => groupOf(point)))];
  const rows = await getAll<TailGroup>('tails', numbers);
  return new Map(numbers.map((number, i) => [number, [...(rows[i] ?? new Array<undefined>(GROUP_POINTS))]]));
}

/** From this time on rows belong to the tail; earlier ones are late. */
function endOfBlocks(tail: Uint8Array | undefined, lastMs: number): number {
  if (tail) return readSummary(tail).fromMs;
  return Number.isNaN(lastMs) ? -Infinity : lastMs + 1;
}

/** Deals with the first `late` rows. @returns what is left for the tail. */
async function mergeOlder(
  { point, rows }: PointGroup,
  late: number,
  database: HistoryDatabase,
  merging: MergeDeps,
): Promise<PointGroup['rows']> {
  const apply = (changes: readonly BlockChange[]): PromiseLike<void> => write(database, changes);
  const homeless = await mergeLate(point, sliceRows(rows, 0, late), { ...merging, database, apply });
  return merge(homeless, sliceRows(rows, late, rows.timeMs.length));
}

function rememberNewest(snapshot: SnapshotRow, slot: number, rows: PointGroup['rows']): void {
  const last = rows.timeMs.length - 1;
  const lastMs = rows.timeMs[last] as number;
  if (lastMs < (snapshot.lastMs[slot] as number)) return;
  snapshot.lastMs[slot] = lastMs;
  snapshot.value[slot] = rows.value[last] as number;
  snapshot.quality[slot] = rows.quality[last] as number;
}

async function write(database: HistoryDatabase, changes: readonly BlockChange[]): Promise<void> {
  const deleted = changes.filter(({ bytes }) => bytes === undefined);
  if (deleted.length > 0) await database.blocks.bulkDelete(deleted.map(({ key }) => key));
  putAll(
    'blocks',
    changes.flatMap(({ key, bytes }) => (bytes === undefined ? [] : [[key, bytes] as const])),
  );
}

function createAmounts(): {
  readonly byDay: ReadonlyMap<number, Amount>;
  readonly add: MergeDeps['account'];
} {
  const byDay = new Map<number, Amount>();
  return {
    byDay,
    add(blockFromMs, { samples, bytes }) {
      const day = Math.floor(blockFromMs / DAY_MS);
      const amount = byDay.get(day) ?? { samples: 0, bytes: 0 };
      byDay.set(day, { samples: amount.samples + samples, bytes: amount.bytes + bytes });
    },
  };
}

async function addToTotals(database: HistoryDatabase, amounts: ReadonlyMap<number, Amount>): Promise<void> {
  const days = new Map((await database.stateRow('totals'))?.days);
  for (const [day, { samples, bytes }] of amounts) {
    const total = days.get(day) ?? { samples: 0, bytes: 0 };
    const sum = { samples: total.samples + samples, bytes: total.bytes + bytes };
    if (sum.samples > 0 || sum.bytes > 0) days.set(day, sum);
    else days.delete(day);
  }
  await database.state.put({ name: 'totals', days });
}
