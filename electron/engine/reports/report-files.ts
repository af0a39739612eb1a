/** `<data>/reports/<incident>-<start of its hash>.json`: written whole or not at all, never written over with something else. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncidentReport } from '#shared/domain/report/report.ts';

export interface ReportFiles {
  /** On the disk once it resolves. @throws the file system's error. */
  write(report: IncidentReport, reportHash: string): Promise<void>;
  /** @returns undefined where there is none, or none that is JSON. @throws any other error of the file system. */
  read(incidentId: string, reportHash: string): Promise<unknown>;
}

export function createReportFiles(folder: string): ReportFiles {
  const pathOf = (incidentId: string, reportHash: string): string =>
    join(folder, `${incidentId}-${reportHash.slice(0, 16)}.json`);
  return {
    async write(report, reportHash) {
      await mkdir(folder, { recursive: true });
      const path = pathOf(report.incident.id, reportHash);
      const half = `${path}.part`;
      try {
        const file = await open(half, 'w');
        try {
          await file.writeFile(JSON.stringify(report));
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(half, path);
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
    },
    async read(incidentId, reportHash) {
      try {
        return JSON.parse(await readFile(pathOf(incidentId, reportHash), 'utf8')) as unknown;
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
          return undefined;
        throw error;
      }
    },
  };
}
