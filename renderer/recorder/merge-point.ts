/**
 * Merges rows of one point into its blocks and its tail. The tail takes what is newer than all blocks; when it is full its first
 * 1,024 samples become a block. Call inside a transaction that covers `blocks`.
 */
import { BLOCK_SAMPLES, BlockError, readSummary, type BlockCodec } from './block-codec.ts';
import { blocksBefore, blocksBetween, type Amount, type BlockKey, type HistoryDatabase } from './database.ts';
import { createRows, merge, rowAt, sliceRows, type PointRows } from './rows.ts';

export interface BlockChange {
  readonly key: BlockKey;
  /** undefined: delete. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** What a merge adds to and takes from the totals of the day that begins a block. */
export type Account = (blockFromMs: number, amount: Amount) => void;

export interface MergeDeps {
  readonly codec: BlockCodec;
  readonly account: Account;
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** A damaged block is dropped, and said; what came with it goes on. */
function unlessDamaged<T>(
  bytes: Uint8Array,
  point: number,
  log: MergeDeps['log'],
  read: () => T,
): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BlockError)) throw error;
    log('dropped a damaged block', { point, bytes: bytes.length, why: error.message });
    return undefined;
  }
}

/** The tail, if it is one. */
export function readable<T extends Uint8Array>(
  tail: T | undefined,
  point: number,
  { log }: MergeDeps,
): T | undefined {
  return tail && unlessDamaged(tail, point, log, () => readSummary(tail)) ? tail : undefined;
}

function unpack(bytes: Uint8Array, point: number, { codec, log, account }: MergeDeps): PointRows {
  const rows = unlessDamaged(bytes, point, log, () => {
    const { count, fromMs } = readSummary(bytes);
    const unpacked = createRows(count);
    codec.decode(bytes, unpacked, 0);
    account(fromMs, { samples: -count, bytes: -bytes.length });
    return unpacked;
  });
  return rows ?? createRows(0);
}

function pack(
  rows: PointRows,
  from: number,
  to: number,
  { codec, account }: MergeDeps,
): Uint8Array<ArrayBuffer> {
  const bytes = codec.encode(rows, from, to);
  account(rows.timeMs[from] as number, { samples: to - from, bytes: bytes.length });
  return bytes;
}

/** @param rows in order, at least one; all after the end of the blocks. */
export function extendTail(
  point: number,
  tail: Uint8Array | undefined,
  rows: PointRows,
  deps: MergeDeps,
): { readonly tail: Uint8Array<ArrayBuffer>; readonly full: readonly BlockChange[] } {
  const all = tail ? merge(unpack(tail, point, deps), rows) : rows;
  const total = all.timeMs.length;
  const full: BlockChange[] = [];
  let from = 0;
  for (; total - from > BLOCK_SAMPLES; from += BLOCK_SAMPLES) {
    const bytes = pack(all, from, from + BLOCK_SAMPLES, deps);
    full.push({ key: [point, all.timeMs[from] as number], bytes });
  }
  return { tail: pack(all, from, total, deps), full };
}

/** Equal parts: room in each for what else comes late. */
function rewriteBlock(key: BlockKey, old: Uint8Array, rows: PointRows, deps: MergeDeps): BlockChange[] {
  const [point] = key;
  const all = merge(unpack(old, point, deps), rows);
  const total = all.timeMs.length;
  const size = Math.ceil(total / Math.ceil(total / BLOCK_SAMPLES));
  const changes: BlockChange[] = [];
  for (let from = 0; from < total; from += size) {
    const bytes = pack(all, from, Math.min(total, from + size), deps);
    changes.push({ key: [point, all.timeMs[from] as number], bytes });
  }
  // Rows before all others move the start, and with it the key.
  return all.timeMs[0] === key[1] ? changes : [{ key, bytes: undefined }, ...changes];
}

/**
 * Rows from before the tail: each goes into the block whose span it falls in, or into the first one where it lies before all.
 * @param apply writes at once, so that what follows reads what is there.
 * @returns the rows that no block took, because there is none.
 */
export async function mergeLate(
  point: number,
  rows: PointRows,
  deps: MergeDeps & {
    readonly database: HistoryDatabase;
    readonly apply: (changes: readonly BlockChange[]) => PromiseLike<void>;
  },
): Promise<PointRows> {
  const { database, apply } = deps;
  for (let row = 0; row < rows.timeMs.length;) {
    const timeMs = rows.timeMs[row] as number;
    const [covering] = await blocksBefore(database, point, timeMs + 1)
      .limit(1)
      .primaryKeys();
    const [next] = await blocksBetween(database, point, timeMs + 1, Infinity)
      .limit(1)
      .primaryKeys();
    const key = covering ?? next;
    const old = key && (await database.blocks.get(key));
    if (!key || !old) return sliceRows(rows, row, rows.timeMs.length);
    // Where the first block takes what lies before it, what lies inside it comes in the next turn.
    const end = next ? rowAt(rows.timeMs, next[1]) : rows.timeMs.length;
    await apply(rewriteBlock(key, old, sliceRows(rows, row, end), deps));
    row = end;
  }
  return createRows(0);
}
