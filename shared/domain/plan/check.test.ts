import { describe, expect, it } from 'vitest';
import { checkPlan, parsePlanText } from './check.ts';
import type { PlanInput } from './document.ts';

const text = (en: string): { zh: string; en: string } => ({ zh: `中${en}`, en });

function plan(changes: Partial<PlanInput> = {}): PlanInput {
  return {
    schemaVersion: 1,
    id: 'flood',
    name: text('Flood'),
    severity: 2,
    roles: [{ id: 'operator', name: text('Operator'), duty: text('Looks') }],
    tasks: [
      {
        id: 'look',
        text: text('Look'),
        role: 'operator',
        ask: {
          text: text('Wet?'),
          answers: [
            { id: 'wet', text: text('Yes') },
            { id: 'dry', text: text('No') },
          ],
        },
      },
      {
        id: 'pump',
        text: text('Pump'),
        role: 'operator',
        when: [{ type: 'answer', task: 'look', is: 'wet' }],
      },
    ],
    sources: [{ title: 'Practice', use: text('All of it') }],
    ...changes,
  };
}

const problemsOf = (input: unknown): string[] => {
  const checked = checkPlan(input);
  return checked.ok
    ? []
    : checked.problems.map(({ path, found, expected }) => `${path}: ${found} / ${expected}`);
};

describe('a plan file', () => {
  it('passes, with its defaults filled in', () => {
    const checked = checkPlan(plan());
    expect(checked.ok && checked.value.tasks[1]?.after).toEqual([]);
  });

  it.each<[string, PlanInput | unknown, string]>([
    ['an unknown key', { ...plan(), severty: 2 }, 'severty: an unknown key'],
    ['a text in one language', plan({ name: { en: 'Flood' } as never }), 'name.zh: nothing'],
    [
      'a role that nobody has',
      plan({ roles: [{ id: 'guard', name: text('G'), duty: text('D') }] }),
      'tasks[0].role: "operator" / a role',
    ],
    [
      'a task that is not there',
      plan({ tasks: [{ id: 'a', text: text('A'), role: 'operator', after: ['b'] }] }),
      'tasks[0].after[0]: "b" / a task',
    ],
    [
      'a close misspelling',
      plan({
        tasks: [
          ...plan().tasks.slice(0, 1),
          {
            id: 'p',
            text: text('P'),
            role: 'operator',
            when: [{ type: 'answer', task: 'look', is: 'wett' }],
          },
        ],
      }),
      'tasks[1].when[0].is: "wett" / an answer of look, did you mean "wet"?',
    ],
    [
      'a task twice',
      plan({ tasks: [plan().tasks[0]!, plan().tasks[0]!] }),
      'tasks[1].id: "look" a second time',
    ],
    [
      'a circle',
      plan({
        tasks: [
          { id: 'a', text: text('A'), role: 'operator', after: ['b'] },
          { id: 'b', text: text('B'), role: 'operator', after: ['a'] },
        ],
      }),
      'tasks: a circle among a, b',
    ],
    [
      'a check against nothing',
      plan({ closing: [{ type: 'points', id: 'dry', text: text('Dry'), quantity: 'leak' }] }),
      'closing[0]: nothing to compare with',
    ],
    ['no task', plan({ tasks: [] }), 'tasks: '],
    ['something else altogether', 17, ': 17'],
  ])('with %s is refused, and told where', (_name, input, expected) => {
    expect(problemsOf(input).join('\n')).toContain(expected);
  });

  it('that is no JSON is told by line and column', () => {
    const checked = parsePlanText('{\n  "id": oops }');
    expect(!checked.ok && checked.problems[0]?.path).toBe('line 2, column 9');
  });
});
