/**
 * One line of a journal file: `<crc32, 8 hex> <hash, 64 hex> <JSON>\n`.
 *
 * The CRC covers the rest of the line and tells a sound line from a torn or rotten one by itself. The hash chains:
 * SHA-256 over the hash of the line before (64 ASCII hex) followed by the JSON bytes, so that no record can be changed, left out
 * or put in without every later hash changing. It is not a signature: who can write the whole file can write
 * a new chain; cutting off the end shows only against a head noted elsewhere (`Vitals.journal.headHash`).
 *
 * The first line of a file is its header: its JSON is a `SegmentHeader` and its hash the hash the chain goes on from.
 */
import { hash as digest } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const ZERO_HASH = '0'.repeat(64);
const CRC_LENGTH = 8;
const HASH_AT = CRC_LENGTH + 1;
const JSON_AT = HASH_AT + 64 + 1;
const SPACE = 0x20;

export interface SegmentHeader {
  readonly journal: 'signalbox';
  readonly format: 1;
  /** Number of the first record of the file. */
  readonly firstSeq: number;
  readonly createdAtMs: number;
  /** Set where the file before is damaged and this one goes on after it: `<file>@<offset>`. */
  readonly resumesAfter?: string;
}

export interface Line {
  readonly hash: string;
  /** JSON text as bytes, a view. */
  readonly json: Buffer;
}

export function chainHash(previousHash: string, json: Buffer | string): string {
  return digest(
    'sha256',
    typeof json === 'string'
      ? previousHash + json
      : Buffer.concat([Buffer.from(previousHash, 'latin1'), json]),
    'hex',
  );
}

export function formatLine(hash: string, json: string): Buffer {
  const line = Buffer.from(`00000000 ${hash} ${json}\n`, 'utf8');
  const crc = crc32(line.subarray(HASH_AT, line.length - 1));
  line.write(crc.toString(16).padStart(CRC_LENGTH, '0'), 0, 'latin1');
  return line;
}

/** @param line without its line feed. @returns undefined for a line that is not sound. */
export function parseLine(line: Buffer): Line | undefined {
  if (line.length <= JSON_AT || line[CRC_LENGTH] !== SPACE || line[JSON_AT - 1] !== SPACE) return undefined;
  const expected = crc32(line.subarray(HASH_AT)).toString(16).padStart(CRC_LENGTH, '0');
  if (line.toString('latin1', 0, CRC_LENGTH) !== expected) return undefined;
  return { hash: line.toString('latin1', HASH_AT, JSON_AT - 1), json: line.subarray(JSON_AT) };
}

/** @throws TypeError on a body that JSON cannot carry (a bug). */
export function recordJson(seq: number, atMs: number, kind: string, body: unknown): string {
  // Number first and always written alike: `seqOf` reads it without parsing the rest.
  return `{"seq":${seq},"atMs":${atMs},"kind":${JSON.stringify(kind)},"body":${JSON.stringify(body) ?? 'null'}}`;
}

/** Number of a record's JSON, or undefined where it is no record. */
export function seqOf(json: Buffer): number | undefined {
  const match = /^\{"seq":(\d{1,16}),/.exec(json.toString('latin1', 0, 32));
  return match ? Number(match[1]) : undefined;
}

export function headerJson(header: SegmentHeader): string {
  return JSON.stringify(header);
}

export function parseHeader(json: Buffer): SegmentHeader | undefined {
  try {
    const header = JSON.parse(json.toString('utf8')) as Partial<SegmentHeader> | null;
    const sound =
      header?.journal === 'signalbox' && header.format === 1 && Number.isSafeInteger(header.firstSeq);
    return sound ? (header as SegmentHeader) : undefined;
  } catch {
    return undefined;
  }
}
