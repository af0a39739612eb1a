import type { Health } from '#shared/base/health.ts';
import { NewerHistoryError, openHistoryDatabase, type HistoryDatabase } from './database.ts';

const RETRY_MS = 5_000;

/**
 * Opens until it succeeds; meanwhile `recorder.unavailable` holds. When a newer version of the program wants the database,
 * it is let go at once: `recorder.superseded`, for good.
 */
export async function openForWriting(
  database: HistoryDatabase,
  health: Health,
  onSuperseded: () => void,
): Promise<void> {
  const superseded = (detail: string): void => {
    health.set('recorder.superseded', {
      code: 'recorder.superseded',
      severity: 'failure',
      facts: { detail },
    });
    onSuperseded();
  };
  database.on('versionchange', () => {
    database.close();
    superseded('another window upgrades the database');
  });
  for (;;) {
    try {
      await openHistoryDatabase(database);
      health.clear('recorder.unavailable');
      return;
    } catch (error) {
      if (error instanceof NewerHistoryError) {
        superseded(error.message);
        return await new Promise<never>(() => undefined);
      }
      health.set('recorder.unavailable', {
        code: 'recorder.unavailable',
        severity: 'failure',
        facts: { detail: String(error) },
      });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
