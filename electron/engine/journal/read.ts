/** Reading records back: forwards for the replay at start, backwards for "the latest of a kind". */
import { open } from 'node:fs/promises';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { errorCode } from './disk.ts';
import { parseLine, seqOf } from './line.ts';
import { listSegments, loadSegment, type Damage, type SegmentFile } from './segments.ts';

const BLOCK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

export function parseEntry(json: Buffer): JournalEntry | undefined {
  try {
    const parsed = JSON.parse(json.toString('utf8')) as JournalEntry;
    return typeof parsed.seq === 'number' && typeof parsed.kind === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Told of a file that could not be read and was passed over. */
export type OnUnreadable = (damage: Damage) => void;

/**
 * Sound records from `fromSeq` to `toSeq`, both included, in order, each number once; damaged ones are left out.
 * @throws the file system's error when the folder cannot be read.
 */
export async function* readForwards(
  folder: string,
  fromSeq: number,
  toSeq: number,
  onUnreadable: OnUnreadable,
): AsyncGenerator<JournalEntry> {
  const segments = await listSegments(folder);
  for (const [index, segment] of segments.entries()) {
    // An abandoned segment's end is told again at the start of the next one.
    const before = segments[index + 1]?.firstSeq ?? Infinity;
    if (before <= fromSeq || segment.firstSeq > toSeq) continue;
    const { records, damages } = await loadSegment(segment);
    for (const damage of damages) if (damage.reason === 'unreadable') onUnreadable(damage);
    for (const { seq, json } of records) {
      if (seq < fromSeq || seq > toSeq || seq >= before) continue;
      const entry = parseEntry(json);
      if (entry) yield entry;
    }
  }
}

/** A record as it stands in the chain: SHA-256(`previousHash` + `json`) is `hash` (see `line.ts`). */
export interface ChainLink {
  /** Of the record before, 64 hex digits. */
  readonly previousHash: string;
  /** The record's text. */
  readonly json: string;
  readonly hash: string;
}

/** One record; undefined where no sound one has this number. @throws the file system's error when the folder cannot be read. */
export async function readLink(folder: string, seq: number): Promise<ChainLink | undefined> {
  // An abandoned segment's end is told again by the next one: the last that can hold it is right.
  const segments = (await listSegments(folder)).filter(({ firstSeq }) => firstSeq <= seq).reverse();
  for (const segment of segments) {
    const { records, previousHash } = await loadSegment(segment);
    const at = records.findIndex((record) => record.seq === seq);
    const found = records[at];
    if (found)
      return {
        previousHash: records[at - 1]?.hash ?? previousHash ?? '',
        json: found.json.toString('utf8'),
        hash: found.hash,
      };
  }
  return undefined;
}

export interface LatestQuery {
  /** Exact kind, or a prefix where it ends with a dot. */
  readonly kind: string;
  /** JSON text that the record holds, e.g. `"assetId":"SD-1"`. */
  readonly holds?: string;
  readonly limit: number;
  /** Gives up after reading this much. Bytes. */
  readonly maxBytes?: number;
}

/** Cheap test on the bytes of a line, before any parsing. */
export function lineMatcher({ kind, holds }: LatestQuery): (line: Buffer) => boolean {
  const kindBytes = Buffer.from(`"kind":"${kind}${kind.endsWith('.') ? '' : '"'}`);
  const heldBytes = holds === undefined ? undefined : Buffer.from(holds);
  return (line) => line.includes(kindBytes) && (heldBytes === undefined || line.includes(heldBytes));
}

/** Newest first, only records up to `toSeq`. @throws the file system's error when the folder cannot be read. */
export async function readLatest(
  folder: string,
  query: LatestQuery,
  toSeq: number,
  onUnreadable: OnUnreadable,
): Promise<JournalEntry[]> {
  const found: JournalEntry[] = [];
  if (query.limit <= 0) return found;
  let budget = query.maxBytes ?? Infinity;
  // Duplicates of an abandoned segment lie behind the segment that told them again.
  let belowSeq = toSeq + 1;
  for (const segment of (await listSegments(folder)).reverse()) {
    if (budget <= 0 || found.length >= query.limit) break;
    try {
      await collect(segment, query, belowSeq, found);
    } catch (error) {
      onUnreadable({ file: segment.name, offset: 0, reason: 'unreadable', detail: errorCode(error) });
    }
    belowSeq = Math.min(belowSeq, segment.firstSeq);
    budget -= segment.bytes;
  }
  return found;
}

async function collect(
  segment: SegmentFile,
  query: LatestQuery,
  belowSeq: number,
  found: JournalEntry[],
): Promise<void> {
  const matches = lineMatcher(query);
  for await (const line of linesBackwards(segment)) {
    if (!matches(line)) continue;
    const sound = parseLine(line);
    const seq = sound && seqOf(sound.json);
    if (!sound || seq === undefined || seq >= belowSeq) continue;
    const entry = parseEntry(sound.json);
    if (entry?.kind.startsWith(query.kind) && found.push(entry) >= query.limit) return;
  }
}

/** Lines of a file from its end to its start, without line feeds; the last one may be torn. */
async function* linesBackwards({ path, bytes }: SegmentFile): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let end = bytes;
    /** Start of a line whose beginning lies in an earlier block, as pieces in reverse order. */
    let pieces: Buffer[] = [];
    while (end > 0) {
      const start = Math.max(0, end - BLOCK_BYTES);
      const block = Buffer.allocUnsafe(end - start);
      await file.read(block, 0, block.length, start);
      let upTo = block.length;
      for (;;) {
        const feed = upTo === 0 ? -1 : block.lastIndexOf(LINE_FEED, upTo - 1);
        if (feed === -1) break;
        yield join(block.subarray(feed + 1, upTo), pieces);
        pieces = [];
        upTo = feed;
      }
      pieces.push(block.subarray(0, upTo));
      end = start;
    }
    yield join(Buffer.alloc(0), pieces);
  } finally {
    await file.close();
  }
}

function join(head: Buffer, pieces: readonly Buffer[]): Buffer {
  return pieces.length === 0 ? head : Buffer.concat([head, ...[...pieces].reverse()]);
}
