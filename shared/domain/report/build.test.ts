import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { foldIncident, incidentOf } from '#shared/domain/incident/fold.ts';
import type { Act } from '#shared/domain/record/record.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { incidentSite } from '#tests/builders/incident-site.ts';
import { actAt, actsOf, opening, recordOf, START_MS, testPlan } from '#tests/builders/incident.ts';
import { MINUTE_MS, served, workOrder } from '#tests/builders/work-order.ts';
import { buildReport } from './build.ts';
import type { IncidentReport, MeasuredTime } from './report.ts';

const site = buildSite(incidentSite(), 'r1');
const plan = testPlan();

function reportOf(
  acts: readonly Act[],
  afterS = 600,
  orders: Parameters<typeof buildReport>[0]['orders'] = [],
) {
  const record = recordOf(acts);
  return buildReport({
    site,
    incident: incidentOf(record),
    story: { record, voids: foldIncident(record).voids },
    orders,
    station: 'desk-1',
    nowMs: epochMs(START_MS + afterS * 1000),
  });
}

function smoke(phase: string, zone = '1F-A', raisedS = -5): object {
  return {
    alarm: {
      id: `smoke/SD-${zone}.smoke`,
      pointId: `SD-${zone}.smoke`,
      assetId: `SD-${zone}`,
      zoneId: zone,
      storeyId: '1F',
      quantity: 'smoke',
      priority: 1,
      name: { zh: '烟', en: 'Smoke' },
      phase,
      raisedAtMs: START_MS + raisedS * 1000,
      why: 'cause',
    },
  };
}

function command(state: string, more: object = {}): object {
  const names = { name: { zh: '门', en: 'Door' }, assetName: { zh: '一', en: 'One' } };
  return { command: 'c1', pointId: 'SD-1F-A.smoke', state, value: 'release', by: 'Chen', ...names, ...more };
}

function timeOf(
  { times }: IncidentReport,
  what: MeasuredTime['what'],
  ref?: string,
): MeasuredTime | undefined {
  return times.find((time) => time.what === what && time.ref === ref);
}

describe('alarms', () => {
  it('are numbered as they were raised, with who acknowledged and when they went back', () => {
    const { alarms } = reportOf([
      ...actsOf(
        opening(plan),
        ['alarm', smoke('unacknowledged', '1F-B', -2)],
        ['alarm', smoke('unacknowledged')],
      ),
      actAt(10, 'alarm', { ...smoke('acknowledged'), acknowledgedBy: 'Wu' }, 'engine'),
      actAt(40, 'alarm', { ...smoke('normal'), acknowledgedBy: 'Wu' }, 'engine'),
    ]);
    expect(alarms.map(({ number, assetId }) => [number, assetId])).toEqual([
      [1, 'SD-1F-A'],
      [2, 'SD-1F-B'],
    ]);
    expect(alarms[0]).toMatchObject({
      acknowledgedAtMs: START_MS + 10_000,
      acknowledgedBy: 'Wu',
      normalAtMs: START_MS + 40_000,
      phase: 'normal',
    });
    expect(alarms[1]).toMatchObject({ acknowledgedAtMs: undefined, normalAtMs: undefined });
  });

  it('one that came again is not back to normal', () => {
    const { alarms } = reportOf([
      ...actsOf(opening(plan), ['alarm', smoke('unacknowledged')]),
      actAt(10, 'alarm', smoke('returned-unacknowledged')),
      actAt(20, 'alarm', smoke('unacknowledged')),
    ]);
    expect(alarms[0]?.normalAtMs).toBeUndefined();
  });
});

describe('commands', () => {
  it('are one row each, from the question to the proof', () => {
    const { commands, summary } = reportOf([
      ...actsOf(opening(plan)),
      actAt(5, 'command', command('asked', { deadlineMs: 10_000 })),
      actAt(7, 'command', command('sent', { confirmedBy: 'Chen' })),
      actAt(9, 'command', command('proved', { feedback: 0 })),
    ]);
    expect(commands).toMatchObject([
      {
        number: 1,
        state: 'proved',
        confirmedBy: 'Chen',
        feedback: 0,
        askedAtMs: START_MS + 5_000,
        sentAtMs: START_MS + 7_000,
        endedAtMs: START_MS + 9_000,
        deadlineMs: 10_000,
      },
    ]);
    expect(summary.commands).toEqual({ asked: 1, proved: 1 });
  });

  it.each([
    ['no-answer', 'silent'],
    ['failed', 'other-state'],
    ['refused', 'interlock'],
  ])('that ended as %s is not counted as proved, and says why', (state, reason) => {
    const { commands, summary } = reportOf([
      ...actsOf(opening(plan)),
      actAt(7, 'command', command('asked')),
      actAt(17, 'command', command(state, { reason })),
    ]);
    expect(commands).toMatchObject([{ state, reason, endedAtMs: START_MS + 17_000 }]);
    expect(summary.commands).toEqual({ asked: 1, proved: 0 });
  });

  it('that is under way has not ended', () => {
    const { commands } = reportOf([...actsOf(opening(plan)), actAt(7, 'command', command('sent'))]);
    expect(commands[0]).toMatchObject({ sentAtMs: START_MS + 7_000, endedAtMs: undefined });
  });
});

describe('times against targets', () => {
  it.each([
    ['answered in time', [actAt(30, 'done', { task: 'look', answer: 'dry' })], 600, 'met', 30_000],
    ['answered late', [actAt(90, 'done', { task: 'look', answer: 'dry' })], 600, 'missed', 90_000],
    ['still waited for', [], 30, 'open', undefined],
    ['waited for too long', [], 90, 'missed', undefined],
    ['skipped', [actAt(5, 'skip', { task: 'look', reason: 'no' })], 600, 'missed', undefined],
    ['not done before the end', [actAt(5, 'close', { unmet: [], reason: 'false' })], 30, 'missed', undefined],
  ] as const)('a step %s', (_name, acts, nowS, outcome, tookMs) => {
    const report = reportOf([...actsOf(opening(plan)), ...acts], nowS);
    expect(timeOf(report, 'task', 'look')).toEqual({
      ...{ what: 'task', ref: 'look', targetMs: 60_000 },
      ...{ outcome, tookMs },
    });
  });

  it('a step that the answer made pointless, or that never began, is not measured', () => {
    const report = reportOf([...actsOf(opening(plan)), actAt(5, 'done', { task: 'look', answer: 'dry' })]);
    expect(timeOf(report, 'task', 'valve')).toBeUndefined();
  });

  it('acknowledgement and command are measured without a target', () => {
    const report = reportOf([
      ...actsOf(opening(plan, { cause: 'rule' }), ['alarm', smoke('unacknowledged'), 'engine']),
      actAt(12, 'take', {}, 'Wu'),
      actAt(15, 'alarm', smoke('acknowledged'), 'engine'),
    ]);
    expect(timeOf(report, 'acknowledged')).toMatchObject({ tookMs: 20_000, outcome: 'none' });
    expect(timeOf(report, 'commanded')).toMatchObject({ tookMs: 12_000, outcome: 'none' });
  });

  it('clocks of two stations that disagree make no negative time', () => {
    const report = reportOf([...actsOf(opening(plan), ['alarm', smoke('acknowledged', '1F-A', 500)])]);
    expect(timeOf(report, 'acknowledged')?.tookMs).toBe(0);
  });

  it('the response of a work order is judged by the targets of the site', () => {
    const order = workOrder(served('arrive'), 'WO-7');
    const news = { task: 'look', order: 'WO-7', state: 'assigned', title: { zh: '门', en: 'Door' } };
    const acts = [...actsOf(opening(plan)), actAt(3, 'work-order', news)];
    const report = reportOf(acts, 600, [order, workOrder(served('arrive'), 'WO-8')]);
    expect(report.orders).toMatchObject([{ id: 'WO-7', task: 'look', state: 'on-site' }]);
    const { responseMin } = site.document.dispatch.targets[order.priority];
    expect(timeOf(report, 'response', 'WO-7')).toMatchObject({
      targetMs: responseMin * MINUTE_MS,
      tookMs: (order.arrivedAtMs ?? 0) - order.createdAtMs,
      outcome: 'met',
    });
  });
});

describe('who had command', () => {
  it('is told as spans, also over a hand-over, an end and a reopening', () => {
    const { commanders } = reportOf([
      ...actsOf(opening(plan), ['take'], ['offer', { to: 'Wu' }], ['accept', {}, 'Wu']),
      actAt(10, 'close', { unmet: [], reason: 'over' }, 'Wu'),
      actAt(20, 'reopen', { reason: 'again' }, 'Wu'),
      actAt(21, 'take', {}, 'Li'),
    ]);
    const at = (second: number): number => START_MS + second * 1000;
    expect(commanders).toEqual([
      { name: 'Chen', fromMs: at(1), toMs: at(3) },
      { name: 'Wu', fromMs: at(3), toMs: at(10) },
      { name: 'Wu', fromMs: at(20), toMs: undefined },
    ]);
  });
});

describe('the map', () => {
  it('has the affected storeys with outlines, and alarms and commands where they were', () => {
    const { map } = reportOf([
      ...actsOf(
        opening(plan),
        ['alarm', smoke('unacknowledged')],
        ['alarm', smoke('unacknowledged', '3F-A')],
      ),
      actAt(5, 'command', command('asked')),
    ]);
    expect(map.map(({ label }) => label)).toEqual(['1F', '3F']);
    expect(map[0]?.zones.map(({ id, affected }) => [id, affected])).toEqual([
      ['1F-A', true],
      ['1F-B', false],
      ['1F-C', false],
    ]);
    expect(map[0]?.marks).toEqual([
      { kind: 'alarm', number: 1, count: 1, position: [1, 1] },
      { kind: 'command', number: 1, count: 1, position: [1, 1] },
    ]);
  });
});

describe('a drill', () => {
  it('is scored, what was real is not', () => {
    const done = [actAt(30, 'done', { task: 'look', answer: 'dry' })];
    const drill = reportOf([...actsOf(opening(plan, { layer: 'drill' })), ...done]);
    expect(drill.score?.tasks.find(({ task }) => task === 'look')).toMatchObject({ tookS: 30, points: 3 });
    expect(reportOf([...actsOf(opening(plan)), ...done]).score).toBeUndefined();
  });
});

describe('the whole report', () => {
  it('tells everything once, also what did not count, and never the plan twice', () => {
    const acts = actsOf(
      opening(plan),
      ['alarm', smoke('unacknowledged')],
      ['alarm', smoke('unacknowledged')],
      ['done', { task: 'nothing' }],
    );
    const { timeline, summary } = reportOf(acts);
    expect(timeline.map(({ kind, void: reason }) => [kind, reason])).toEqual([
      ['open', undefined],
      ['alarm', undefined],
      ['done', 'unknown-task'],
    ]);
    expect(timeline[0]?.body['plan']).toBeNull();
    expect(summary).toMatchObject({ people: ['Chen'], alarms: 1 });
  });

  it('is the same, byte for byte, whatever order the acts came in', () => {
    const acts = [
      ...actsOf(opening(plan), ['alarm', smoke('unacknowledged')], ['take', {}, 'Wu']),
      actAt(5, 'command', command('sent', { deadlineMs: 100 })),
      actAt(6, 'done', { task: 'look', answer: 'wet' }, 'Wu', 'desk-2'),
      actAt(9, 'close', { unmet: ['cool'], reason: 'x' }, 'Wu'),
    ];
    const told = canonicalJson(reportOf(acts));
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (shuffled) => {
        const sorted = [...shuffled].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
        expect(canonicalJson(reportOf(sorted))).toBe(told);
        // And what was read back from a file is what was written.
        expect(canonicalJson(JSON.parse(told))).toBe(told);
      }),
    );
  });
});
