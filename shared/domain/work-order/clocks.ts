/**
 * What was promised and what is left of it. Pure.
 *
 * Response: from the order to the first arrival of somebody on site (for reactive work, being there is what ends the waiting;
 * an answer on a phone does not). Resolution: from the order to the work done. Neither runs while the order is on hold: a clock
 * measures what its people can do something about (ISO/IEC 20000-1 service level targets; the usual pause of an SLA). A reopened
 * order's resolution goes on from where it began: to its resident nothing was solved.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import type { WorkOrder } from './work-order.ts';

export const WARNED_AT = 0.75;

/** `met`, `missed`: it has ended, in time or not. `void`: cancelled before it ended. */
export type ClockState = 'running' | 'warned' | 'breached' | 'paused' | 'met' | 'missed' | 'void';

export interface OrderClock {
  readonly targetMs: number;
  /** Without the time on hold, as of the moment asked for. */
  readonly elapsedMs: number;
  readonly state: ClockState;
}

export interface OrderClocks {
  readonly response: OrderClock;
  readonly resolution: OrderClock;
}

export function clocksOf(order: WorkOrder, targets: DispatchRules['targets'], nowMs: number): OrderClocks {
  const { responseMin, resolutionMin } = targets[order.priority];
  return {
    response: clockOf(order, responseMin * 60_000, order.arrivedAtMs, nowMs),
    resolution: clockOf(order, resolutionMin * 60_000, order.doneAtMs, nowMs),
  };
}

function clockOf(order: WorkOrder, targetMs: number, endMs: EpochMs | undefined, nowMs: number): OrderClock {
  const cancelled = order.state === 'cancelled' && endMs === undefined;
  const untilMs = endMs ?? (cancelled ? order.sinceMs : nowMs);
  const elapsedMs = Math.max(0, untilMs - order.createdAtMs - heldMs(order, untilMs));
  return { targetMs, elapsedMs, state: stateOf(order, cancelled, endMs !== undefined, elapsedMs / targetMs) };
}

function stateOf(order: WorkOrder, cancelled: boolean, ended: boolean, used: number): ClockState {
  if (cancelled) return 'void';
  if (ended) return used <= 1 ? 'met' : 'missed';
  if (used > 1) return 'breached';
  if (order.state === 'on-hold') return 'paused';
  return used >= WARNED_AT ? 'warned' : 'running';
}

/** On hold between creation and `untilMs`. */
export function heldMs({ holds }: Pick<WorkOrder, 'holds'>, untilMs: number): number {
  return holds.reduce(
    (sum, { fromMs, toMs = untilMs as EpochMs }) => sum + Math.max(0, Math.min(toMs, untilMs) - fromMs),
    0,
  );
}

/** Milliseconds until one of the clocks changes its state by itself; Infinity when none will. */
export function nextChangeMs({ response, resolution }: OrderClocks): number {
  return Math.min(
    ...[response, resolution].map(({ state, targetMs, elapsedMs }) =>
      state === 'running'
        ? WARNED_AT * targetMs - elapsedMs
        : state === 'warned'
          ? targetMs - elapsedMs + 1
          : Infinity,
    ),
  );
}

/** The one that matters now: response until somebody is there, then resolution. */
export function currentClock({ response, resolution }: OrderClocks): OrderClock {
  const ended = response.state === 'met' || response.state === 'missed' || response.state === 'void';
  return ended ? resolution : response;
}
