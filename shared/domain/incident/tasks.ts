/**
 * Which tasks of a plan are waiting, active, settled or not needed. Pure: from the plan, what people did, and which
 * conditions on points hold.
 *
 * | was marked | a `when` fails | a `when` unknown | all before it settled | status     |
 * | ---------- | -------------- | ---------------- | --------------------- | ---------- |
 * | done       |                |                  |                       | done       |
 * | skipped    |                |                  |                       | skipped    |
 * | –          | yes            |                  |                       | not-needed |
 * | –          | no             | yes              |                       | waiting    |
 * | –          | no             | no               | no                    | waiting    |
 * | –          | no             | no               | yes                   | active     |
 *
 * Invariant: while any task is waiting, another one is active: the plan has no circle (`plan/check.ts`).
 */
import { present } from '#shared/base/assert.ts';
import type { Plan, PlanCondition, PlanTask } from '#shared/domain/plan/document.ts';
import { isSettled, type TaskStatus } from './incident.ts';

export interface Mark {
  readonly status: 'done' | 'skipped';
  readonly answer: string | undefined;
}

export interface TaskFacts {
  mark(task: string): Mark | undefined;
  /** Whether a condition on points holds. @param at its place in the task's `when`. */
  holds(task: string, at: number): boolean;
}

/** @returns the status by task. */
export function taskStatuses(plan: Plan, facts: TaskFacts): ReadonlyMap<string, TaskStatus> {
  const byId = new Map(plan.tasks.map((task) => [task.id, task]));
  const known = new Map<string, TaskStatus>();
  const statusOf = (id: string): TaskStatus => {
    const before = known.get(id);
    if (before) return before;
    const status = judge(present(byId.get(id), `task ${id}`), facts, statusOf);
    known.set(id, status);
    return status;
  };
  for (const { id } of plan.tasks) statusOf(id);
  return known;
}

function judge(task: PlanTask, facts: TaskFacts, statusOf: (id: string) => TaskStatus): TaskStatus {
  const mark = facts.mark(task.id);
  if (mark) return mark.status;
  const held = task.when.map((condition, at) => isHeld(task, condition, at, facts, statusOf));
  if (held.includes(false)) return 'not-needed';
  if (held.includes(undefined)) return 'waiting';
  return task.after.every((id) => isSettled(statusOf(id))) ? 'active' : 'waiting';
}

/** @returns undefined while it cannot be known. */
function isHeld(
  task: PlanTask,
  condition: PlanCondition,
  at: number,
  facts: TaskFacts,
  statusOf: (id: string) => TaskStatus,
): boolean | undefined {
  if (condition.type === 'points') return facts.holds(task.id, at);
  const mark = facts.mark(condition.task);
  if (mark?.status === 'done') return [condition.is].flat().includes(mark.answer ?? '');
  return isSettled(statusOf(condition.task)) ? false : undefined;
}

/** The first active task that must be done, in the order of the plan; where only optional ones are left, the first of those. */
export function nextTaskOf(plan: Plan, statuses: ReadonlyMap<string, TaskStatus>): string | undefined {
  const active = plan.tasks.filter(({ id }) => statuses.get(id) === 'active');
  return (active.find(({ optional }) => !optional) ?? active[0])?.id;
}
