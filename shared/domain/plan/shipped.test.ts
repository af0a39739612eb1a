/** The plans that come with the program: whole, in both languages, with no branch that nobody can come to. */
import { describe, expect, it } from 'vitest';
import { createFolder } from '#shared/domain/incident/fold.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import { actAt, opening, recordOf, shippedPlans } from '#tests/builders/incident.ts';
import type { Plan } from './document.ts';

const plans = [...shippedPlans().values()];

it('there is one for each emergency', () => {
  expect(plans.map(({ id }) => id).sort()).toEqual([
    'fire',
    'gas',
    'intrusion',
    'lift-entrapment',
    'medical',
    'power-loss',
    'severe-weather',
    'water-leak',
  ]);
});

describe.each(plans.map((plan) => [plan.id, plan] as const))('%s', (_id, plan) => {
  it('stands in a file of its own name', () => {
    expect(shippedPlans().get(`${plan.id}.json`)?.id).toBe(plan.id);
  });

  it('says everything in both languages', () => {
    for (const { zh, en } of localizedIn(plan)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      // An announcement is spoken in both languages, and stands in `action`; a text is in one.
      expect(en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('can be walked to the end by every combination of answers, and every task and answer is met', () => {
    const { tasks, answers } = walk(plan);
    expect([...tasks].sort()).toEqual(plan.tasks.map(({ id }) => id).sort());
    expect([...answers].sort()).toEqual(
      plan.tasks.flatMap(({ id, ask }) => ask?.answers.map((answer) => `${id}=${answer.id}`) ?? []).sort(),
    );
  });

  it('gives every duty a clock or a place in the order, and cites what it rests on', () => {
    const first = plan.tasks.filter(({ after, when }) => after.length === 0 && when.length === 0);
    for (const task of first) expect(task.deadlineS, task.id).toBeDefined();
    expect(plan.sources.length).toBeGreaterThan(1);
  });

  it('needs each role for something', () => {
    for (const { id } of plan.roles)
      expect(
        plan.tasks.some(({ role }) => role === id),
        id,
      ).toBe(true);
  });
});

/** Plays the plan from its first task along every answer, with conditions on points holding and not holding. */
function walk(plan: Plan): { tasks: Set<string>; answers: Set<string> } {
  const tasks = new Set<string>();
  const answers = new Set<string>();
  const seen = new Set<string>();
  const points = plan.tasks.flatMap(({ id, when }) =>
    when.flatMap((condition, at) => (condition.type === 'points' ? [{ task: id, at, holds: true }] : [])),
  );
  const play = (choices: readonly (readonly [string, string | undefined])[]): void => {
    const written = [
      opening(plan),
      ...points.map((body) => ['condition', body] as const),
      ...choices.map(([task, answer]) => ['done', { task, answer, note: 'done' }] as const),
    ];
    const acts = written.map(([kind, body], at) => actAt(at, kind, body));
    const { incident, voids } = createFolder('INC-1', acts).fold();
    expect([...voids]).toEqual([]);
    for (const { id, status } of incident!.tasks) if (status === 'active') tasks.add(id);
    const next = incident!.nextTask;
    if (next === undefined) {
      expect(canClose(incident!, acts.length, acts)).toBe(true);
      return;
    }
    const options = plan.tasks.find(({ id }) => id === next)?.ask?.answers.map(({ id }) => id) ?? [undefined];
    for (const answer of options) {
      if (answer !== undefined) answers.add(`${next}=${answer}`);
      const key =
        [...choices, [next, answer] as const]
          .map(String)
          .filter((one) => !one.endsWith(','))
          .sort()
          .join() + next;
      if (seen.has(key)) continue;
      seen.add(key);
      play([...choices, [next, answer]]);
    }
  };
  play([]);
  return { tasks, answers };
}

function canClose(incident: Incident, second: number, acts: readonly ReturnType<typeof actAt>[]): boolean {
  const close = actAt(second, 'close', { unmet: [] });
  const { incident: closed } = createFolder('INC-1').follow(recordOf([...acts, close]));
  return incident.phase === 'open' && closed?.phase === 'closed';
}

function localizedIn(value: unknown): { zh: string; en: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { zh, en } = value as { zh?: unknown; en?: unknown };
  if (typeof zh === 'string' && typeof en === 'string') return [{ zh, en }];
  return Object.values(value).flatMap(localizedIn);
}
