/**
 * Merges write-ahead batches into per-point blocks, a page of points a transaction, and deletes the batches in the last one.
 * Merging is idempotent (a time that is there already is replaced by the same sample), so a kill between two transactions
 * only means that the rest is merged again at the next start: nothing lost, nothing doubled.
 */
import { BLOCK_SAMPLES, type BlockCodec } from './block-codec.ts';
import { getAll, putAll } from './bulk.ts';
import { DAY_MS, PAGE_POINTS, type Amount, type HistoryDatabase, type SnapshotRow } from './database.ts';
import {
  mergeLate,
  rewriteBlock,
  tailAfter,
  type BlockChange,
  type MergeDeps,
  type Tail,
} from './merge-point.ts';
import { unpackSamples, type PackedSamples } from './packed-samples.ts';
import { byPoint, type PointGroup } from './pending.ts';
import { rowAt, sliceRows } from './rows.ts';

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
  for (let from = 0; from < groups.length;) {
    const page = pageOf((groups[from] as PointGroup).point);
    let to = from + 1;
    while (to < groups.length && pageOf((groups[to] as PointGroup).point) === page) to += 1;
    const some = groups.slice(from, to);
    await database.transaction('rw', database.blocks, database.snapshot, database.state, async () =>
      mergePage(page, some, deps),
    );
    from = to;
  }
  await database.batches.where('seq').belowOrEqual(upToSeq).delete();
}

function pageOf(point: number): number {
  return Math.floor(point / PAGE_POINTS);
}

function emptyPage(page: number): SnapshotRow {
  const numbers = (): Float64Array<ArrayBuffer> => new Float64Array(PAGE_POINTS).fill(NaN);
  return {
    page,
    tailFromMs: numbers(),
    tailCount: new Uint16Array(PAGE_POINTS),
    lastMs: numbers(),
    value: numbers(),
    quality: new Uint8Array(PAGE_POINTS),
  };
}

async function mergePage(page: number, groups: readonly PointGroup[], deps: CompactDeps): Promise<void> {
  const { database } = deps;
  const snapshot = (await database.snapshot.get(page)) ?? emptyPage(page);
  const amounts = new Map<number, Amount>();
  const apply = (changes: readonly BlockChange[]): PromiseLike<void> => {
    for (const change of changes) count(amounts, change);
    return write(database, changes);
  };
  const merging: MergeDeps = { ...deps, apply };
  const fresh: { group: PointGroup; tail: Tail }[] = [];
  for (const group of groups) {
    const tail = tailOf(snapshot, group.point);
    const late = Number.isNaN(tail.fromMs) ? 0 : rowAt(group.rows.timeMs, tail.fromMs);
    // Awaited only where there is something to wait for: Dexie follows a transaction through few idle awaits.
    fresh.push(late === 0 ? { group, tail } : await mergeOlder(group, late, tail, merging));
  }
  await apply(await mergeFresh(fresh, snapshot, merging));
  for (const { point, rows } of groups) rememberNewest(snapshot, point % PAGE_POINTS, rows);
  await database.snapshot.put(snapshot);
  await addToTotals(database, amounts);
}

function tailOf(snapshot: SnapshotRow, point: number): Tail {
  const slot = point % PAGE_POINTS;
  return { fromMs: snapshot.tailFromMs[slot] as number, count: snapshot.tailCount[slot] as number };
}

/** Deals with the first `late` rows, which are older than the newest block. @returns what remains. */
async function mergeOlder(
  { point, rows }: PointGroup,
  late: number,
  tail: Tail,
  deps: MergeDeps,
): Promise<{ group: PointGroup; tail: Tail }> {
  const newest = await mergeLate(point, sliceRows(rows, 0, late), tail, deps);
  return { group: { point, rows: sliceRows(rows, late, rows.timeMs.length) }, tail: newest };
}

/** Extends the newest blocks, all read at once. */
async function mergeFresh(
  fresh: readonly { readonly group: PointGroup; readonly tail: Tail }[],
  snapshot: SnapshotRow,
  deps: MergeDeps,
): Promise<BlockChange[]> {
  const keys = fresh.map(({ group: { point, rows }, tail }) => {
    const slot = point % PAGE_POINTS;
    const beyond =
      tail.count >= BLOCK_SAMPLES && (rows.timeMs[0] as number) > (snapshot.lastMs[slot] as number);
    return Number.isNaN(tail.fromMs) || beyond ? undefined : ([point, tail.fromMs] as [number, number]);
  });
  const wanted = keys.filter((key) => key !== undefined);
  const blocks = wanted.length > 0 ? await getAll<Uint8Array>('blocks', wanted) : [];
  const changes: BlockChange[] = [];
  let next = 0;
  fresh.forEach(({ group: { point, rows }, tail }, i) => {
    const key = keys[i];
    const bytes = key && blocks[next++];
    const made =
      rows.timeMs.length > 0 ? rewriteBlock(key, bytes, point, rows, { ...deps, newest: true }) : [];
    const newest = tailAfter(tail, made);
    const slot = point % PAGE_POINTS;
    snapshot.tailFromMs[slot] = newest.fromMs;
    snapshot.tailCount[slot] = newest.count;
    for (const change of made) changes.push(change);
  });
  return changes;
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

function count(amounts: Map<number, Amount>, { key, samples, bytes, before }: BlockChange): void {
  const day = Math.floor(key[1] / DAY_MS);
  const amount = amounts.get(day) ?? { samples: 0, bytes: 0 };
  amounts.set(day, {
    samples: amount.samples + samples - (before?.samples ?? 0),
    bytes: amount.bytes + (bytes?.length ?? 0) - (before?.bytes ?? 0),
  });
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
