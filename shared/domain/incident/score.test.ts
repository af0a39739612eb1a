import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyRecord, mergeRecords, type Act } from '#shared/domain/record/record.ts';
import { actAt, opening, recordOf, testPlan } from '#tests/builders/incident.ts';
import { incidentOf } from './fold.ts';
import type { Incident } from './incident.ts';
import { scoreDrill, type TaskScore } from './score.ts';

const plan = testPlan();

type Step = readonly [second: number, kind: string, body?: object];

const drill = (...steps: readonly Step[]): Incident =>
  incidentOf(
    recordOf([
      actAt(0, ...opening(plan, { layer: 'drill' })),
      ...steps.map(([second, kind, body]) => actAt(second, kind, body)),
    ]),
  );
const of = (incident: Incident, task: string): TaskScore =>
  scoreDrill(incident).tasks.find((score) => score.task === task)!;

const look = (second: number, answer = 'wet'): Step => [second, 'done', { task: 'look', answer, note: 'x' }];

describe('a task', () => {
  const redo: Step = [70, 'redo', { task: 'look', reason: 'wrong room' }];
  const late: Step = [61, 'late', { task: 'look' }];
  it.each<[name: string, steps: readonly Step[], task: string, expected: Partial<TaskScore>]>([
    ['on the last second', [look(60)], 'look', { outcome: 'in-time', points: 3, tookS: 60, targetS: 60 }],
    ['just too late', [look(61)], 'look', { outcome: 'late', points: 2, tookS: 61 }],
    ['late by the target again', [look(120)], 'look', { outcome: 'late', points: 2 }],
    ['later than that', [look(121)], 'look', { outcome: 'late', points: 1 }],
    ['late at first, then again in time', [late, look(62), redo, look(80)], 'look', { outcome: 'late' }],
    [
      'without a target, whenever',
      [look(1), [9, 'done', { task: 'valve' }], [9_000, 'done', { task: 'pump' }]],
      'pump',
      { outcome: 'in-time', points: 3, targetS: undefined, tookS: 8_991 },
    ],
    [
      'before its turn',
      [look(1), [2, 'done', { task: 'pump' }]],
      'pump',
      { outcome: 'out-of-order', points: 2, tookS: undefined },
    ],
    [
      'skipped, for whatever reason',
      [[5, 'skip', { task: 'look', reason: 'smoke' }]],
      'look',
      { outcome: 'skipped', points: 0, outOf: 3 },
    ],
    ['open at the end', [], 'look', { outcome: 'missed', points: 0, outOf: 3 }],
    ['ruled out by an answer', [look(1)], 'sensor', { outcome: 'not-needed', points: 0, outOf: 0 }],
    ['ruled out by the state of the building', [look(1)], 'garage', { outcome: 'not-needed', outOf: 0 }],
    [
      'whose question was skipped',
      [[5, 'skip', { task: 'look', reason: 'smoke' }]],
      'valve',
      { outcome: 'missed', points: 0, outOf: 3 },
    ],
    ['optional and open', [look(1)], 'announce', { outcome: 'missed', points: 0, outOf: 0 }],
    [
      'optional and done',
      [[1, 'done', { task: 'announce' }]],
      'announce',
      { outcome: 'in-time', points: 0, outOf: 0 },
    ],
  ])('%s', (_name, steps, task, expected) => {
    expect(of(drill(...steps), task)).toMatchObject(expected);
  });
});

describe('a drill', () => {
  const well: readonly Step[] = [look(10), [40, 'done', { task: 'valve' }], [60, 'done', { task: 'pump' }]];

  it('counts what was needed, from 0 to 100', () => {
    expect(scoreDrill(drill(...well))).toMatchObject({ points: 9, outOf: 9, percent: 100 });
    expect(scoreDrill(drill(look(70), ...well.slice(1)))).toMatchObject({ points: 8, outOf: 9, percent: 89 });
    expect(scoreDrill(drill())).toMatchObject({ points: 0, percent: 0 });
  });

  it('in which a question was skipped is not the better for what then nobody had to do', () => {
    const dodged = drill([1, 'skip', { task: 'look', reason: 'no time' }]);
    expect(scoreDrill(dodged)).toMatchObject({ points: 0, outOf: 12, percent: 0 });
  });

  it('of a plan without duties is whole', () => {
    const idle = testPlan({
      tasks: [{ id: 'a', text: { zh: 'A', en: 'A' }, role: 'operator', optional: true }],
      closing: [],
    });
    const opened = incidentOf(recordOf([actAt(0, ...opening(idle, { layer: 'drill' }))]));
    expect(scoreDrill(opened)).toMatchObject({ outOf: 0, percent: 100 });
  });
});

const ids = plan.tasks.map(({ id }) => id);

/** Acts with pauses, in seconds. */
const histories = fc.array(
  fc.record({
    kind: fc.constantFrom('done', 'done', 'done', 'skip', 'redo', 'late'),
    task: fc.constantFrom(...ids),
    answer: fc.constantFrom('wet', 'dry'),
    pauseS: fc.integer({ min: 1, max: 200 }),
  }),
  { maxLength: 25 },
);
type History = readonly { kind: string; task: string; answer: string; pauseS: number }[];

function actsOf(history: History): Act[] {
  let second = 0;
  return [
    actAt(0, ...opening(plan, { layer: 'drill' })),
    ...history.map(({ kind, task, answer, pauseS }) => {
      second += pauseS;
      return actAt(second, kind, { task, answer, note: 'x', reason: 'because' });
    }),
  ];
}

describe('always', () => {
  it('who does the same sooner scores no less', () => {
    fc.assert(
      fc.property(histories, fc.nat(24), fc.integer({ min: 1, max: 199 }), (history, at, lessS) => {
        const sooner = history.map((act, place) =>
          place === at ? { ...act, pauseS: Math.max(1, act.pauseS - lessS) } : act,
        );
        const [slow, fast] = [history, sooner].map((one) => scoreDrill(incidentOf(recordOf(actsOf(one)))));
        expect(fast!.percent).toBeGreaterThanOrEqual(slow!.percent);
        fast!.tasks.forEach(({ points }, place) =>
          expect(points).toBeGreaterThanOrEqual(slow!.tasks[place]!.points),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('skipping a task scores no more than doing it, however late', () => {
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom(...ids),
        fc.integer({ min: 1, max: 9_000 }),
        (before, task, pauseS) => {
          const end = { task, answer: 'wet', pauseS };
          const [skipped, done] = ['skip', 'done'].map((kind) =>
            of(incidentOf(recordOf(actsOf([...before, { ...end, kind }]))), task),
          );
          expect(skipped!.points).toBeLessThanOrEqual(done!.points);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('the order in which acts became known does not matter, and points stay within their bounds', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (history, order) => {
        const acts = actsOf(history);
        const shuffled = acts
          .map((act) => ({ act, rank: order.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        const merged = shuffled.reduce(
          (record, { act }) => mergeRecords(record, recordOf([act])),
          emptyRecord('incident', 'INC-1'),
        );
        const score = scoreDrill(incidentOf(merged));
        expect(score).toEqual(scoreDrill(incidentOf(recordOf(acts))));
        expect(score.percent).toBeGreaterThanOrEqual(0);
        expect(score.percent).toBeLessThanOrEqual(100);
        for (const { points, outOf } of score.tasks) expect(points).toBeLessThanOrEqual(outOf);
      }),
    );
  });
});
