/**
 * How a drill went, by time per task. Pure.
 *
 * Rests on the exercise evaluation of HSEEP (Homeland Security Exercise and Evaluation Program, 2020, section 4): an exercise
 * is judged critical task by critical task against a target set beforehand, in four ratings, and the overall rating follows from
 * those of the tasks. The critical tasks are the duties of the plan, the targets their deadlines.
 *
 * | HSEEP rating                        | outcome                                                      | points |
 * | ----------------------------------- | ------------------------------------------------------------ | ------ |
 * | P performed without challenges      | in-time: in its turn and within the target, or has no target | 3      |
 * | S performed with some challenges    | late, by no more than the target again; or out-of-order      | 2      |
 * | M performed with major challenges   | late by more than that                                       | 1      |
 * | U unable to be performed            | skipped, or missed: still open at the end                    | 0      |
 * | –                                   | not-needed: the answers made it pointless                    | 0 of 0 |
 *
 * A skip with a good reason scores as much as one without: whether the reason was good is for the people who debrief to say. A
 * step that the plan calls optional is told, and counts for nothing. Whoever skips a question, or leaves it open, has not found
 * out what else had to be done: the steps that hang on its answer are missed, not pointless. Bands and not a sliding scale: seconds
 * within a target say more of the drill's script than of the people.
 *
 * Invariants: a task done sooner never scores less; one that was done never scores less than one that was not.
 */
import { present } from '#shared/base/assert.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { Incident, TaskState } from './incident.ts';

export type DrillOutcome = 'in-time' | 'late' | 'out-of-order' | 'skipped' | 'missed' | 'not-needed';

export interface TaskScore {
  /** Id in the plan. */
  readonly task: string;
  /** Seconds from when it could begin; undefined where the plan sets none. */
  readonly targetS: number | undefined;
  /** Seconds from when it could begin until it was done; undefined while it was not, or was done before its turn. */
  readonly tookS: number | undefined;
  readonly outcome: DrillOutcome;
  readonly points: number;
  /** 0 for what counts for nothing. */
  readonly outOf: number;
}

export interface DrillScore {
  /** One a task, in the order of the plan. */
  readonly tasks: readonly TaskScore[];
  readonly points: number;
  readonly outOf: number;
  /** 0 to 100, whole; 100 where nothing had to be done. */
  readonly percent: number;
}

/** Of a task: what P is worth. */
const FULL = 3;

/** @param incident a drill that ended; of one that runs, what is still open counts as missed. */
export function scoreDrill(incident: Incident): DrillScore {
  const tasks = incident.tasks.map((state) => {
    const plan = planOf(incident, state.id);
    return scoreTask(plan, state, hangsOnOpen(incident, plan));
  });
  const sum = (of: (score: TaskScore) => number): number =>
    tasks.reduce((total, score) => total + of(score), 0);
  const points = sum((score) => score.points);
  const outOf = sum((score) => score.outOf);
  return { tasks, points, outOf, percent: outOf === 0 ? 100 : Math.round((100 * points) / outOf) };
}

function planOf({ plan }: Incident, id: string): PlanTask {
  return present(
    plan.tasks.find((task) => task.id === id),
    `task ${id}`,
  );
}

/** Whether nobody found out if this was needed: no answer rules it out, and a question that could is without one. */
function hangsOnOpen(incident: Incident, { when }: PlanTask): boolean {
  const questions = when.flatMap((condition) =>
    condition.type === 'answer' ? [{ condition, state: stateOf(incident, condition.task) }] : [],
  );
  const ruledOut = questions.some(
    ({ condition, state }) => state.status === 'done' && ![condition.is].flat().includes(state.answer ?? ''),
  );
  return !ruledOut && questions.some(({ state }) => isOpenQuestion(incident, state));
}

function isOpenQuestion(incident: Incident, { id, status }: TaskState): boolean {
  switch (status) {
    case 'done':
      return false;
    case 'active':
    case 'waiting':
      return true;
    case 'skipped':
      return !planOf(incident, id).optional;
    case 'not-needed':
      return hangsOnOpen(incident, planOf(incident, id));
  }
}

function stateOf({ tasks }: Incident, id: string): TaskState {
  return present(
    tasks.find((task) => task.id === id),
    `task ${id}`,
  );
}

function scoreTask(plan: PlanTask, state: TaskState, undecided: boolean): TaskScore {
  const { activeSinceMs, settledAtMs, status } = state;
  const targetS = plan.deadlineS;
  const isDone = status === 'done' && activeSinceMs !== undefined && settledAtMs !== undefined;
  const tookS = isDone ? Math.max(0, settledAtMs - activeSinceMs) / 1000 : undefined;
  const outcome = outcomeOf(state, targetS, tookS, undecided);
  const outOf = plan.optional || outcome === 'not-needed' ? 0 : FULL;
  const points = outOf === 0 ? 0 : pointsFor(outcome, targetS, tookS);
  return { task: state.id, targetS, tookS, outcome, points, outOf };
}

function outcomeOf(
  { status, late, outOfOrder }: TaskState,
  targetS: number | undefined,
  tookS: number | undefined,
  undecided: boolean,
): DrillOutcome {
  switch (status) {
    case 'done':
      if (outOfOrder) return 'out-of-order';
      // Marked by the clock that never steps; or nobody was there to mark it.
      return late || (targetS !== undefined && tookS !== undefined && tookS > targetS) ? 'late' : 'in-time';
    case 'skipped':
      return 'skipped';
    case 'not-needed':
      return undecided ? 'missed' : 'not-needed';
    case 'active':
    case 'waiting':
      return 'missed';
  }
}

function pointsFor(outcome: DrillOutcome, targetS: number | undefined, tookS: number | undefined): number {
  switch (outcome) {
    case 'in-time':
      return FULL;
    case 'out-of-order':
      return FULL - 1;
    case 'late':
      return tookS !== undefined && targetS !== undefined && tookS > 2 * targetS ? FULL - 2 : FULL - 1;
    case 'skipped':
    case 'missed':
    case 'not-needed':
      return 0;
  }
}
