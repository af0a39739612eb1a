/**
 * The one door through which a plan comes in. Invariants: never throws, whatever the value; says everything that is wrong
 * at once; in a plan that passes every reference leads somewhere, no task waits for itself, and each task can be reached.
 */
import { jsonTextProblems } from '#shared/domain/site/json-text.ts';
import { foundText, suggestion, type SiteProblem } from '#shared/domain/site/problem.ts';
import { schemaProblems } from '#shared/domain/site/schema-problem.ts';
import { planSchema, type Plan, type PlanTask } from './document.ts';

export type CheckedPlan =
  | { readonly ok: true; readonly value: Plan }
  | { readonly ok: false; readonly problems: readonly SiteProblem[] };

/** @param text of a plan file. @returns the plan with its defaults filled in, or all problems. */
export function parsePlanText(text: string): CheckedPlan {
  // Editors on Windows put a byte order mark first; RFC 8259 section 8.1 lets a reader ignore it.
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const broken = jsonTextProblems(bare);
  if (broken.length > 0) return { ok: false, problems: broken };
  return checkPlan(JSON.parse(bare));
}

/** @param json any value, as `JSON.parse` gives it. */
export function checkPlan(json: unknown): CheckedPlan {
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problems: schemaProblems(json, parsed.error.issues, planSchema) };
  const plan = parsed.data;
  const problems = [
    ...repeatedIds(plan),
    ...roleProblems(plan),
    ...referenceProblems(plan),
    ...circleProblems(plan),
    ...checkProblems(plan),
  ];
  return problems.length === 0 ? { ok: true, value: plan } : { ok: false, problems };
}

function repeatedIds(plan: Plan): SiteProblem[] {
  const lists: readonly (readonly [string, readonly { readonly id: string }[]])[] = [
    ['roles', plan.roles],
    ['tasks', plan.tasks],
    ['closing', plan.closing],
    ...plan.tasks.flatMap((task, at): [string, readonly { readonly id: string }[]][] => [
      [`tasks[${at}].ask.answers`, task.ask?.answers ?? []],
      [`tasks[${at}].evidence`, task.evidence],
      [`tasks[${at}].notify`, task.notify],
    ]),
  ];
  return lists.flatMap(([path, list]) =>
    list.flatMap(({ id }, at) =>
      list.findIndex((other) => other.id === id) === at
        ? []
        : [{ path: `${path}[${at}].id`, found: `${foundText(id)} a second time`, expected: 'each id once' }],
    ),
  );
}

function roleProblems(plan: Plan): SiteProblem[] {
  const roles = plan.roles.map(({ id }) => id);
  return plan.tasks.flatMap(({ role }, at) =>
    roles.includes(role)
      ? []
      : [{ path: `tasks[${at}].role`, found: foundText(role), expected: `a role${suggestion(role, roles)}` }],
  );
}

function referenceProblems(plan: Plan): SiteProblem[] {
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  const unknown = (path: string, id: string): SiteProblem => ({
    path,
    found: foundText(id),
    expected: `a task${suggestion(id, byId.keys())}`,
  });
  return plan.tasks.flatMap((task, at) => [
    ...task.after.flatMap((id, place) => (byId.has(id) ? [] : [unknown(`tasks[${at}].after[${place}]`, id)])),
    ...task.when.flatMap((condition, place): SiteProblem[] => {
      if (condition.type !== 'answer') return [];
      const path = `tasks[${at}].when[${place}]`;
      const asked = byId.get(condition.task);
      if (!asked) return [unknown(`${path}.task`, condition.task)];
      return answerProblems(`${path}.is`, asked, [condition.is].flat());
    }),
  ]);
}

function answerProblems(path: string, asked: PlanTask, wanted: readonly string[]): SiteProblem[] {
  const answers = asked.ask?.answers.map(({ id }) => id) ?? [];
  return wanted
    .filter((answer) => !answers.includes(answer))
    .map((answer) => ({
      path,
      found: foundText(answer),
      expected:
        answers.length === 0
          ? `a task that asks something; ${asked.id} asks nothing`
          : `an answer of ${asked.id}${suggestion(answer, answers)}`,
    }));
}

/** What a task waits for, by order or by answer. */
function waitsFor(task: PlanTask): string[] {
  return [
    ...task.after,
    ...task.when.flatMap((condition) => (condition.type === 'answer' ? [condition.task] : [])),
  ];
}

function circleProblems(plan: Plan): SiteProblem[] {
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  const free = new Set<string>();
  // Tasks whose every predecessor is free are free; what is left at the end waits for itself.
  for (let grew = true; grew;) {
    const next = plan.tasks.filter(
      (task) => !free.has(task.id) && waitsFor(task).every((id) => free.has(id) || !byId.has(id)),
    );
    for (const { id } of next) free.add(id);
    grew = next.length > 0;
  }
  const stuck = plan.tasks.filter(({ id }) => !free.has(id)).map(({ id }) => id);
  if (stuck.length === 0) return [];
  return [{ path: 'tasks', found: `a circle among ${stuck.join(', ')}`, expected: 'an order that ends' }];
}

/** A check that compares with nothing would hold for every value. */
function checkProblems(plan: Plan): SiteProblem[] {
  const checks = [
    ...plan.tasks.flatMap((task, at) =>
      task.when.map((condition, place) => ({ path: `tasks[${at}].when[${place}]`, condition })),
    ),
    ...plan.closing.map((condition, at) => ({ path: `closing[${at}]`, condition })),
  ];
  return checks.flatMap(({ path, condition }) =>
    condition.type === 'points' &&
    condition.is === undefined &&
    condition.above === undefined &&
    condition.below === undefined
      ? [{ path, found: 'nothing to compare with', expected: '"is", "above" or "below"' }]
      : [],
  );
}
