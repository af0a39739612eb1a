/**
 * What ties a report to the journal of the station that wrote it. The journal is a chain of hashes (`electron/engine/journal`):
 * a record in it names the report's own hash, so that neither can be changed, nor the report be written later, without
 * every record after it changing too. A reader needs this document alone to see that report and record belong together, and
 * the journal, or any later head hash noted elsewhere, to see that the record stands in it. It is no signature: it proves
 * when and unchanged, not by whom.
 */
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { EpochMs } from '#shared/base/brand.ts';
import { REPORT_FORMAT, type IncidentReport } from './report.ts';

export const REPORT_SEALED_KIND = 'report.sealed';

/** Body of the journal's record. */
export interface ReportSealedBody {
  readonly incidentId: string;
  /** How many acts of the incident the report tells of. */
  readonly acts: number;
  /** How many of its work orders were not finished: the report is sealed again when they are. */
  readonly openOrders: number;
  /** SHA-256 of the report's canonical JSON, hex. */
  readonly reportHash: string;
  /** Who had it sealed: a person, or `engine`. */
  readonly by: string;
}

export interface ReportSeal {
  readonly stationId: string;
  readonly atMs: EpochMs;
  readonly by: string;
  readonly reportHash: string;
  /** Number of the journal's record. */
  readonly seq: number;
  /** Of the record before it, hex. */
  readonly previousHash: string;
  /** The record's own text, which names `reportHash`. */
  readonly record: string;
  /** SHA-256 of `previousHash` and `record`: what the journal's line says, hex. */
  readonly hash: string;
}

/** As it is kept and given away. */
export interface SealedReport {
  readonly report: IncidentReport;
  readonly seal: ReportSeal;
}

/**
 * | flaw           | means                                                        |
 * | -------------- | ------------------------------------------------------------ |
 * | not-a-report   | something else, or of a newer program                        |
 * | report-changed | the report is not the one that was sealed                    |
 * | record-changed | the record is not the one that the hash was made of          |
 * | not-in-journal | the journal holds another record, or none, under this number |
 */
export type SealFlaw = 'not-a-report' | 'report-changed' | 'record-changed' | 'not-in-journal';

/** Lower-case hex of the SHA-256 of a text's UTF-8. */
export type Sha256 = (text: string) => string;

export function reportHashOf(report: IncidentReport, sha256: Sha256): string {
  return sha256(canonicalJson(report));
}

/** @returns undefined when report, record and hash belong together; whether the journal holds them is asked of the journal. */
export function sealFlaw(document: unknown, sha256: Sha256): Exclude<SealFlaw, 'not-in-journal'> | undefined {
  const { report, seal } = (document ?? {}) as Partial<SealedReport>;
  if (report?.format !== REPORT_FORMAT || typeof seal?.record !== 'string') return 'not-a-report';
  if (reportHashOf(report, sha256) !== seal.reportHash) return 'report-changed';
  if (sha256(seal.previousHash + seal.record) !== seal.hash || !names(seal, report)) return 'record-changed';
  return undefined;
}

function names({ record, seq, reportHash }: ReportSeal, { incident }: IncidentReport): boolean {
  try {
    const told = JSON.parse(record) as { seq?: unknown; kind?: unknown; body?: Partial<ReportSealedBody> };
    return (
      told.seq === seq &&
      told.kind === REPORT_SEALED_KIND &&
      told.body?.reportHash === reportHash &&
      told.body.incidentId === incident.id
    );
  } catch {
    return false;
  }
}
