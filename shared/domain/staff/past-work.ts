/**
 * What somebody has had to do lately: it decides between two who are as near. Pure.
 *
 * Who had fewer orders goes first, then who has been free longest: "least occupied" and "longest idle", the two rules by which call
 * centres hand out calls, so that nobody is sent again and again because of his place in a list.
 */
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { isFinished } from '#shared/domain/work-order/work-order.ts';

export interface PastWork {
  /** Orders that he was given within the last `LOOK_BACK_MS`, and did not refuse. */
  readonly orders: number;
  /** Since when he has had none under way, epoch ms; undefined: nothing is known of an earlier one. */
  readonly freeSinceMs: number | undefined;
}

/** The longest shift that is usual. */
export const LOOK_BACK_MS = 12 * 3_600_000;

/** @param orders those that were given to him last, under way or finished. */
export function pastWorkOf(
  orders: Iterable<Pick<WorkOrder, 'state' | 'sinceMs' | 'doneAtMs' | 'assignedAtMs'>>,
  nowMs: number,
): PastWork {
  let count = 0;
  let freeSinceMs: number | undefined;
  for (const order of orders) {
    if (nowMs - (order.assignedAtMs ?? -Infinity) <= LOOK_BACK_MS) count += 1;
    // A later verification of the desk is nothing that kept him busy.
    const endMs = order.doneAtMs ?? (isFinished(order) ? order.sinceMs : undefined);
    if (endMs !== undefined) freeSinceMs = Math.max(freeSinceMs ?? -Infinity, endMs);
  }
  return { orders: count, freeSinceMs };
}
