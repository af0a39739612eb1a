import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import { QUALITY_BAD, QUALITY_GOOD } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { memoryJournal, type MemoryJournal } from '#tests/builders/alarm-journal.ts';
import { smallSite } from '#tests/builders/site.ts';
import { createAlarms, type Alarms } from './alarms.ts';

const site: Site = buildSite(smallSite(), 'r1');
const index = (id: string): PointIndex => {
  const point = site.pointById.get(id);
  if (!point) throw new Error(`no point ${id}`);
  return point.index;
};
const smoke = index('SD-1.smoke');
const co2 = index('CL-1.co2');
const power = index('EM-0.activePower');
const SMOKE = 'smoke/SD-1.smoke' as AlarmId;
const CO2_HIGH = 'co2-high/CL-1.co2' as AlarmId;
const CO2_HIGH_HIGH = 'co2-high-high/CL-1.co2' as AlarmId;
const SURGE = 'power-surge/EM-0.activePower' as AlarmId;
const METER_STALE = 'meter-stale/EM-0.activePower' as AlarmId;

let wallMs: number;
let steadyMs: number;
let journal: MemoryJournal;
let alarms: Alarms;
let told: [string, string, boolean, number][];
const clock: Clock = { nowMs: () => epochMs(wallMs), monotonicMs: () => steadyMs };

function start(on: Site = site, entries: readonly JournalEntry[] = []): Alarms {
  const made = createAlarms({ site: on, journal, clock, log: () => undefined });
  made.restore(entries);
  made.onChange((alarm, ended) => told.push([alarm.id, alarm.phase, ended, alarm.storedSeq]));
  return made;
}
function sample(point: PointIndex, value: number, quality: 0 | 1 | 2 = QUALITY_GOOD): void {
  alarms.onSample(point, value, wallMs, wallMs, quality);
}
function pass(ms: number): void {
  steadyMs += ms;
  wallMs += ms;
  alarms.tick();
}
const phase = (id: AlarmId): string => alarms.get(id)?.phase ?? 'normal';

beforeEach(() => {
  wallMs = 1_790_000_000_000;
  steadyMs = 5_000;
  journal = memoryJournal();
  told = [];
  alarms = start();
});

describe('rules on values', () => {
  it('raises a state at once, tells at once, and tells again when it is stored', async () => {
    sample(smoke, 0);
    expect(alarms.pendingStore()).toBeUndefined();
    sample(smoke, 1);
    expect(alarms.get(SMOKE)).toMatchObject({
      phase: 'unacknowledged',
      occurrence: 1,
      storedSeq: 0,
      raisedValue: 1,
      raisedAtMs: wallMs,
      storeyId: '1F',
    });
    const pending = alarms.pendingStore();
    expect(pending).toBeDefined();
    journal.accept();
    await pending;
    expect(alarms.pendingStore()).toBeUndefined();
    expect(told).toEqual([
      [SMOKE, 'unacknowledged', false, 0],
      [SMOKE, 'unacknowledged', false, 1],
    ]);
    expect(journal.entries[0]).toMatchObject({
      kind: 'alarm.raised',
      body: { by: 'engine', alarm: { id: SMOKE } },
    });
  });

  it('calls an alarm stored only when its last transition is', () => {
    sample(smoke, 1);
    sample(smoke, 0);
    journal.accept(1);
    expect(alarms.get(SMOKE)).toMatchObject({ phase: 'returned-unacknowledged', storedSeq: 0 });
    journal.accept(2);
    expect(alarms.get(SMOKE)).toMatchObject({ phase: 'returned-unacknowledged', storedSeq: 2 });
  });

  it('lets go of pendingStore when the disk refuses: the alarm is in force all the same', async () => {
    sample(smoke, 1);
    const pending = alarms.pendingStore();
    journal.refuse();
    await pending;
    expect(alarms.get(SMOKE)).toMatchObject({ phase: 'unacknowledged', storedSeq: 0 });
  });

  it('keeps an alarm through hysteresis and clears it beyond', () => {
    sample(co2, 2001);
    expect(phase(CO2_HIGH_HIGH)).toBe('unacknowledged');
    sample(co2, 1900);
    expect(phase(CO2_HIGH_HIGH)).toBe('unacknowledged');
    sample(co2, 1899);
    expect(phase(CO2_HIGH_HIGH)).toBe('returned-unacknowledged');
    sample(co2, 2001);
    expect(alarms.get(CO2_HIGH_HIGH)).toMatchObject({ phase: 'unacknowledged', occurrence: 2 });
  });

  it('waits for the on-delay and the off-delay, and forgets them when the value turns back', () => {
    sample(co2, 1500);
    pass(29_000);
    expect(phase(CO2_HIGH)).toBe('normal');
    sample(co2, 900);
    pass(10_000);
    sample(co2, 1100);
    pass(15_000);
    sample(co2, 1300);
    pass(14_999);
    expect(phase(CO2_HIGH)).toBe('normal');
    pass(1);
    expect(alarms.get(CO2_HIGH)).toMatchObject({
      phase: 'unacknowledged',
      raisedValue: 1300,
      raisedAtMs: wallMs,
    });
    sample(co2, 900);
    pass(29_999);
    expect(phase(CO2_HIGH)).toBe('unacknowledged');
    pass(1);
    expect(phase(CO2_HIGH)).toBe('returned-unacknowledged');
  });

  it.each([86_400_000, -86_400_000])(
    'neither raises nor clears when the wall clock steps by %d ms',
    (step) => {
      sample(co2, 1500);
      sample(smoke, 1);
      wallMs += step;
      alarms.tick();
      expect(phase(CO2_HIGH)).toBe('normal');
      expect(phase(SMOKE)).toBe('unacknowledged');
      pass(30_000);
      expect(phase(CO2_HIGH)).toBe('unacknowledged');
    },
  );

  it('takes bad quality for no evidence, either way', () => {
    sample(smoke, 1, QUALITY_BAD);
    sample(smoke, NaN, QUALITY_BAD);
    expect(phase(SMOKE)).toBe('normal');
    sample(smoke, 1);
    sample(smoke, 0, QUALITY_BAD);
    expect(phase(SMOKE)).toBe('unacknowledged');
  });

  it('sees a surge over the window', () => {
    sample(power, 100);
    pass(30_000);
    sample(power, 120);
    expect(phase(SURGE)).toBe('normal');
    pass(30_000);
    sample(power, 131);
    expect(phase(SURGE)).toBe('unacknowledged');
    for (let n = 0; n < 8; n += 1) {
      pass(10_000);
      sample(power, 131);
    }
    expect(phase(SURGE)).toBe('returned-unacknowledged');
  });
});

describe('rules on silence', () => {
  it('raises with NaN when told, and clears when told', () => {
    sample(power, 1);
    alarms.onStale(power, true, wallMs);
    expect(alarms.get(METER_STALE)).toMatchObject({ phase: 'unacknowledged', raisedValue: NaN });
    sample(power, 1);
    expect(phase(METER_STALE)).toBe('unacknowledged');
    alarms.onStale(power, false, wallMs);
    expect(phase(METER_STALE)).toBe('returned-unacknowledged');
  });

  it('raises for a point that never said anything, once its stale time has passed', () => {
    pass(14_999);
    expect(phase(METER_STALE)).toBe('normal');
    pass(1);
    expect(phase(METER_STALE)).toBe('unacknowledged');
  });

  it.each([QUALITY_GOOD, QUALITY_BAD] as const)(
    'does not once it has said anything, of quality %d',
    (quality) => {
      sample(power, 1, quality);
      pass(60_000);
      expect(phase(METER_STALE)).toBe('normal');
    },
  );

  it('does not start its delay over when it is told the same again', () => {
    const document = smallSite();
    const alarmRules = document.alarmRules.map((rule) => ({ ...rule, onDelayS: 10 }));
    alarms = start(buildSite({ ...document, alarmRules }, 'r2'));
    sample(power, 1);
    alarms.onStale(power, true, wallMs);
    pass(9_000);
    alarms.onStale(power, true, wallMs);
    pass(1_000);
    expect(phase(METER_STALE)).toBe('unacknowledged');
  });

  it('clears a restored one by the first sample, unless that sample is itself old', () => {
    alarms.onStale(power, true, wallMs);
    const { entries } = journal;
    alarms = start(site, entries);
    alarms.onStale(power, true, wallMs);
    sample(power, 1);
    expect(phase(METER_STALE)).toBe('unacknowledged');
    alarms = start(site, entries);
    sample(power, 1);
    expect(phase(METER_STALE)).toBe('returned-unacknowledged');
  });
});

describe('acknowledge', () => {
  it('sorts what it was asked, and says stored only once it is', async () => {
    sample(smoke, 1);
    sample(co2, 2500);
    sample(co2, 100);
    sample(co2, 2500);
    const answer = alarms.acknowledge(
      [
        { id: SMOKE, occurrence: 1 },
        { id: CO2_HIGH_HIGH, occurrence: 1 },
        { id: 'gone/x' as AlarmId, occurrence: 3 },
      ],
      'Chen',
    );
    expect(alarms.get(SMOKE)).toMatchObject({
      phase: 'acknowledged',
      acknowledgedBy: 'Chen',
      acknowledgedAtMs: wallMs,
    });
    journal.accept();
    expect(await answer).toEqual({
      acknowledged: [SMOKE],
      superseded: [CO2_HIGH_HIGH],
      alreadyDone: ['gone/x'],
      stored: true,
    });
    expect(journal.entries.at(-1)).toMatchObject({ kind: 'alarm.acknowledged', body: { by: 'Chen' } });
    expect(alarms.counts()).toEqual({ unacknowledged: 1, acknowledged: 1, returnedUnacknowledged: 0 });
  });

  it('is in force and says so when the disk refuses', async () => {
    sample(smoke, 1);
    const answer = alarms.acknowledge([{ id: SMOKE, occurrence: 1 }], 'Chen');
    journal.refuse();
    expect(await answer).toMatchObject({ acknowledged: [SMOKE], stored: false });
    expect(phase(SMOKE)).toBe('acknowledged');
  });

  it('ends the alarm when it is acknowledged and cleared, in either order', () => {
    sample(smoke, 1);
    void alarms.acknowledge([{ id: SMOKE, occurrence: 1 }], 'Chen');
    sample(smoke, 0);
    sample(smoke, 1);
    sample(smoke, 0);
    void alarms.acknowledge([{ id: SMOKE, occurrence: 2 }], 'Chen');
    expect(alarms.active()).toEqual([]);
    expect(told.filter(([, , ended]) => ended)).toHaveLength(2);
  });
});
