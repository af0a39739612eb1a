import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryJournal } from '#tests/builders/alarm-journal.ts';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import { fail, ok } from '#shared/base/result.ts';
import { RECORD_LIMIT } from '#shared/domain/record/read.ts';
import { createRecords, type Records } from '#engine/records/records.ts';
import { createStations, type Stations } from './stations.ts';

const PREFIX = 'signalbox-site/tower/records/';
let monotonicMs = 0;

interface StationUnderTest {
  readonly name: string;
  readonly records: Records;
  readonly sync: Stations;
  readonly refused: { topic: string; reason: string }[];
  readonly health: ReturnType<typeof createHealth>;
  published: number;
  online: boolean;
}

/** Retains, and hands on to whoever is online, as MQTT 3.1.1 3.3.1.3 asks; a restart may forget everything. */
function createRetainingBroker() {
  const retained = new Map<string, string>();
  const members: StationUnderTest[] = [];
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const broker = {
    retained,
    /** Of the packet it takes; Infinity by default. */
    limit: Infinity,
    join(name: string, wallMs: () => number): StationUnderTest {
      const clock = { nowMs: () => epochMs(wallMs()), monotonicMs: () => monotonicMs };
      const records = createRecords({
        types: [{ name: 'thing', keepMs: Infinity }],
        journal: memoryJournal(),
        clock,
        stationId: name,
        log: () => undefined,
      });
      const health = createHealth(clock.nowMs);
      const refused: { topic: string; reason: string }[] = [];
      const sync = createStations({
        siteId: 'tower',
        records,
        clock,
        health,
        log: () => undefined,
        quarantine: ({ topic, reason }) => void refused.push({ topic, reason }),
        async publish(topic, payload) {
          if (!station.online) return fail('offline', 'away');
          if (payload.length > broker.limit) return fail('too-large', 'too large');
          station.published += 1;
          if (payload === '') retained.delete(topic);
          else retained.set(topic, payload);
          for (const member of members) if (member.online) void member.sync.take(topic, bytes(payload));
          return ok(undefined);
        },
      });
      const station: StationUnderTest = { name, records, sync, refused, health, published: 0, online: false };
      members.push(station);
      return station;
    },
    connect(station: StationUnderTest): void {
      station.online = true;
      station.sync.online(true);
      for (const [topic, payload] of retained) void station.sync.take(topic, bytes(payload));
    },
    disconnect(station: StationUnderTest): void {
      station.online = false;
      station.sync.online(false);
    },
    /** Time passes until nobody has anything to say. */
    async settle(): Promise<void> {
      for (let quiet = 0; quiet < 15;) {
        monotonicMs += 100;
        for (const { sync } of members) sync.tick();
        await new Promise((resolve) => setImmediate(resolve));
        quiet = members.some(({ sync, online }) => online && sync.waiting > 0) ? 0 : quiet + 1;
      }
    },
  };
  return broker;
}

describe('stations', () => {
  it('pace a large record that changes all the time, and let small ones pass it', async () => {
    const broker = createRetainingBroker();
    const desk = broker.join('desk', () => monotonicMs);
    broker.connect(desk);
    const text = 'x'.repeat(2_000_000);
    desk.records.write('thing', 'large', { fields: { text } });
    await broker.settle();
    expect(desk.published).toBe(1);
    desk.records.write('thing', 'large', { fields: { text: `${text}y` } });
    await broker.settle();
    const restsUntil = monotonicMs + 2_000;
    desk.records.write('thing', 'large', { fields: { text: `${text}z` } });
    desk.records.write('thing', 'small', { fields: { text: 'now' } });
    const before = desk.published;
    for (let tick = 0; tick < 3; tick += 1) {
      monotonicMs += 100;
      desk.sync.tick();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([...broker.retained.keys()]).toContain(`${PREFIX}thing/small`);
    expect(desk.published).toBe(before + 1);
    await broker.settle();
    expect(broker.retained.get(`${PREFIX}thing/large`)).toContain('xz');
    expect(monotonicMs).toBeLessThan(restsUntil + 3_000);
  });

  it('converge after any partition with any clocks, and keep every act', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('act' as const), who: fc.nat(2), on: fc.constantFrom('t-1', 't-2') }),
        fc.record({ do: fc.constant('field' as const), who: fc.nat(2), on: fc.constantFrom('t-1', 't-2') }),
        fc.record({ do: fc.constantFrom('connect' as const, 'disconnect' as const), who: fc.nat(2) }),
        fc.record({ do: fc.constantFrom('settle' as const, 'forget' as const) }),
      ),
      { maxLength: 25 },
    );
    const clocks = fc.array(fc.integer({ min: -180, max: 180 }), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(steps, clocks, async (script, days) => {
        const broker = createRetainingBroker();
        const start = Date.UTC(2026, 10, 25);
        const stations = days.map((ahead, at) =>
          broker.join(`s${at}`, () => start + ahead * 86_400_000 + monotonicMs),
        );
        const done: string[] = [];
        for (const [number, step] of script.entries()) {
          const station = 'who' in step ? stations[step.who] : undefined;
          if (step.do === 'act' && station)
            done.push(
              ...station.records
                .write('thing', step.on, { acts: [{ kind: 'did', by: station.name, body: { number } }] })
                .acts.map(({ stamp }) => stamp),
            );
          if (step.do === 'field' && station)
            station.records.write('thing', step.on, { fields: { title: number } });
          if (step.do === 'connect' && station && !station.online) broker.connect(station);
          if (step.do === 'disconnect' && station?.online) broker.disconnect(station);
          if (step.do === 'settle') await broker.settle();
          if (step.do === 'forget') {
            for (const member of stations) if (member.online) broker.disconnect(member);
            broker.retained.clear();
          }
        }
        for (const station of stations) if (!station.online) broker.connect(station);
        await broker.settle();
        const [first, ...others] = stations.map(({ records }) =>
          [...records.all('thing')].sort((a, b) => (a.id < b.id ? -1 : 1)),
        );
        for (const other of others) expect(other).toEqual(first);
        expect((first ?? []).flatMap(({ acts }) => acts.map(({ stamp }) => stamp as string)).sort()).toEqual(
          done.sort(),
        );
        for (const { refused } of stations) expect(refused).toEqual([]);
        for (const { id, acts } of first ?? [])
          expect(JSON.parse(broker.retained.get(`${PREFIX}thing/${id}`) ?? '{}')).toMatchObject({ acts });
      }),
      { numRuns: 60 },
    );
  });

  it('with a clock that fell back to 1970 still take what others do, once they have seen them', async () => {
    const broker = createRetainingBroker();
    let wallMs = Date.UTC(2026, 10, 25);
    const one = broker.join('one', () => wallMs);
    const two = broker.join('two', () => Date.UTC(2026, 10, 26));
    broker.connect(one);
    broker.connect(two);
    two.records.write('thing', 't-1', { acts: [{ kind: 'did', by: 'Chen' }] });
    await broker.settle();
    wallMs = 0;
    two.records.write('thing', 't-2', { acts: [{ kind: 'did', by: 'Chen' }] });
    one.records.write('thing', 't-2', { acts: [{ kind: 'did', by: 'Li' }] });
    await broker.settle();
    expect(one.refused).toEqual([]);
    expect(one.records.get('thing', 't-2')?.acts).toHaveLength(2);
    expect(two.records.get('thing', 't-2')).toEqual(one.records.get('thing', 't-2'));
  });

  it('say nothing that the broker already holds', async () => {
    const broker = createRetainingBroker();
    const one = broker.join('one', () => 1e12);
    const two = broker.join('two', () => 1e12);
    broker.connect(one);
    broker.connect(two);
    one.records.write('thing', 't-1', { acts: [{ kind: 'did', by: 'Chen' }] });
    await broker.settle();
    broker.disconnect(two);
    broker.connect(two);
    await broker.settle();
    expect(one.published + two.published).toBe(1);
  });

  it.each([
    ['record-schema', 'thing/t-1', '{"schema":"other"}'],
    ['not-json', 'thing/t-1', '{'],
    [
      'record-topic',
      'thing/t-1',
      JSON.stringify({ schema: 'signalbox.record/1', type: 'thing', id: 't-2', acts: [], fields: {} }),
    ],
    ['record-topic', 'alien/t-1', '{}'],
    ['record-too-large', 'thing/t-1', ' '.repeat(RECORD_LIMIT + 1)],
  ])('keep %s aside and change nothing', (reason, at, payload) => {
    const station = createRetainingBroker().join('one', () => 1e12);
    expect(station.sync.take(`${PREFIX}${at}`, Buffer.from(payload))).toBeUndefined();
    expect(station.refused).toEqual([{ topic: `${PREFIX}${at}`, reason }]);
    expect(station.records.all('thing')).toEqual([]);
  });

  it('put back what somebody cleared', async () => {
    const broker = createRetainingBroker();
    const one = broker.join('one', () => 1e12);
    broker.connect(one);
    one.records.write('thing', 't-1', { acts: [{ kind: 'did', by: 'Chen' }] });
    await broker.settle();
    broker.retained.clear();
    void one.sync.take(`${PREFIX}thing/t-1`, new Uint8Array());
    await broker.settle();
    expect(broker.retained.size).toBe(1);
  });

  it('tell when a record is too large to be shared, once it is, and no longer when it is not', async () => {
    const broker = createRetainingBroker();
    const one = broker.join('one', () => 1e12);
    broker.connect(one);
    broker.limit = 50;
    one.records.write('thing', 't-1', { acts: [{ kind: 'did', by: 'Chen' }] });
    await broker.settle();
    expect(one.health.list()).toMatchObject([
      { code: 'stations.record-too-large', facts: { record: 't-1' } },
    ]);
    broker.limit = Infinity;
    one.records.write('thing', 't-1', { acts: [{ kind: 'did', by: 'Chen' }] });
    await broker.settle();
    expect(one.health.list()).toEqual([]);
    expect(broker.retained.size).toBe(1);
  });
});
