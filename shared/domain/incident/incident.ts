/**
 * An incident is the human response to what happened: one plan, one commander, tasks with clocks, and the alarms that belong
 * to it. It is a shared record (`shared/domain/record`): nothing here is stored; all of it is folded from the acts of people
 * and stations, in the order of their stamps (`fold.ts`). Plain JSON, so that it can travel to a window.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmPhase } from '#shared/domain/alarm/alarm.ts';
import type { Plan, Severity } from '#shared/domain/plan/document.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';

export const INCIDENT_TYPE = 'incident';

/** `drill`: an exercise. Nothing of it reaches a device, and nothing of the building reaches it. */
export type IncidentLayer = 'live' | 'drill';
export type IncidentCause = 'alarm' | 'rule' | 'hand';

/** `joined`: two stations opened one for the same thing; it goes on in another. */
export type IncidentPhase = 'open' | 'closed' | 'joined';

/** An alarm that belongs to an incident, as it stood when a station last told. */
export interface GatheredAlarm {
  readonly id: string;
  readonly pointId: string;
  readonly assetId: string;
  readonly zoneId: string;
  readonly storeyId: string;
  readonly quantity: string;
  readonly priority: AlarmPriority;
  readonly name: LocalizedText;
  readonly phase: AlarmPhase;
  readonly raisedAtMs: EpochMs;
  /** `cause`: the plan is for such alarms; `place`: it stands where this happens. */
  readonly why: 'cause' | 'place';
}

/**
 * | state      | means                                                                                     |
 * | ---------- | ----------------------------------------------------------------------------------------- |
 * | waiting    | something before it is not settled, or a question that decides about it is not answered   |
 * | active     | may and should be done now; its clock runs                                                |
 * | done       | somebody said so                                                                          |
 * | skipped    | somebody decided against it and said why                                                  |
 * | not-needed | the answers, or the state of the building, make it pointless                              |
 */
export type TaskStatus = 'waiting' | 'active' | 'done' | 'skipped' | 'not-needed';

export interface TaskEvidence {
  readonly item: string;
  readonly text: string;
  readonly by: string;
  readonly atMs: EpochMs;
}

export interface TaskCommand {
  /** Id of the device command. */
  readonly command: string;
  readonly pointId: string;
  readonly state: string;
}

/** A work order that was made for an incident, as was last told in it; the order is a record of its own. */
export interface IncidentOrder {
  /** Id of the order; in a drill, where there is none, a name within the incident. */
  readonly order: string;
  /** The step that asked for it; undefined where none did. */
  readonly task: string | undefined;
  /** A state of the order, or `rehearsed`: in a drill nobody is sent. */
  readonly state: string;
  readonly title: LocalizedText;
  /** Whom it is with; in a drill, who would have been sent. */
  readonly staffId: string | undefined;
  readonly person: LocalizedText | undefined;
  /** Why the duty manager was told; in a drill `nobody`: there was nobody to send. */
  readonly escalation: string | undefined;
}

export interface TaskState {
  readonly id: string;
  readonly status: TaskStatus;
  /** Since when it is or was active; undefined before. */
  readonly activeSinceMs: EpochMs | undefined;
  readonly settledAtMs: EpochMs | undefined;
  readonly by: string | undefined;
  readonly answer: string | undefined;
  /** Why it was skipped, or what was said about it when it was done. */
  readonly note: string | undefined;
  readonly late: boolean;
  /** Done before its turn. */
  readonly outOfOrder: boolean;
  readonly evidence: readonly TaskEvidence[];
  readonly notified: readonly string[];
  /** Latest state of each command that was asked for here. */
  readonly commands: readonly TaskCommand[];
  readonly workOrders: readonly string[];
}

export type DeviationKind =
  'late' | 'skipped' | 'out-of-order' | 'redone' | 'no-evidence' | 'relieved' | 'closed-early';

/** Where what was done differs from the plan. */
export interface Deviation {
  readonly kind: DeviationKind;
  readonly task: string | undefined;
  readonly atMs: EpochMs;
  readonly by: string;
  readonly reason: string | undefined;
}

/** Something that a drill plays in. */
export interface Injected {
  readonly stamp: Stamp;
  readonly step: number | undefined;
  readonly atMs: EpochMs;
  readonly pointId: string | undefined;
  readonly quantity: string;
  readonly value: number;
  readonly text: LocalizedText;
}

export interface Incident {
  /** E.g. `INC-261125-03KQT`. */
  readonly id: string;
  readonly layer: IncidentLayer;
  readonly cause: IncidentCause;
  /** As it was when the incident was opened: readable after the file changed, and the same at every station. */
  readonly plan: Plan;
  readonly phase: IncidentPhase;
  readonly severity: Severity;
  readonly openedAtMs: EpochMs;
  readonly openedBy: string;
  readonly closedAtMs: EpochMs | undefined;
  readonly closedBy: string | undefined;
  /** Why it was closed although something was missing. */
  readonly closeReason: string | undefined;
  readonly joinedInto: string | undefined;
  /** Affected, in the order in which that became known. */
  readonly zones: readonly string[];
  readonly alarms: readonly GatheredAlarm[];
  readonly commander: string | undefined;
  readonly offeredTo: string | undefined;
  /** Role → person. */
  readonly roles: Readonly<Record<string, string>>;
  /** In the order of the plan. */
  readonly tasks: readonly TaskState[];
  /** The next step; undefined once no task is open. */
  readonly nextTask: string | undefined;
  readonly deviations: readonly Deviation[];
  readonly injected: readonly Injected[];
  /** In the order in which they were made. */
  readonly orders: readonly IncidentOrder[];
  readonly lastActAtMs: EpochMs;
  readonly acts: number;
}

/** Why an act did not count. It is kept, and shown as such. */
export type VoidReason =
  | 'malformed'
  | 'not-open'
  | 'closed'
  | 'already-open'
  | 'unknown-task'
  | 'unknown-role'
  | 'unknown-answer'
  | 'needs-answer'
  | 'needs-reason'
  | 'already-settled'
  | 'not-settled'
  | 'not-active'
  | 'repeated'
  | 'has-commander'
  | 'not-commander'
  | 'not-offered'
  | 'not-normal'
  | 'not-a-drill';

/** Settled tasks count as steps taken; what turned out not to be needed counts as neither. */
export function progressOf({ tasks }: Pick<Incident, 'tasks'>): {
  readonly settled: number;
  readonly total: number;
} {
  const needed = tasks.filter(({ status }) => status !== 'not-needed');
  return { settled: needed.filter(({ status }) => isSettled(status)).length, total: needed.length };
}

export function isSettled(status: TaskStatus): boolean {
  return status === 'done' || status === 'skipped' || status === 'not-needed';
}

/** Whether there is nothing to tell of an order: it is where it was, with whom it was. */
type News = Pick<IncidentOrder, 'state' | 'staffId' | 'escalation'>;
export function isSameNews(a: News, b: News): boolean {
  return a.state === b.state && a.staffId === b.staffId && a.escalation === b.escalation;
}

/** When an active task becomes late; undefined for one without a clock. */
export function dueAtMs(incident: Pick<Incident, 'plan'>, task: TaskState): number | undefined {
  const deadlineS = incident.plan.tasks.find(({ id }) => id === task.id)?.deadlineS;
  return deadlineS === undefined || task.activeSinceMs === undefined
    ? undefined
    : task.activeSinceMs + deadlineS * 1000;
}
