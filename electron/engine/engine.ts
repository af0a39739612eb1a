/**
 * The engine's public door: opens what is on disk and runs the rooms (`compose.ts`). A host makes one engine and hands it a port a page.
 *
 * Invariants: nothing is started before the site was read whole and the journal replayed; stopping takes the feed down
 * first and closes the journal last, so that what was received is stored.
 */
import { join } from 'node:path';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createHealth, type Health, type HealthCondition } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { ok, type Failure, type Result } from '#shared/base/result.ts';
import type { DisplayIdentity, DisplayWall } from '#shared/domain/wall/display.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import type { DemoControl } from '#shared/protocol/demo-control.ts';
import type { EnginePort } from '#shared/protocol/messages.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import { createAlarms, readAlarmEntries } from './alarms/alarms.ts';
import { readCommandEntries } from './commands/commands.ts';
import { COMMAND_RECORDS } from './commands/elsewhere.ts';
import { compose } from './compose.ts';
import { WORK_ORDER_RECORDS } from './dispatch/dispatch.ts';
import { INCIDENT_RECORDS } from './incidents/incidents.ts';
import { readPlans } from './incidents/plans.ts';
import { openJournal } from './journal/journal.ts';
import { createRecords, readRecordEntries } from './records/records.ts';
import { readReportEntries } from './reports/reports.ts';
import { openConnectionSettings, type SecretStore } from './settings/settings.ts';
import { openWallSettings } from './settings/wall.ts';
import { readSiteFolder } from './site-folder.ts';
import { readStationId } from './station.ts';
import { ACKNOWLEDGEMENT_RECORDS } from './stations/acknowledgements.ts';
import { tellUnconnected } from './walking-condition.ts';

export type { SecretStore } from './settings/settings.ts';
export { createHeadlessSecrets } from './settings/headless-secrets.ts';

export interface EngineOptions {
  readonly siteFolder: string;
  /** Journal, station id, connection profile. Made when absent. */
  readonly dataFolder: string;
  /** From the command line; wins over what was saved and over the site file. */
  readonly brokerUrl?: string | undefined;
  /** The demo's broker, where one was started. */
  readonly embeddedBrokerUrl?: string | undefined;
  readonly host: 'electron' | 'headless';
  readonly version: string;
  readonly secrets: SecretStore;
  readonly demo?: DemoControl | undefined;
  /** Told at the start and after each change what the displays show, where the host has displays. */
  readonly onWalls?: ((walls: readonly DisplayWall[]) => void) | undefined;
  readonly log: Log;
}

export type EngineFailure = 'bad-site' | 'bad-data-folder' | 'unreadable' | 'locked' | 'no-broker';

export interface Engine {
  attach(port: EnginePort): void;
  /** The displays of the host's machine, as they are connected now. */
  setDisplays(displays: readonly DisplayIdentity[]): void;
  vitals(): Vitals;
  healthConditions(): readonly HealthCondition[];
  stop(): Promise<void>;
}

const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };

/** @returns the running engine; failures name file, path and what to do. */
export async function createEngine(options: EngineOptions): Promise<Result<Engine, EngineFailure>> {
  const site = await readSiteFolder(options.siteFolder);
  if (!site.ok) return site;
  const plans = await readPlans(options.siteFolder, site.value);
  if (!plans.ok) return plans;
  const stationId = await readStationId(options.dataFolder);
  if (!stationId.ok) return stationId;
  const settings = await openConnectionSettings({ ...options, document: site.value.document });
  if (!settings.ok) return settings;
  const health = createHealth(clock.nowMs);
  tellUnconnected(health, buildWalkingGraph(site.value));
  const { log } = options;
  const journal = await openJournal({
    folder: join(options.dataFolder, 'journal'),
    clock,
    health,
    log,
  });
  if (!journal.ok) return journal;
  const alarms = createAlarms({
    site: site.value,
    journal: journal.value,
    clock,
    log,
  });
  const entries = await readAlarmEntries(journal.value);
  if (entries.ok) alarms.restore(entries.value);
  else tellUnreadable(health, 'journal.alarms-unreadable', entries.error, log);
  const records = createRecords({
    types: [ACKNOWLEDGEMENT_RECORDS, WORK_ORDER_RECORDS, INCIDENT_RECORDS, COMMAND_RECORDS],
    journal: journal.value,
    clock,
    stationId: stationId.value,
    log,
  });
  const written = await readRecordEntries(journal.value);
  if (written.ok) records.restore(written.value);
  else tellUnreadable(health, 'journal.records-unreadable', written.error, log);
  const commanded = await readCommandEntries(journal.value);
  if (!commanded.ok) tellUnreadable(health, 'journal.commands-unreadable', commanded.error, log);
  const reported = await readReportEntries(journal.value);
  if (!reported.ok) tellUnreadable(health, 'journal.reports-unreadable', reported.error, log);
  const engine = compose({
    options,
    clock,
    site: site.value,
    plans: plans.value,
    stationId: stationId.value,
    settings: settings.value,
    health,
    walls: await openWallSettings({ ...options, health }),
    journal: journal.value,
    alarms,
    records,
    commandEntries: commanded.ok ? commanded.value : [],
    reportEntries: reported.ok ? reported.value : [],
  });
  return ok(engine);
}

/** What was before is unknown then: people must know, and the engine must run. */
function tellUnreadable(
  health: Health,
  code: `journal.${'alarms' | 'records' | 'commands' | 'reports'}-unreadable`,
  error: Failure,
  log: Log,
): void {
  log('error', 'what the last run kept could not be read', { code, detail: error.detail });
  health.set(code, { code, severity: 'failure' });
}
