import { fail, ok } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { DemoControl } from '#shared/protocol/demo-control.ts';
import type { StationInfo } from '#shared/protocol/requests.ts';
import type { Commands } from './commands/commands.ts';
import { commandRequests } from './commands/requests.ts';
import { alarmHistory, type Alarms } from './alarms/alarms.ts';
import type { Quarantine } from './decode/quarantine.ts';
import type { Dispatch } from './dispatch/dispatch.ts';
import type { WorkOrderHandlers } from './dispatch/requests.ts';
import { rehearsedInDrills } from './incidents/commands.ts';
import type { Incidents } from './incidents/incidents.ts';
import { createIncidentHandlers } from './incidents/requests.ts';
import type { Journal } from './journal/journal.ts';
import type { RequestHandlers } from './pages.ts';
import type { Reports } from './reports/reports.ts';
import { createReportHandlers } from './reports/requests.ts';
import type { ConnectionSettingsStore } from './settings/settings.ts';
import type { SharedAcknowledgements } from './stations/acknowledgements.ts';
import type { WallSettings } from './settings/wall.ts';

export interface HandlerDeps {
  readonly site: Site;
  readonly alarms: Alarms;
  readonly incidents: Incidents;
  readonly reports: Reports;
  readonly acknowledgements: SharedAcknowledgements;
  readonly commands: Commands;
  readonly journal: Journal;
  readonly quarantine: Quarantine;
  readonly settings: ConnectionSettingsStore;
  readonly walls: WallSettings;
  readonly station: Omit<StationInfo, 'journalBytes'>;
  readonly demo: DemoControl | undefined;
  readonly workOrders: WorkOrderHandlers;
  readonly dispatch: Dispatch;
}

const LONGEST_NAME = 128;
const MOST_ACKNOWLEDGED = 100_000;
const MOST_HISTORY = 5_000;

export function createHandlers({
  site,
  alarms,
  incidents,
  reports,
  acknowledgements,
  commands,
  journal,
  quarantine,
  settings,
  walls,
  station,
  demo,
  workOrders,
  dispatch,
}: HandlerDeps): RequestHandlers {
  return {
    ...alarmRequests(acknowledgements, journal),
    ...commandRequests(
      rehearsedInDrills(commands, (id) => incidents.get(id)),
      journal,
    ),
    ...createIncidentHandlers({ site, incidents, orders: dispatch, alarm: (id) => alarms.get(id) }),
    ...createReportHandlers(reports),
    'feed.quarantine': () => ok(quarantine.report()),
    'connection.read': async () => ok(await settings.read()),
    'connection.write': (params) => settings.write(params),
    'connection.reset': (params) => settings.reset(params),
    'wall.save': (params) => walls.save(params),
    'wall.remove': (params) => walls.remove(params),
    'wall.assign': (params) => walls.assign(params),
    'station.info': () => ok({ ...station, journalBytes: journal.head().bytes }),
    'demo.scenarios': () => ok({ names: demo?.scenarios ?? [], running: demo?.running() }),
    async 'demo.start'(params) {
      if (!demo) return fail('not-a-demo', 'scenarios run on the simulated site only');
      return demo.start(params?.name);
    },
    ...workOrders,
  };
}

type AlarmHandlers = Pick<RequestHandlers, 'alarm.acknowledge' | 'alarm.history'>;

function alarmRequests(acknowledgements: SharedAcknowledgements, journal: Journal): AlarmHandlers {
  return {
    async 'alarm.acknowledge'(params) {
      const by = typeof params?.by === 'string' ? params.by.trim() : '';
      if (by === '' || by.length > LONGEST_NAME)
        return fail('invalid', 'an acknowledgement needs the name of a person');
      if (
        !Array.isArray(params.alarms) ||
        params.alarms.length > MOST_ACKNOWLEDGED ||
        !params.alarms.every(namesAlarm)
      ) {
        return fail('invalid', 'alarms must be a list of { id, occurrence }');
      }
      return ok(await acknowledgements.acknowledge(params.alarms, by));
    },
    async 'alarm.history'(params) {
      const { assetId, limit } = params ?? {};
      if (assetId !== undefined && typeof assetId !== 'string')
        return fail('invalid', 'assetId must be a text');
      if (!Number.isInteger(limit) || limit < 1)
        return fail('invalid', 'limit must be a positive whole number');
      const entries = await alarmHistory(journal, assetId, Math.min(limit, MOST_HISTORY));
      return entries.ok ? ok({ entries: entries.value }) : entries;
    },
  };
}

function namesAlarm(entry: unknown): boolean {
  const alarm = entry as { id?: unknown; occurrence?: unknown } | null;
  return typeof alarm?.id === 'string' && Number.isInteger(alarm.occurrence);
}
