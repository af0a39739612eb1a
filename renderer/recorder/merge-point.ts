/** Merges rows of one point into its blocks. Call inside a transaction that covers `blocks`. */
import { BLOCK_SAMPLES, BlockError, readSummary, type BlockCodec } from './block-codec.ts';
import { blocksBefore, blocksBetween, type Amount, type BlockKey, type HistoryDatabase } from './database.ts';
import { createRows, merge, rowAt, sliceRows, type PointRows } from './rows.ts';

export interface BlockChange {
  readonly key: BlockKey;
  readonly samples: number;
  /** undefined: delete. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
  /** What stood under this key. */
  readonly before: Amount | undefined;
}

/** The newest block of a point; fromMs NaN: there is none. */
export interface Tail {
  readonly fromMs: number;
  readonly count: number;
}

export const NO_TAIL: Tail = { fromMs: NaN, count: 0 };

export interface MergeDeps {
  readonly database: HistoryDatabase;
  readonly codec: BlockCodec;
  /** Writes at once, so that what follows reads what is there. */
  readonly apply: (changes: readonly BlockChange[]) => PromiseLike<void>;
  readonly log: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** A damaged block is dropped, and said; what came with it goes on. */
function unpack(
  bytes: Uint8Array,
  key: BlockKey,
  { codec, log }: Pick<MergeDeps, 'codec' | 'log'>,
): PointRows {
  try {
    const rows = createRows(readSummary(bytes).count);
    codec.decode(bytes, rows, 0);
    return rows;
  } catch (error) {
    if (!(error instanceof BlockError)) throw error;
    log('dropped a damaged block', {
      point: key[0],
      fromMs: key[1],
      bytes: bytes.length,
      why: error.message,
    });
    return createRows(0);
  }
}

/**
 * @param oldBytes the block the rows go into, if any.
 * @returns the changes that make it so. A block that would be too long is cut: full ones first for the newest, in equal
 * parts for an old one, which keeps room for what else comes late.
 */
export function rewriteBlock(
  key: BlockKey | undefined,
  oldBytes: Uint8Array | undefined,
  point: number,
  rows: PointRows,
  deps: Pick<MergeDeps, 'codec' | 'log'> & { readonly newest: boolean },
): BlockChange[] {
  const old = key && oldBytes ? unpack(oldBytes, key, deps) : undefined;
  const before = old && oldBytes ? { samples: old.timeMs.length, bytes: oldBytes.length } : undefined;
  const all = old ? merge(old, rows) : rows;
  const total = all.timeMs.length;
  const parts = Math.ceil(total / BLOCK_SAMPLES);
  const size = deps.newest ? BLOCK_SAMPLES : Math.ceil(total / parts);
  const changes: BlockChange[] = [];
  for (let from = 0; from < total; from += size) {
    const to = Math.min(total, from + size);
    const fromMs = all.timeMs[from] as number;
    const same = fromMs === key?.[1];
    changes.push({
      key: [point, fromMs],
      samples: to - from,
      bytes: deps.codec.encode(all, from, to),
      before: same ? before : undefined,
    });
  }
  // Rows before all others move the start, and with it the key.
  if (key && before && all.timeMs[0] !== key[1])
    changes.unshift({ key, samples: 0, bytes: undefined, before });
  return changes;
}

/** The newest block after `changes`. */
export function tailAfter(tail: Tail, changes: readonly BlockChange[]): Tail {
  let newest = tail;
  for (const { key, bytes, samples } of changes) {
    if (bytes === undefined) newest = key[1] === newest.fromMs ? NO_TAIL : newest;
    else if (!(key[1] < newest.fromMs)) newest = { fromMs: key[1], count: samples };
  }
  return newest;
}

/**
 * Rows older than the newest block: each goes into the block whose span it falls in, or into the next one where it lies
 * before all. @returns the tail afterwards.
 */
export async function mergeLate(point: number, rows: PointRows, tail: Tail, deps: MergeDeps): Promise<Tail> {
  let newest = tail;
  for (let row = 0; row < rows.timeMs.length;) {
    const timeMs = rows.timeMs[row] as number;
    const [covering] = await blocksBefore(deps.database, point, timeMs + 1)
      .limit(1)
      .primaryKeys();
    const [next] = await blocksBetween(deps.database, point, timeMs + 1, Infinity)
      .limit(1)
      .primaryKeys();
    const end = next ? rowAt(rows.timeMs, next[1]) : rows.timeMs.length;
    const key = covering ?? next;
    const bytes = key && (await deps.database.blocks.get(key));
    const isNewest = key !== undefined && key[1] === newest.fromMs;
    const changes = rewriteBlock(key, bytes, point, sliceRows(rows, row, end), { ...deps, newest: isNewest });
    await deps.apply(changes);
    newest = tailAfter(newest, changes);
    row = end;
  }
  return newest;
}
