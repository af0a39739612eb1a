/** What a window may ask about after-action reports. Owned by `electron/engine/reports`. */
import type { IncidentReport } from '#shared/domain/report/report.ts';
import type { ReportSeal, SealFlaw } from '#shared/domain/report/seal.ts';

export interface ReportRead {
  /** The sealed one where there is one; else as it stands now. */
  readonly report: IncidentReport;
  /** Undefined: not sealed (yet): it runs, or was ended at another station. */
  readonly seal: ReportSeal | undefined;
  /** Why what was sealed is not to be trusted; `report` is then as the acts tell it now. */
  readonly flaw: SealFlaw | undefined;
  /** Something came after it was sealed: a note, an order that was done. */
  readonly outdated: boolean;
}

export interface ReportRequests {
  'report.read': [{ readonly id: string }, ReportRead, 'invalid' | 'unknown-incident' | 'unreadable'];
  /** Anew, as it stands now; the earlier one is kept. Result comes once journal and file are on disk. */
  'report.seal': [
    { readonly id: string; readonly by: string },
    ReportRead,
    'invalid' | 'unknown-incident' | 'still-open' | 'not-stored' | 'unreadable',
  ];
}
