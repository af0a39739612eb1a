/** Dispatch of one or two stations of a small site, on a clock and a broker in the test's hands. */
import { epochMs } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { fail, ok } from '#shared/base/result.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import type { SiteDocumentInput } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { NewWorkOrder } from '#shared/protocol/work-orders.ts';
import { createDispatch, WORK_ORDER_RECORDS, type Dispatch } from '#engine/dispatch/dispatch.ts';
import { createRecords, type Records } from '#engine/records/records.ts';
import { memoryJournal } from './alarm-journal.ts';
import { memoryFiles } from './files.ts';
import { smallSite } from './site.ts';

/** A Wednesday, 09:00 in Shanghai. */
const START_MS = Date.UTC(2026, 10, 25, 1);
const allDay = [{ from: '00:00', to: '00:00' }];
const text = (en: string) => ({ zh: en, en });

export const STAFF: NonNullable<SiteDocumentInput['staff']> = [
  { id: 'near', name: text('Near'), skills: ['lift'], shifts: allDay },
  { id: 'far', name: text('Far'), skills: ['lift'], shifts: allDay },
  { id: 'unskilled', name: text('Unskilled'), shifts: allDay },
  { id: 'boss', name: text('Boss'), contact: '800' },
];

export function dispatchSite(dispatch: SiteDocumentInput['dispatch'] = {}, staff = STAFF): Site {
  const document = smallSite();
  const checked = checkSite({
    ...document,
    staff,
    dispatch: {
      skills: { lift: text('Lifts') },
      needs: { disciplines: Object.fromEntries(DISCIPLINES.map((name) => [name, ['lift']])) },
      dutyManager: staff.some(({ id }) => id === 'boss') ? 'boss' : undefined,
      ...dispatch,
    },
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return buildSite(checked.value, 'test');
}
const DISCIPLINES = ['security', 'energy', 'environment', 'transport', 'fire', 'other'] as const;

export interface FakeBroker {
  readonly retained: Map<string, string>;
  up: boolean;
}

export interface DispatchBench {
  /** Hash → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly dispatch: Dispatch;
  readonly records: Records;
  readonly conditions: () => readonly string[];
  readonly quarantined: { readonly topic: string; readonly reason: string }[];
  readonly stations: { away: Set<string>; rank: number };
  order(id: string): WorkOrder;
  history(id: string): readonly string[];
  /** Delivers a message as the broker would. */
  hear(topic: string, payload: unknown, retained?: boolean): Promise<void>;
  /** Lets time pass in steps of 100 ms, with all that is promised meanwhile. */
  pass(seconds: number): Promise<void>;
}

export interface BenchTime {
  wallMs: number;
  monotonicMs: number;
}

export function benchTime(): BenchTime {
  return { wallMs: START_MS, monotonicMs: 50_000 };
}

export function dispatchBench(
  site: Site,
  { stationId = 'desk', time = benchTime(), broker = { retained: new Map(), up: true } as FakeBroker } = {},
): DispatchBench {
  const clock = { nowMs: () => epochMs(time.wallMs), monotonicMs: () => time.monotonicMs };
  const log = () => undefined;
  const journal = memoryJournal();
  const records = createRecords({ types: [WORK_ORDER_RECORDS], journal, clock, stationId, log });
  const health = createHealth(clock.nowMs);
  const stations = { away: new Set<string>(), rank: 0 };
  const quarantined: { topic: string; reason: string }[] = [];
  const files = memoryFiles();
  const dispatch = createDispatch({
    site,
    stationId,
    records,
    files,
    clock,
    health,
    log,
    walkTo:
      () =>
      ({ position: [x] }) =>
        x,
    publish(topic, payload) {
      if (!broker.up) return Promise.resolve(fail('offline', 'down'));
      if (payload === '') broker.retained.delete(topic);
      else broker.retained.set(topic, payload);
      return Promise.resolve(ok(undefined));
    },
    stations: {
      awayMs: (id) => (stations.away.has(id) ? Infinity : 0),
      rank: () => stations.rank,
    },
    quarantine: ({ topic, reason }) => void quarantined.push({ topic, reason }),
    changed: () => undefined,
  });
  dispatch.online(broker.up);
  const bench: DispatchBench = {
    files: files.kept,
    dispatch,
    records,
    conditions: () => health.list().map(({ code }) => code),
    quarantined,
    stations,
    order: (id) => (dispatch.book.get(id) as { order: WorkOrder }).order,
    history: (id) =>
      dispatch.book.get(id)?.history.map((act) => (act.void ? `(${act.kind})` : act.kind)) ?? [],
    async hear(topic, payload, retained = false) {
      const bytes =
        payload instanceof Uint8Array
          ? payload
          : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
      const levels = topic.split('/').length;
      // `staff/+/+` and the like are told apart by their number of levels and their last words.
      const route = dispatch.routes.find(({ filter }) => matches(filter, topic, levels));
      const stored = route?.take({ topic, payload: bytes, retained });
      journal.accept();
      // What waits for another disk first comes to the journal afterwards.
      setImmediate(() => journal.accept());
      await stored;
    },
    async pass(seconds) {
      for (let step = 0; step < seconds * 10; step += 1) {
        time.wallMs += 100;
        time.monotonicMs += 100;
        dispatch.tick();
        journal.accept();
        await Promise.resolve();
      }
    },
  };
  return bench;
}

function matches(filter: string, topic: string, levels: number): boolean {
  const wanted = filter.split('/');
  const given = topic.split('/');
  return wanted.length === levels && wanted.every((level, at) => level === '+' || level === given[at]);
}

/** Everybody on the line and somewhere; x metres east is as many seconds away. */
export async function everybodyThere(bench: DispatchBench, site: Site): Promise<void> {
  const zoneId = site.zones[0]?.id;
  for (const [staffId, x] of [
    ['near', 10],
    ['far', 90],
    ['unskilled', 1],
  ] as const) {
    const root = `signalbox-site/${site.id}/staff/${staffId}`;
    await bench.hear(`${root}/presence`, { schema: 'signalbox.staff-presence/1', online: true });
    await bench.hear(`${root}/place`, { schema: 'signalbox.place/1', zoneId, position: [x, 0] });
  }
}

export function newOrder(site: Site, part: Partial<NewWorkOrder> = {}): NewWorkOrder {
  const asset = site.assets[0];
  return {
    kind: 'corrective',
    priority: 2,
    zoneId: asset?.zone.id ?? '',
    assetId: asset?.id,
    title: text('Broken'),
    source: { from: 'hand', ref: undefined },
    ...part,
  };
}
