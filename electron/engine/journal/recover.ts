/**
 * What a start finds: where the chain ends, a torn end to be cut off, damage to be stepped around.
 *
 * The newest two segments are checked byte by byte; older ones are checked by `verifyJournal`. Nothing is ever written over or
 * deleted: torn bytes are kept in `<segment>.torn-<offset>`, a damaged segment stays as it is and a new one goes on after it.
 */
import { open, readFile, rename, truncate } from 'node:fs/promises';
import { errorCode, isRefusal } from './disk.ts';
import { ZERO_HASH } from './line.ts';
import { listSegments, loadSegment, type Damage, type SegmentFile, type SegmentScan } from './segments.ts';
import type { Resume } from './writer.ts';

export interface Torn {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  /** Where the bytes are kept; undefined where the disk refused and they stay in place. */
  readonly keptIn: string | undefined;
}

export interface Recovery {
  readonly resume: Resume;
  readonly torn: Torn | undefined;
  /** Found in this start and not yet stepped around by an earlier one. */
  readonly damages: readonly Damage[];
  /** Of all segments. */
  readonly bytes: number;
}

/** An empty journal. */
export const NOTHING_FOUND: Recovery = {
  resume: { seq: 0, hash: ZERO_HASH, segment: undefined, resumesAfter: undefined },
  torn: undefined,
  damages: [],
  bytes: 0,
};

/** @throws the file system's error when the folder cannot be read. */
export async function recover(folder: string): Promise<Recovery> {
  const segments = await listSegments(folder);
  const last = segments.at(-1);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  if (!last) return NOTHING_FOUND;
  const scan = await loadSegment(last);
  const before = await endBefore(segments);
  const seam = judgeSeam(last, scan, before);
  const damages = [
    ...(scan.header?.resumesAfter === undefined ? before.damages : []),
    ...seam,
    ...scan.damages,
  ];
  const seqs = scan.records.map((record) => record.seq);
  const seq = Math.max(before.seq, last.firstSeq - 1, ...seqs.slice(-1), highestIn(last, scan));
  const hash = scan.records.at(-1)?.hash ?? scan.previousHash ?? before.hash;
  const spoilt = scan.damages[0] ?? seam[0];
  if (spoilt) {
    const resumesAfter = `${spoilt.file}@${spoilt.offset}`;
    return { resume: { seq, hash, segment: undefined, resumesAfter }, torn: undefined, damages, bytes };
  }
  const torn = scan.tornBytes > 0 ? await keepAside(last, scan) : undefined;
  const usable = scan.header !== undefined && (torn === undefined || torn.keptIn !== undefined);
  const segment = usable ? { path: last.path, bytes: scan.soundBytes } : undefined;
  return {
    resume: { seq, hash, segment, resumesAfter: undefined },
    torn,
    damages,
    bytes: bytes - (torn?.keptIn ? torn.bytes : 0),
  };
}

/** Shorter than any record. */
const SHORTEST_LINE_BYTES = 100;

/** No number that a file which cannot be read may hold is ever given again; those left out are a gap, and told. */
function highestIn(segment: SegmentFile, scan: SegmentScan): number {
  return isUnreadable(scan) ? segment.firstSeq + Math.ceil(segment.bytes / SHORTEST_LINE_BYTES) : 0;
}

function isUnreadable(scan: SegmentScan): boolean {
  return scan.damages.some(({ reason }) => reason === 'unreadable');
}

interface End {
  readonly seq: number;
  readonly hash: string;
  readonly damages: readonly Damage[];
}

/** Last record of the segments before the last one, as far as it is needed: abandoned segments may hold none. */
async function endBefore(segments: readonly SegmentFile[]): Promise<End> {
  const damages: Damage[] = [];
  for (let index = segments.length - 2; index >= 0; index -= 1) {
    const segment = segments[index] as SegmentFile;
    const limit = (segments[index + 1] as SegmentFile).firstSeq;
    const scan = await loadSegment(segment);
    damages.unshift(...scan.damages);
    const end = scan.records.findLast((record) => record.seq < limit);
    // Unreadable: the name of the next file tells where its numbers ended, nothing tells the hash.
    if (isUnreadable(scan)) return { seq: 0, hash: ZERO_HASH, damages };
    if (end) return { seq: end.seq, hash: end.hash, damages };
    if (scan.header) return { seq: scan.header.firstSeq - 1, hash: scan.previousHash ?? ZERO_HASH, damages };
  }
  return { seq: 0, hash: ZERO_HASH, damages };
}

function judgeSeam(last: SegmentFile, scan: SegmentScan, before: End): Damage[] {
  const { header, previousHash } = scan;
  if (!header || header.resumesAfter !== undefined || before.seq === 0) return [];
  if (header.firstSeq === before.seq + 1 && previousHash === before.hash) return [];
  return [
    {
      file: last.name,
      offset: 0,
      reason: 'chain',
      detail: `does not go on from record ${before.seq} of the file before`,
    },
  ];
}

async function keepAside(last: SegmentFile, scan: SegmentScan): Promise<Torn> {
  const offset = scan.soundBytes;
  const torn = { file: last.name, offset, bytes: scan.tornBytes };
  try {
    const keptIn = await freeName(`${last.path}.torn-${offset}`);
    if (offset === 0) {
      // Not even a header: the whole file goes aside, its name is free again.
      await rename(last.path, keptIn);
    } else {
      const copy = await open(keptIn, 'wx', 0o600);
      try {
        await copy.writeFile((await readFile(last.path)).subarray(offset));
        await copy.sync();
      } finally {
        await copy.close();
      }
      await truncate(last.path, offset);
    }
    return { ...torn, keptIn };
  } catch (error) {
    if (!isRefusal(error)) throw new Error(`${last.path}: ${errorCode(error)}`, { cause: error });
    return { ...torn, keptIn: undefined };
  }
}

/** `path`, or `path-2`, `path-3`…: bytes kept by an earlier start are not written over. */
async function freeName(path: string): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const name = copy === 1 ? path : `${path}-${copy}`;
    try {
      await (await open(name, 'r')).close();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return name;
      throw error;
    }
  }
}
