import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { QUALITY_GOOD } from '#shared/domain/sample.ts';
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
function sample(point: PointIndex, value: number): void {
  alarms.onSample(point, value, wallMs, wallMs, QUALITY_GOOD);
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

describe('restore', () => {
  it('keeps alarms whose rule the site lost; acknowledging one ends it', async () => {
    sample(smoke, 1);
    const without = buildSite(smallSite({ alarmRules: [] }), 'r2');
    alarms = start(without, journal.entries);
    expect(phase(SMOKE)).toBe('unacknowledged');
    const answer = alarms.acknowledge([{ id: SMOKE, occurrence: 1 }], 'Chen');
    journal.accept();
    expect(await answer).toMatchObject({ acknowledged: [SMOKE], stored: true });
    expect(alarms.active()).toEqual([]);
    expect(start(without, journal.entries).active()).toEqual([]);
  });

  it('lets the next samples speak: same evidence changes nothing, other evidence does', () => {
    sample(smoke, 1);
    sample(co2, 2500);
    alarms = start(site, journal.entries);
    told = [];
    sample(smoke, 1);
    sample(co2, 1950);
    expect(told).toEqual([]);
    sample(smoke, 0);
    expect(phase(SMOKE)).toBe('returned-unacknowledged');
  });

  it('goes on counting the raisings of an alarm that had ended', () => {
    sample(smoke, 1);
    void alarms.acknowledge([{ id: SMOKE, occurrence: 1 }], 'Chen');
    sample(smoke, 0);
    alarms.snapshot();
    alarms = start(site, journal.entries.slice(-1));
    sample(smoke, 1);
    expect(alarms.get(SMOKE)?.occurrence).toBe(2);
  });

  it('believes a snapshot over the records before it: one of those may have been lost', () => {
    sample(smoke, 1);
    const [raised] = journal.entries;
    void alarms.acknowledge([{ id: SMOKE, occurrence: 1 }], 'Chen');
    sample(smoke, 0);
    alarms.snapshot();
    const snapshot = journal.entries.at(-1);
    if (!raised || !snapshot) throw new Error('nothing was recorded');
    expect(start(site, [raised, snapshot]).active()).toEqual([]);
  });

  it('passes over records it does not understand', () => {
    sample(smoke, 1);
    const alien = [
      { seq: 90, atMs: epochMs(0), kind: 'note', body: null },
      { seq: 91, atMs: epochMs(0), kind: 'alarm.raised', body: null },
      { seq: 92, atMs: epochMs(0), kind: 'alarm.raised', body: { alarm: { id: 7 } } },
    ];
    alarms = start(site, [...journal.entries, ...alien]);
    expect(alarms.active()).toHaveLength(1);
  });

  it('equals the live state after any sequence of samples, silences, delays and acknowledgements', () => {
    const anyStep = fc.oneof(
      fc.record({
        do: fc.constant('sample' as const),
        point: fc.constantFrom(smoke, co2, power),
        value: fc.constantFrom(0, 1, 990, 1100, 2500),
      }),
      fc.record({ do: fc.constant('stale' as const), stale: fc.boolean() }),
      fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(100, 31_000) }),
      fc.record({ do: fc.constant('acknowledge' as const), nth: fc.nat(5) }),
      fc.record({ do: fc.constant('snapshot' as const) }),
    );
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 80 }), fc.nat(80), (steps, restartAt) => {
        journal = memoryJournal();
        alarms = start();
        for (const [at, step] of steps.entries()) {
          if (at === restartAt) alarms = start(site, journal.entries);
          if (step.do === 'sample') sample(step.point, step.value);
          if (step.do === 'stale') alarms.onStale(power, step.stale, wallMs);
          if (step.do === 'pass') pass(step.ms);
          if (step.do === 'snapshot') alarms.snapshot();
          const nth = step.do === 'acknowledge' ? alarms.active()[step.nth] : undefined;
          if (nth) void alarms.acknowledge([nth], 'Chen');
        }
        journal.accept();
        const byId = (a: Alarm, b: Alarm): number => (a.id < b.id ? -1 : 1);
        const restored = start(site, journal.entries);
        expect([...restored.active()].sort(byId)).toEqual([...alarms.active()].sort(byId));
        expect(restored.counts()).toEqual(alarms.counts());
        // Occurrences go on counting, also of alarms that have ended.
        const again = alarms;
        for (const one of [again, restored]) {
          one.onSample(smoke, 0, wallMs, wallMs, QUALITY_GOOD);
          one.onSample(smoke, 1, wallMs, wallMs, QUALITY_GOOD);
        }
        expect(restored.get(SMOKE)?.occurrence).toBe(again.get(SMOKE)?.occurrence);
      }),
      { numRuns: 200 },
    );
  });
});
