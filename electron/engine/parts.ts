/** What was opened before the rooms can run. */
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { EngineOptions } from './engine.ts';
import type { Plans } from './incidents/plans.ts';
import type { Journal } from './journal/journal.ts';
import type { Records } from './records/records.ts';
import type { ConnectionSettingsStore } from './settings/settings.ts';
import type { WallSettings } from './settings/wall.ts';

export interface Parts {
  readonly clock: Clock;
  readonly options: EngineOptions;
  readonly site: Site;
  readonly plans: Plans;
  readonly stationId: string;
  readonly settings: ConnectionSettingsStore;
  readonly health: Health;
  readonly walls: WallSettings;
  readonly journal: Journal;
  readonly alarms: Alarms;
  readonly records: Records;
  /** Commands of the last run, newest first. */
  readonly commandEntries: readonly JournalEntry[];
  /** Of reports that were sealed. */
  readonly reportEntries: readonly JournalEntry[];
}
