import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispatchSchema } from '#shared/domain/site/dispatch-document.ts';
import {
  CREATE,
  MINUTE_MS,
  served,
  START_MS,
  workOrder,
  type WrittenAct,
} from '#tests/builders/work-order.ts';
import { clocksOf, currentClock, nextChangeMs } from './clocks.ts';
import { figuresOf, percentile, statisticsOf } from './statistics.ts';

const { targets } = dispatchSchema.parse({});
const at = (minute: number): number => START_MS + minute * MINUTE_MS;
const responseAt = (acts: readonly WrittenAct[], minute: number) =>
  clocksOf(workOrder(acts), targets, at(minute)).response;

describe('the response clock (priority 3: 60 minutes)', () => {
  it.each<[number, string]>([
    [0, 'running'],
    [44, 'running'],
    [45, 'warned'],
    [60, 'warned'],
    [61, 'breached'],
  ])('after %d minutes is %s', (minute, state) => {
    expect(responseAt([CREATE], minute).state).toBe(state);
  });

  it('ends with the arrival, in time or not', () => {
    expect(responseAt(served('arrive'), 90)).toMatchObject({ state: 'met', elapsedMs: 10 * MINUTE_MS });
    const late = [...served('travel'), { kind: 'arrive', body: { staffId: 'zhao' }, atMin: 70 }];
    expect(responseAt(late, 90).state).toBe('missed');
  });

  it('stands still on hold, and goes on afterwards', () => {
    const held = [CREATE, { kind: 'hold', atMin: 10 }];
    expect(responseAt(held, 500)).toMatchObject({ state: 'paused', elapsedMs: 10 * MINUTE_MS });
    const resumed = [...held, { kind: 'resume', atMin: 100 }];
    expect(responseAt(resumed, 120)).toMatchObject({ state: 'running', elapsedMs: 30 * MINUTE_MS });
  });

  it('gives way to the resolution once somebody is there, and to nothing when cancelled', () => {
    expect(currentClock(clocksOf(workOrder(served('arrive')), targets, at(20))).targetMs).toBe(
      480 * MINUTE_MS,
    );
    expect(responseAt([CREATE, { kind: 'cancel', atMin: 5 }], 400).state).toBe('void');
  });

  it('changes by itself exactly when it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), (minute) => {
        const order = workOrder([CREATE]);
        const before = clocksOf(order, targets, at(minute));
        const afterMs = nextChangeMs(before);
        if (afterMs === Infinity) return;
        const states = (nowMs: number) => {
          const { response, resolution } = clocksOf(order, targets, nowMs);
          return [response.state, resolution.state];
        };
        expect(states(at(minute) + afterMs)).not.toEqual(states(at(minute)));
        if (afterMs > 1)
          expect(states(at(minute) + afterMs - 1)).toEqual([before.response.state, before.resolution.state]);
      }),
    );
  });
});

describe('statistics', () => {
  const orders = [
    workOrder(served('verify'), 'WO-1'),
    workOrder(
      [
        ...served('verify', 'li'),
        { kind: 'reopen', atMin: 55 },
        { kind: 'assign', body: { staffId: 'li' }, atMin: 56 },
      ],
      'WO-2',
    ),
    workOrder([CREATE, { kind: 'cancel' }], 'WO-3'),
    workOrder([...served('finish'), { kind: 'score', body: { score: 4 }, atMin: 60 }], 'WO-4'),
  ];

  it('count what was made, answered, fixed at once, reopened', () => {
    expect(figuresOf(orders, targets)).toEqual({
      created: 3,
      done: 2,
      cancelled: 1,
      responses: 3,
      meanResponseMs: 10 * MINUTE_MS,
      p90ResponseMs: 10 * MINUTE_MS,
      responseInTarget: 1,
      meanResolutionMs: 40 * MINUTE_MS,
      firstTimeFix: 1,
      reopened: 1,
      meanScore: 4,
    });
  });

  it('say nothing where there is nothing to say it of', () => {
    expect(figuresOf([], targets)).toMatchObject({
      created: 0,
      meanResponseMs: undefined,
      firstTimeFix: undefined,
    });
  });

  it('group by kind, storey, asset and engineer, and leave other weeks out', () => {
    const span = { fromMs: START_MS - 1, toMs: START_MS + MINUTE_MS };
    const { by } = statisticsOf(orders, targets, span, { storeyOf: () => '7F' });
    expect(by.kind.map(({ key }) => key)).toEqual(['corrective']);
    expect(by.storey[0]).toMatchObject({ key: '7F', figures: { created: 3 } });
    expect(by.asset).toEqual([]);
    expect(by.engineer.map(({ key, figures }) => [key, figures.created])).toEqual([
      ['zhao', 2],
      ['li', 1],
    ]);
    expect(
      statisticsOf(orders, targets, { fromMs: 0, toMs: START_MS }, { storeyOf: () => '7F' }).all.created,
    ).toBe(0);
  });

  it('take the nearest rank as percentile', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.9)).toBe(5);
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9);
    expect(percentile([7], 0.5)).toBe(7);
  });
});
