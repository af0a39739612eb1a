/**
 * Drives the orders that this station owns: to the next person after a refusal or silence, and to the duty manager when there is
 * nobody. Owns: since when an answer has been waited for, on the monotonic clock. Invariants: only the owner drives, so no two
 * stations give one order away; a station that is away loses its orders to the first of those that are there; whoever is under way is
 * never called off.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import type { Proposal } from '#shared/domain/staff/proposal.ts';
import type { OrderClocks } from '#shared/domain/work-order/clocks.ts';
import { isUnderWay, isWaiting, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { NewAct } from '#engine/records/records.ts';

export const ENGINE = 'engine';

export type EscalationReason = 'nobody-free' | 'response-late';

export interface DriverDeps {
  readonly stationId: string;
  readonly rules: Pick<DispatchRules, 'answerTimeoutS' | 'assignment'>;
  readonly clock: Clock;
  /** Not finished. */
  orders(): readonly WorkOrder[];
  clocks(id: string): OrderClocks | undefined;
  proposal(order: WorkOrder): Proposal;
  /** @returns whether it got on disk. */
  write(id: string, acts: readonly NewAct[]): Promise<boolean>;
  /** 0 while it is there, or nothing is known. */
  awayMs(stationId: string): number;
  /** How many stations that are there come before this one. */
  rank(): number;
}

export interface Driver {
  /** Every 100 ms. */
  tick(): void;
  /** To whoever is proposed now, else to the duty manager. */
  send(order: WorkOrder, by: string): Sent;
}

export interface Sent {
  /** Whom; undefined: nobody is free. */
  readonly staffId: string | undefined;
  readonly stored: Promise<boolean>;
}

/** A station that restarts is back sooner. */
const TAKE_OVER_AFTER_MS = 15_000;
/** Each further station waits this much longer, so that the first one's act arrives before. */
const TAKE_OVER_STEP_MS = 5_000;
/** Nobody was free: asked again so often. */
const AGAIN_MS = 1_000;

interface Waited {
  /** Names the assignment or the round. */
  readonly what: string;
  readonly sinceMs: number;
}

export function createDriver(deps: DriverDeps): Driver {
  const { stationId, rules, clock, write } = deps;
  const answers = new Map<string, Waited>();
  const askedAt = new Map<string, number>();

  const waitedMs = (order: WorkOrder): number => {
    const what = `${order.assigneeId} ${order.assignedAtMs}`;
    const before = answers.get(order.id);
    if (before?.what === what) return clock.monotonicMs() - before.sinceMs;
    answers.set(order.id, { what, sinceMs: clock.monotonicMs() });
    return 0;
  };
  const escalate = (order: WorkOrder, reason: EscalationReason): Promise<boolean> =>
    write(order.id, [{ kind: 'escalate', by: ENGINE, body: { reason } }]);

  const send = (order: WorkOrder, by: string): Sent => {
    const staffId = deps.proposal(order).chosen?.staffId;
    if (staffId !== undefined) {
      const how = by === ENGINE ? 'automatic' : 'proposed';
      return { staffId, stored: write(order.id, [{ kind: 'assign', by, body: { staffId, how } }]) };
    }
    // Told once a round: the condition stands until somebody has it.
    const told = order.escalation === 'nobody-free';
    return { staffId, stored: told ? Promise.resolve(true) : escalate(order, 'nobody-free') };
  };
  /** Somebody has asked for a person already, or the site wants none asked. */
  const goesByItself = ({ state, escalation }: WorkOrder): boolean =>
    rules.assignment === 'automatic' || state === 'declined' || escalation === 'nobody-free';
  const sendAgain = (order: WorkOrder): void => {
    const now = clock.monotonicMs();
    if (now - (askedAt.get(order.id) ?? -Infinity) < AGAIN_MS) return;
    askedAt.set(order.id, now);
    send(order, ENGINE);
  };
  const drive = (order: WorkOrder): void => {
    if (order.state === 'assigned' && waitedMs(order) >= rules.answerTimeoutS * 1000)
      void write(order.id, [{ kind: 'no-answer', by: ENGINE, body: { staffId: order.assigneeId ?? '' } }]);
    else if (isWaiting(order) && goesByItself(order)) sendAgain(order);
    const response = deps.clocks(order.id)?.response.state;
    const late = response === 'breached' || (response === 'warned' && isWaiting(order));
    const expected = isWaiting(order) || (isUnderWay(order) && order.state !== 'on-site');
    if (late && expected && order.escalatedAtMs === undefined) void escalate(order, 'response-late');
  };
  const takeOver = (order: WorkOrder): void => {
    const patienceMs = TAKE_OVER_AFTER_MS + deps.rank() * TAKE_OVER_STEP_MS;
    if (deps.awayMs(order.owner) < patienceMs) return;
    void write(order.id, [
      { kind: 'take-over', by: ENGINE, body: { station: stationId, from: order.owner } },
    ]);
  };
  return {
    send,
    tick() {
      const orders = deps.orders();
      for (const order of orders) (order.owner === stationId ? drive : takeOver)(order);
      if (answers.size <= orders.length && askedAt.size <= orders.length) return;
      const open = new Set<string>(orders.map(({ id }) => id));
      for (const waiting of [answers, askedAt])
        for (const id of waiting.keys()) if (!open.has(id)) waiting.delete(id);
    },
  };
}
