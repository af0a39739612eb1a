/** The requests of windows about reports: claims, until they are looked at here. */
import { fail, type Result } from '#shared/base/result.ts';
import type { ReportRequests } from '#shared/protocol/report-requests.ts';
import type { Reports } from './reports.ts';

export type ReportHandlers = {
  readonly [Name in keyof ReportRequests]: (
    params: ReportRequests[Name][0],
  ) => Promise<Result<ReportRequests[Name][1], ReportRequests[Name][2]>>;
};

const LONGEST_NAME = 128;

export function createReportHandlers(reports: Pick<Reports, 'read' | 'seal'>): ReportHandlers {
  return {
    async 'report.read'(params) {
      if (typeof params?.id !== 'string') return fail('invalid', 'id must be a text');
      return reports.read(params.id);
    },
    async 'report.seal'(params) {
      if (typeof params?.id !== 'string') return fail('invalid', 'id must be a text');
      const by = typeof params.by === 'string' ? params.by.trim() : '';
      if (by === '' || by.length > LONGEST_NAME)
        return fail('invalid', 'a report is sealed by somebody with a name');
      return reports.seal(params.id, by);
    },
  };
}
