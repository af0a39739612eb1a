/** The files of a journal: `<first record's number, 16 digits>[-<k>].log`, in order of their names. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './disk.ts';
import { chainHash, parseHeader, parseLine, seqOf, type SegmentHeader } from './line.ts';

export interface SegmentFile {
  readonly name: string;
  readonly path: string;
  readonly firstSeq: number;
  readonly bytes: number;
}

const NAME = /^(\d{16})(?:-(\d+))?\.log$/;

export function segmentName(firstSeq: number, attempt: number): string {
  const digits = String(firstSeq).padStart(16, '0');
  return attempt === 0 ? `${digits}.log` : `${digits}-${attempt}.log`;
}

/** Oldest first. @throws the file system's error. */
export async function listSegments(folder: string): Promise<SegmentFile[]> {
  const found: (SegmentFile & { attempt: number })[] = [];
  for (const name of await readdir(folder)) {
    const match = NAME.exec(name);
    if (!match) continue;
    const path = join(folder, name);
    found.push({
      name,
      path,
      firstSeq: Number(match[1]),
      attempt: Number(match[2] ?? 0),
      bytes: (await stat(path)).size,
    });
  }
  return found.sort((a, b) => a.firstSeq - b.firstSeq || a.attempt - b.attempt);
}

export type DamageReason = 'checksum' | 'chain' | 'sequence' | 'header' | 'unreadable';

/** Bytes that should be a record and are not, with sound records after them (or a chain that does not fit). */
export interface Damage {
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly reason: DamageReason;
  readonly detail: string;
}

export interface ScannedRecord {
  readonly seq: number;
  readonly hash: string;
  readonly json: Buffer;
  readonly offset: number;
}

export interface SegmentScan {
  readonly header: SegmentHeader | undefined;
  /** The hash the file's first record goes on from. */
  readonly previousHash: string | undefined;
  /** Every sound record, also those after a damage. */
  readonly records: readonly ScannedRecord[];
  readonly damages: readonly Damage[];
  /** End of the last sound line; what follows is torn. */
  readonly soundBytes: number;
  readonly tornBytes: number;
}

/** Scans a segment; one that cannot be read at all (a bad sector) is damaged as a whole, and no reason to stop. */
export async function loadSegment({ name, path }: SegmentFile): Promise<SegmentScan> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const damage: Damage = { file: name, offset: 0, reason: 'unreadable', detail: errorCode(error) };
    return {
      header: undefined,
      previousHash: undefined,
      records: [],
      damages: [damage],
      soundBytes: 0,
      tornBytes: 0,
    };
  }
  return scanSegment(name, bytes);
}

interface SoundLine {
  readonly offset: number;
  readonly hash: string;
  readonly json: Buffer;
  /** Offset of unsound bytes directly before this line, if any. */
  readonly unsoundFrom: number | undefined;
}

function soundLines(bytes: Buffer): { lines: SoundLine[]; soundBytes: number } {
  const lines: SoundLine[] = [];
  let soundBytes = 0;
  let offset = 0;
  let unsoundFrom: number | undefined;
  for (;;) {
    const end = bytes.indexOf(0x0a, offset);
    if (end === -1) return { lines, soundBytes };
    const line = parseLine(bytes.subarray(offset, end));
    if (line) {
      lines.push({ offset, hash: line.hash, json: line.json, unsoundFrom });
      unsoundFrom = undefined;
      soundBytes = end + 1;
    } else {
      unsoundFrom ??= offset;
    }
    offset = end + 1;
  }
}

/**
 * Reads a whole segment. Unsound bytes at the very end are a torn write (power or process died before the record was
 * promised to anybody); unsound bytes before a sound record are damage.
 */
export function scanSegment(file: string, bytes: Buffer): SegmentScan {
  const { lines, soundBytes } = soundLines(bytes);
  const damages: Damage[] = [];
  const records: ScannedRecord[] = [];
  const first = lines[0];
  const header = first?.offset === 0 ? parseHeader(first.json) : undefined;
  if (first && !header) {
    damages.push({ file, offset: 0, reason: 'header', detail: 'the first line is not a journal header' });
  }
  let hash = header && first ? first.hash : undefined;
  let seq = header ? header.firstSeq - 1 : undefined;
  for (const line of header ? lines.slice(1) : lines) {
    const number = seqOf(line.json);
    const damage = judge(line, number, seq, hash);
    if (damage) damages.push({ file, ...damage });
    if (number === undefined) continue;
    records.push({ seq: number, hash: line.hash, json: line.json, offset: line.offset });
    seq = number;
    hash = line.hash;
  }
  return {
    header,
    previousHash: header && first ? first.hash : undefined,
    records,
    damages,
    soundBytes,
    tornBytes: bytes.length - soundBytes,
  };
}

/** What is wrong at a sound line, given the record before it. */
function judge(
  line: SoundLine,
  seq: number | undefined,
  seqBefore: number | undefined,
  hashBefore: string | undefined,
): Omit<Damage, 'file'> | undefined {
  const { offset, unsoundFrom } = line;
  if (unsoundFrom !== undefined) {
    const lost = seq === undefined || seqBefore === undefined ? '' : `; ${seq - seqBefore - 1} records lost`;
    return {
      offset: unsoundFrom,
      reason: 'checksum',
      detail: `${offset - unsoundFrom} bytes fail their checksum${lost}`,
    };
  }
  if (seq === undefined) return { offset, reason: 'sequence', detail: 'a line that is no record' };
  if (seqBefore !== undefined && seq !== seqBefore + 1) {
    return { offset, reason: 'sequence', detail: `record ${seq} follows record ${seqBefore}` };
  }
  if (hashBefore !== undefined && chainHash(hashBefore, line.json) !== line.hash) {
    return {
      offset,
      reason: 'chain',
      detail: `the hash of record ${seq} does not follow from the one before`,
    };
  }
  return undefined;
}
