/** What a fold of an incident's acts carries from act to act. Only `fold*.ts` write to it. */
import { present } from '#shared/base/assert.ts';
import type { EpochMs } from '#shared/base/brand.ts';
import type { Plan, PlanTask, Severity } from '#shared/domain/plan/document.ts';
import type { Act } from '#shared/domain/record/record.ts';
import type { IncidentEvent } from './acts.ts';
import {
  isSettled,
  type Deviation,
  type DeviationKind,
  type GatheredAlarm,
  type Incident,
  type IncidentCause,
  type IncidentLayer,
  type IncidentOrder,
  type IncidentPhase,
  type Injected,
  type TaskCommand,
  type TaskEvidence,
  type TaskState,
  type TaskStatus,
} from './incident.ts';
import { nextTaskOf, taskStatuses, type Mark } from './tasks.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What is remembered of a task besides its status. */
export interface TaskMemory {
  mark:
    (Mark & { readonly atMs: EpochMs; readonly by: string; readonly note: string | undefined }) | undefined;
  activeSinceMs: EpochMs | undefined;
  late: boolean;
  outOfOrder: boolean;
  readonly evidence: TaskEvidence[];
  readonly notified: string[];
  readonly commands: Map<string, TaskCommand>;
  readonly workOrders: string[];
}

export class FoldState {
  readonly id: string;
  plan: Plan | undefined;
  layer: IncidentLayer = 'live';
  cause: IncidentCause = 'hand';
  phase: IncidentPhase = 'open';
  severity: Severity = 4;
  opened: { readonly atMs: EpochMs; readonly by: string } | undefined;
  closed: { readonly atMs: EpochMs; readonly by: string; readonly reason: string | undefined } | undefined;
  joinedInto: string | undefined;
  commander: string | undefined;
  offeredTo: string | undefined;
  acts = 0;
  lastActAtMs = 0 as EpochMs;
  readonly alarms = new Map<string, GatheredAlarm>();
  readonly roles: Writable<Record<string, string>> = {};
  readonly deviations: Deviation[] = [];
  readonly injected: Injected[] = [];
  readonly orders = new Map<string, IncidentOrder>();
  /** Device command → its state as last told. */
  readonly commands = new Map<string, string>();
  readonly #zones = new Set<string>();
  readonly #tasks = new Map<string, TaskMemory>();
  /** `<task>/<place>` of the conditions on points that hold. */
  readonly #holding = new Set<string>();
  #statuses: ReadonlyMap<string, TaskStatus> = new Map();

  constructor(id: string) {
    this.id = id;
  }

  /** What is done to it leaves this one alone. */
  copy(): FoldState {
    const other = new FoldState(this.id);
    other.plan = this.plan;
    other.layer = this.layer;
    other.cause = this.cause;
    other.phase = this.phase;
    other.severity = this.severity;
    other.opened = this.opened;
    other.closed = this.closed;
    other.joinedInto = this.joinedInto;
    other.commander = this.commander;
    other.offeredTo = this.offeredTo;
    other.acts = this.acts;
    other.lastActAtMs = this.lastActAtMs;
    for (const [id, alarm] of this.alarms) other.alarms.set(id, alarm);
    Object.assign(other.roles, this.roles);
    other.deviations.push(...this.deviations);
    other.injected.push(...this.injected);
    for (const [id, order] of this.orders) other.orders.set(id, order);
    for (const [id, told] of this.commands) other.commands.set(id, told);
    for (const zone of this.#zones) other.#zones.add(zone);
    for (const [id, memory] of this.#tasks) other.#tasks.set(id, copyOf(memory));
    for (const key of this.#holding) other.#holding.add(key);
    other.#statuses = this.#statuses;
    return other;
  }

  open(event: Extract<IncidentEvent, { kind: 'open' }>, { atMs, by }: Act): void {
    this.plan = event.plan;
    this.layer = event.layer;
    this.cause = event.cause;
    this.severity = event.severity;
    this.opened = { atMs, by };
    for (const zone of event.zones) this.#zones.add(zone);
    for (const { id } of event.plan.tasks) this.#tasks.set(id, emptyMemory());
  }

  /** @returns false when it was known. */
  addZone(zone: string): boolean {
    if (this.#zones.has(zone)) return false;
    this.#zones.add(zone);
    return true;
  }

  task(
    id: string,
  ): { readonly plan: PlanTask; readonly memory: TaskMemory; readonly status: TaskStatus } | undefined {
    const plan = this.plan?.tasks.find((task) => task.id === id);
    const memory = this.#tasks.get(id);
    return plan && memory && { plan, memory, status: this.#statuses.get(id) ?? 'waiting' };
  }

  holds(task: string, at: number): boolean {
    return this.#holding.has(`${task}/${at}`);
  }

  /** @returns false when that was known. */
  hold(task: string, at: number, holds: boolean): boolean {
    const key = `${task}/${at}`;
    if (this.#holding.has(key) === holds) return false;
    if (holds) this.#holding.add(key);
    else this.#holding.delete(key);
    return true;
  }

  deviate(kind: DeviationKind, { atMs, by }: Act, task: string | undefined, reason?: string): void {
    this.deviations.push({ kind, task, atMs, by, reason });
  }

  /** Tasks that must be settled before a close without a reason. */
  openDuties(): number {
    return (this.plan?.tasks ?? []).filter(
      ({ id, optional }) => !optional && !isSettled(this.#statuses.get(id) ?? 'waiting'),
    ).length;
  }

  /** After each act that may move tasks. */
  settle(atMs: EpochMs): void {
    if (!this.plan) return;
    this.#statuses = taskStatuses(this.plan, {
      mark: (task) => this.#tasks.get(task)?.mark,
      holds: (task, at) => this.holds(task, at),
    });
    for (const [id, status] of this.#statuses) {
      const memory = present(this.#tasks.get(id), `task ${id}`);
      if (status === 'active') memory.activeSinceMs ??= atMs;
      else if (!isSettled(status) || status === 'not-needed') memory.activeSinceMs = undefined;
    }
  }

  incident(): Incident | undefined {
    const { plan, opened, closed } = this;
    if (!plan || !opened) return undefined;
    return {
      id: this.id,
      layer: this.layer,
      cause: this.cause,
      plan,
      phase: this.phase,
      severity: this.severity,
      openedAtMs: opened.atMs,
      openedBy: opened.by,
      closedAtMs: closed?.atMs,
      closedBy: closed?.by,
      closeReason: closed?.reason,
      joinedInto: this.joinedInto,
      zones: [...this.#zones],
      alarms: [...this.alarms.values()],
      commander: this.commander,
      offeredTo: this.offeredTo,
      roles: { ...this.roles },
      tasks: plan.tasks.map(({ id }) => this.#taskState(id)),
      nextTask: this.phase === 'open' ? nextTaskOf(plan, this.#statuses) : undefined,
      deviations: [...this.deviations],
      injected: [...this.injected],
      orders: [...this.orders.values()],
      lastActAtMs: this.lastActAtMs,
      acts: this.acts,
    };
  }

  #taskState(id: string): TaskState {
    const memory = present(this.#tasks.get(id), `task ${id}`);
    return {
      id,
      status: this.#statuses.get(id) ?? 'waiting',
      activeSinceMs: memory.activeSinceMs,
      settledAtMs: memory.mark?.atMs,
      by: memory.mark?.by,
      answer: memory.mark?.answer,
      note: memory.mark?.note,
      late: memory.late,
      outOfOrder: memory.outOfOrder,
      evidence: [...memory.evidence],
      notified: [...memory.notified],
      commands: [...memory.commands.values()],
      workOrders: [...memory.workOrders],
    };
  }
}

function emptyMemory(): TaskMemory {
  return {
    mark: undefined,
    activeSinceMs: undefined,
    late: false,
    outOfOrder: false,
    evidence: [],
    notified: [],
    commands: new Map(),
    workOrders: [],
  };
}

function copyOf(memory: TaskMemory): TaskMemory {
  return {
    ...memory,
    evidence: [...memory.evidence],
    notified: [...memory.notified],
    commands: new Map(memory.commands),
    workOrders: [...memory.workOrders],
  };
}
