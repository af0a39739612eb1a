/** Checks a whole journal, every byte of it; reads only. */
import { listSegments, loadSegment, type Damage } from './segments.ts';

export interface VerifyReport {
  /** True: every record is there, unchanged and in order. A torn end is no damage: nobody was told it was stored. */
  readonly ok: boolean;
  readonly segments: number;
  readonly records: number;
  readonly bytes: number;
  readonly firstSeq: number;
  /** Note it elsewhere: a cut-off end shows only against a head noted before. */
  readonly head: { readonly seq: number; readonly hash: string };
  readonly damages: readonly Damage[];
  /** Unfinished writes at the end of a file. */
  readonly torn: readonly { readonly file: string; readonly offset: number; readonly bytes: number }[];
}

/** @throws the file system's error when the folder cannot be read. */
export async function verifyJournal(folder: string): Promise<VerifyReport> {
  const segments = await listSegments(folder);
  const damages: Damage[] = [];
  const torn: { file: string; offset: number; bytes: number }[] = [];
  let head: { seq: number; hash: string } | undefined;
  let firstSeq = 0;
  let count = 0;
  let bytes = 0;
  for (const [index, segment] of segments.entries()) {
    const scan = await loadSegment(segment);
    bytes += segment.bytes;
    damages.push(...scan.damages);
    if (scan.tornBytes > 0) torn.push({ file: segment.name, offset: scan.soundBytes, bytes: scan.tornBytes });
    if (scan.header && head && scan.header.resumesAfter === undefined) {
      const fits = scan.header.firstSeq === head.seq + 1 && scan.previousHash === head.hash;
      if (!fits) {
        damages.push({
          file: segment.name,
          offset: 0,
          reason: 'chain',
          detail: `does not go on from record ${head.seq} of the file before`,
        });
      }
    }
    const before = segments[index + 1]?.firstSeq ?? Infinity;
    for (const record of scan.records) {
      if (record.seq >= before) break;
      if (count === 0) firstSeq = record.seq;
      count += 1;
      head = { seq: record.seq, hash: record.hash };
    }
  }
  return {
    ok: damages.length === 0,
    segments: segments.length,
    records: count,
    bytes,
    firstSeq,
    head: head ?? { seq: 0, hash: '0'.repeat(64) },
    damages,
    torn,
  };
}

/** Plain lines for a terminal. */
export function describeReport(report: VerifyReport): string {
  const { segments, records, bytes, firstSeq, head, damages, torn } = report;
  return [
    `${report.ok ? 'sound' : 'DAMAGED'}: ${records} records (${firstSeq} to ${head.seq}) in ${segments} files, ${bytes} bytes`,
    `head ${head.seq} ${head.hash}`,
    ...damages.map(
      ({ file, offset, reason, detail }) => `damage (${reason}) in ${file} at byte ${offset}: ${detail}`,
    ),
    ...torn.map(
      ({ file, offset, bytes: size }) => `unfinished write in ${file} at byte ${offset}: ${size} bytes`,
    ),
  ].join('\n');
}
