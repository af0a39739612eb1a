/** One point's history over a span: from blocks, and from batches that are not merged yet. */
import { createBucketer } from '#shared/analytics/buckets.ts';
import { findHoles, mergeSpans, type HoleFinder, type Span } from '#shared/analytics/gaps.ts';
import { QUALITY_BAD } from '#shared/domain/sample.ts';
import { BLOCK_SAMPLES, readSummary, type BlockCodec, type BlockSummary } from './block-codec.ts';
import { blocksBefore, blocksBetween, GROUP_POINTS, groupOf, type HistoryDatabase } from './database.ts';
import type { Series, SeriesQuery } from './query-contract.ts';
import { createRows, merge, rowAt, sliceRows, type PointRows } from './rows.ts';

/** Where a point was never configured with a period: report on change. */
const UNKNOWN_GAP_MS = Infinity;

export interface SeriesDeps {
  readonly database: HistoryDatabase;
  readonly codec: BlockCodec;
  /** Rows of the point in batches, in order of time. */
  readonly unmerged: (point: number) => PromiseLike<PointRows>;
}

interface Block {
  readonly bytes: Uint8Array;
  readonly summary: BlockSummary;
}

/** Call inside a transaction that covers `points`, `blocks`, `tails` and `gaps`. */
export async function readSeries(query: SeriesQuery, deps: SeriesDeps): Promise<Series> {
  const { database, codec, unmerged } = deps;
  const { fromMs, toMs } = query;
  const known = await database.points.get({ pointId: query.pointId });
  // Asked for together: each answer is a way to another process and back.
  const [blocks, lost, fresh] = await Promise.all([
    known ? readBlocks(database, known.id, fromMs, toMs) : [],
    lostSpans(database, fromMs, toMs),
    known ? unmerged(known.id) : createRows(0),
  ]);
  const gapMs = query.gapMs ?? known?.gapMs ?? UNKNOWN_GAP_MS;
  const before = lastBefore(fromMs, blocks, fresh, codec);
  const inside = blocks.filter(({ summary }) => summary.toMs >= fromMs);
  const freshInside = sliceRows(fresh, rowAt(fresh.timeMs, fromMs), rowAt(fresh.timeMs, toMs));
  const holes = findHoles(before?.timeMs ?? fromMs, before !== undefined, gapMs);
  const drawn = draw({ inside, freshInside, fromMs, toMs, gapMs, codec, holes }, query.buckets);
  const gaps = mergeSpans([...holes.finish(toMs), ...lost], fromMs, toMs);
  return { pointId: query.pointId, ...drawn, gaps, before };
}

/** Blocks that reach into the span, and before them the one that holds the value in force at its start. */
async function readBlocks(
  database: HistoryDatabase,
  point: number,
  fromMs: number,
  toMs: number,
): Promise<Block[]> {
  const [[earlier], later, tails] = await Promise.all([
    blocksBefore(database, point, fromMs).limit(1).toArray(),
    blocksBetween(database, point, fromMs, toMs).toArray(),
    database.tails.get(groupOf(point)),
  ]);
  const tail = tails?.[point % GROUP_POINTS];
  return [earlier, ...later, tail].flatMap((bytes) => {
    const block = bytes && { bytes, summary: readSummary(bytes) };
    return block && block.summary.fromMs < toMs ? [block] : [];
  });
}

async function lostSpans(database: HistoryDatabase, fromMs: number, toMs: number): Promise<Span[]> {
  const rows = await database.gaps.where('toMs').aboveOrEqual(fromMs).toArray();
  return rows.filter((row) => row.fromMs < toMs).map((row) => [row.fromMs, row.toMs]);
}

function unpack({ bytes, summary }: Block, codec: BlockCodec): PointRows {
  const rows = createRows(summary.count);
  codec.decode(bytes, rows, 0);
  return rows;
}

function lastBefore(
  fromMs: number,
  blocks: readonly Block[],
  fresh: PointRows,
  codec: BlockCodec,
): Series['before'] {
  const found: NonNullable<Series['before']>[] = [];
  const look = (rows: PointRows): void => {
    const row = rowAt(rows.timeMs, fromMs) - 1;
    if (row < 0) return;
    found.push({
      timeMs: rows.timeMs[row] as number,
      value: rows.value[row] as number,
      quality: rows.quality[row] as number,
    });
  };
  const block = blocks.findLast(({ summary }) => summary.fromMs < fromMs);
  if (block) look(unpack(block, codec));
  look(fresh);
  return found.reduce<Series['before']>(
    (best, one) => (best && best.timeMs > one.timeMs ? best : one),
    undefined,
  );
}

interface SpanRead {
  readonly inside: readonly Block[];
  readonly freshInside: PointRows;
  readonly fromMs: number;
  readonly toMs: number;
  readonly gapMs: number;
  readonly codec: BlockCodec;
  readonly holes: HoleFinder;
}

function unpackAll({ inside, freshInside, fromMs, toMs, codec }: SpanRead): PointRows {
  const all = createRows(inside.reduce((total, { summary }) => total + summary.count, 0));
  let at = 0;
  for (const { bytes } of inside) at += codec.decode(bytes, all, at);
  const merged = merge(all, freshInside);
  return sliceRows(merged, rowAt(merged.timeMs, fromMs), rowAt(merged.timeMs, toMs));
}

type Drawn = Omit<Series, 'pointId' | 'gaps' | 'before'>;

function draw(span: SpanRead, buckets: number | undefined): Drawn {
  const { inside, freshInside, holes } = span;
  if (buckets === undefined) return asRaw(unpackAll(span), holes);
  const count = inside.reduce((total, { summary }) => total + summary.count, freshInside.timeMs.length);
  // Blocks may reach over the edges: what is too many here may be few enough inside.
  if (count > buckets + 2 * BLOCK_SAMPLES) return asBuckets(span, undefined, buckets);
  const rows = unpackAll(span);
  return rows.timeMs.length <= buckets ? asRaw(rows, holes) : asBuckets(span, rows, buckets);
}

/** Columns that are equal are one array. */
function asRaw({ timeMs, value, quality }: PointRows, holes: HoleFinder): Drawn {
  holes.add(timeMs, 0, timeMs.length);
  const last = owned(value);
  const usable = quality.includes(QUALITY_BAD)
    ? last.map((one, row) => (quality[row] === QUALITY_BAD ? NaN : one))
    : last;
  const columns = { min: usable, max: usable, mean: usable, last };
  return { kind: 'raw', timeMs: owned(timeMs), ...columns, quality: owned(quality), rawCount: timeMs.length };
}

/** Not a part of something larger, which would travel along. */
function owned<T extends Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(column: T): T {
  return column.byteLength === column.buffer.byteLength ? column : (column.slice() as T);
}

function asBuckets(span: SpanRead, unpacked: PointRows | undefined, buckets: number): Drawn {
  const { inside, freshInside, fromMs, toMs, gapMs, codec, holes } = span;
  const bucketer = createBucketer(fromMs, toMs, buckets);
  const addRows = (rows: PointRows): void => {
    const from = rowAt(rows.timeMs, fromMs);
    const to = rowAt(rows.timeMs, toMs);
    bucketer.add(rows.timeMs, rows.value, rows.quality, from, to);
    holes.add(rows.timeMs, from, to);
  };
  if (unpacked) {
    addRows(unpacked);
    return { kind: 'buckets', ...bucketer.finish() };
  }
  let rest = freshInside;
  for (const block of inside) {
    const { summary } = block;
    // Batches not merged yet may hold rows for this very block.
    const overlap = rowAt(rest.timeMs, summary.toMs + 1);
    const whole =
      summary.fromMs >= fromMs && summary.toMs < toMs && overlap === 0 && summary.longestHoleMs <= gapMs;
    if (whole && bucketer.bucketOf(summary.fromMs) === bucketer.bucketOf(summary.toMs)) {
      bucketer.addSummary(summary);
      holes.addRun(summary.fromMs, summary.toMs);
      continue;
    }
    addRows(merge(unpack(block, codec), sliceRows(rest, 0, overlap)));
    rest = sliceRows(rest, overlap, rest.timeMs.length);
  }
  addRows(rest);
  return { kind: 'buckets', ...bucketer.finish() };
}
