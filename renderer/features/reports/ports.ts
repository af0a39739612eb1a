import type { PdfSaved } from '#shared/protocol/transport.ts';

/** What this screen needs of the station it is shown on. */
export interface ReportsPorts {
  /** Undefined: nobody has said who is here. */
  readonly operatorName: string | undefined;
  readonly openReport: (incidentId: string | undefined) => void;
  readonly openIncident: (incidentId: string | undefined) => void;
  /** The page as it is laid out for print. @param name proposed for the file. */
  readonly print: (name: string) => Promise<PdfSaved>;
}
