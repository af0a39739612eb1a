/** One station with its incidents and its dispatch: its own clock and disk, a broker in a map. */
import { expect } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { ok } from '#shared/base/result.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { IncidentActKind } from '#shared/domain/incident/acts.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import { STATUS_HAS_VALUE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { createDispatch, WORK_ORDER_RECORDS } from '#engine/dispatch/dispatch.ts';
import { createIncidents, INCIDENT_RECORDS } from '#engine/incidents/incidents.ts';
import { createIncidentHandlers } from '#engine/incidents/requests.ts';
import { createRecords } from '#engine/records/records.ts';
import { memoryFiles } from './files.ts';
import { memoryJournal } from './alarm-journal.ts';
import { incidentSite } from './incident-site.ts';
import { testPlan } from './incident.ts';

export const STATION_START_MS = Date.UTC(2026, 10, 25, 12);
const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });
const allDay = [{ from: '00:00', to: '00:00' }];

/** `near` knows fire, `far` does too, `unskilled` nothing. */
export const stationSite = buildSite(
  incidentSite({
    staff: [
      { id: 'near', name: text('Near'), skills: ['fire'], shifts: allDay },
      { id: 'far', name: text('Far'), skills: ['fire'], shifts: allDay },
      { id: 'unskilled', name: text('Unskilled'), shifts: allDay },
    ],
    dispatch: { skills: { fire: text('Fire') }, needs: { disciplines: { fire: ['fire'] } } },
  }),
  'r1',
);

export const stationPlan = testPlan();

export function smoke(zoneId: string, phase: Alarm['phase'] = 'unacknowledged', priority: 1 | 4 = 1): Alarm {
  return {
    id: `smoke/SD-${zoneId}.smoke` as AlarmId,
    ruleId: 'smoke',
    pointId: `SD-${zoneId}.smoke`,
    assetId: `SD-${zoneId}`,
    zoneId,
    storeyId: zoneId.split('-')[0] ?? '',
    priority,
    name: text('Smoke'),
    phase,
    occurrence: 1,
    raisedAtMs: epochMs(STATION_START_MS),
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: 1,
    storedSeq: 1,
  };
}

/** One station: its own clock and disk. */
export function incidentStation(stationId = 'desk-1', journal = memoryJournal()) {
  const disk = { refuses: false };
  /** The disk answers once it was asked. */
  const answered = <T>(answer: T | Promise<T>): Promise<T> => {
    if (disk.refuses) journal.refuse();
    else journal.accept();
    return Promise.resolve(answer);
  };
  const time = { wallMs: STATION_START_MS, monotonicMs: 0 };
  const clock = { nowMs: () => epochMs(time.wallMs), monotonicMs: () => time.monotonicMs };
  const log = (): void => undefined;
  const records = createRecords({
    types: [INCIDENT_RECORDS, WORK_ORDER_RECORDS],
    journal,
    clock,
    stationId,
    log,
  });
  records.restore([...journal.entries]);
  const alarms = new Map<string, Alarm>();
  const columns = {
    value: new Float64Array(stationSite.points.length).fill(20),
    status: new Uint8Array(stationSite.points.length).fill(STATUS_HAS_VALUE),
  };
  const plans = new Map([[stationPlan.id, stationPlan]]);
  const incidents = createIncidents({
    site: stationSite,
    plans,
    records,
    activeAlarms: () => [...alarms.values()],
    columns,
    stationId,
    clock,
    log,
  });
  const broker = new Map<string, string>();
  const dispatch = createDispatch({
    site: stationSite,
    stationId,
    records,
    files: memoryFiles(),
    clock,
    health: createHealth(clock.nowMs),
    log,
    walkTo:
      () =>
      ({ position: [x] }) =>
        x,
    publish(topic, payload) {
      broker.set(topic, payload);
      return Promise.resolve(ok(undefined));
    },
    stations: { awayMs: () => 0, rank: () => 0 },
    quarantine: () => undefined,
    changed(collection, id) {
      const order = collection === 'workOrders' ? dispatch.book.get(id)?.order : undefined;
      if (order) incidents.onOrder(order);
    },
  });
  incidents.start();
  dispatch.online(true);
  for (const order of dispatch.book.all()) incidents.onOrder(order);
  const handlers = createIncidentHandlers({
    site: stationSite,
    incidents,
    orders: dispatch,
    alarm: (id) => alarms.get(id),
  });
  return {
    records,
    incidents,
    dispatch,
    /** Retained, by topic. */
    broker,
    handlers,
    journal,
    disk,
    columns,
    time,
    pass(seconds: number) {
      time.wallMs += seconds * 1000;
      time.monotonicMs += seconds * 1000;
      incidents.tick();
      dispatch.tick();
    },
    /** Somebody with a telephone, so many metres away. */
    async present(staffId: string, x: number) {
      const root = `signalbox-site/${stationSite.id}/staff/${staffId}`;
      const hear = async (leaf: string, message: object): Promise<void> => {
        const route = dispatch.routes.find(({ filter }) => filter.endsWith('/staff/+/+'));
        const payload = Buffer.from(JSON.stringify(message));
        await answered(route?.take({ topic: `${root}/${leaf}`, payload, retained: false }));
      };
      await hear('presence', { schema: 'signalbox.staff-presence/1', online: true });
      await hear('place', { schema: 'signalbox.place/1', zoneId: '1F-A', position: [x, 0] });
    },
    send: (task: string | undefined, by = 'Chen', id = incidents.ids()[0] ?? '') =>
      answered(handlers['incident.send']({ id, task, by })),
    raise(alarm: Alarm) {
      alarms.set(alarm.id, alarm);
      incidents.onAlarm(alarm);
    },
    only(): Incident {
      const [id = '', ...others] = incidents.ids();
      expect(others).toEqual([]);
      return incidents.get(id)!;
    },
    act: (kind: IncidentActKind, body: object = {}, by = 'Chen', id = incidents.ids()[0] ?? '') =>
      answered(handlers['incident.act']({ id, by, kind, body: body as Record<string, never> })),
    open: (more: object = {}) =>
      answered(
        handlers['incident.open']({
          by: 'Chen',
          layer: 'live',
          plan: 'flood',
          alarm: undefined,
          zones: ['1F-A'],
          ...more,
        }),
      ),
  };
}

export type IncidentStation = ReturnType<typeof incidentStation>;

export function openedStation(more: object = {}): IncidentStation {
  const desk = incidentStation();
  void desk.open(more);
  return desk;
}

/** Two stations that each opened an incident for the same alarms, and then heard of each other's: the later one is joined. */
export function joinedTwins() {
  const [one, two] = [incidentStation('desk-1'), incidentStation('desk-2')];
  two.time.wallMs += 40;
  for (const desk of [one, two]) {
    desk.raise(smoke('1F-A'));
    desk.raise(smoke('1F-B'));
  }
  const [first, second] = [one.only().id, two.only().id];
  const exchange = (): void => {
    for (const record of two.records.all('incident')) one.records.merge(record);
    for (const record of one.records.all('incident')) two.records.merge(record);
  };
  exchange();
  exchange();
  return { one, two, first, second, exchange };
}
