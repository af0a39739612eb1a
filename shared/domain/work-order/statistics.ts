/**
 * How well orders are served, by the week in which they were made. Pure. Each figure says how many orders it rests on; with none
 * it is undefined, never 0. A drill or a cancelled order counts nowhere but in `cancelled`.
 *
 * The names follow what maintenance agrees to measure (EN 15341 asks for time and workforce indicators per failure; the reaction
 * and repair times are those of EN 13306, clause 10): response is creation to first arrival, resolution is creation to done, both
 * without the time on hold; percentiles are nearest rank (the value that at least that share of the orders did not exceed).
 */
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import { clocksOf, heldMs } from './clocks.ts';
import type { WorkOrder } from './work-order.ts';

export interface OrderFigures {
  /** Made in the span, cancelled ones left out. */
  readonly created: number;
  /** Of those: done by now (or verified). */
  readonly done: number;
  readonly cancelled: number;
  /** Orders on which somebody arrived. */
  readonly responses: number;
  readonly meanResponseMs: number | undefined;
  readonly p90ResponseMs: number | undefined;
  /** Share of the arrivals within the target of their priority, 0 to 1. */
  readonly responseInTarget: number | undefined;
  readonly meanResolutionMs: number | undefined;
  /**
   * Share of the done orders that were never reopened and had one visit only: 0 to 1. Field service's first-time fix; a hold
   * after the arrival (for a part, say) means a second visit.
   */
  readonly firstTimeFix: number | undefined;
  /** Orders that were reopened at least once. */
  readonly reopened: number;
  /** Mean of the scores given, 1 to 5. */
  readonly meanScore: number | undefined;
}

export type StatisticsGroup = 'kind' | 'storey' | 'asset' | 'engineer';

export interface GroupKeys {
  storeyOf(zoneId: string): string | undefined;
}

export interface OrderStatistics {
  readonly fromMs: number;
  readonly toMs: number;
  readonly all: OrderFigures;
  readonly by: Readonly<
    Record<StatisticsGroup, readonly { readonly key: string; readonly figures: OrderFigures }[]>
  >;
}

/** @param orders any; those not made in [fromMs, toMs) are left out. */
export function statisticsOf(
  orders: readonly WorkOrder[],
  targets: DispatchRules['targets'],
  span: { readonly fromMs: number; readonly toMs: number },
  keys: GroupKeys,
): OrderStatistics {
  const inSpan = orders.filter(({ createdAtMs }) => createdAtMs >= span.fromMs && createdAtMs < span.toMs);
  const grouped = (keyOf: (order: WorkOrder) => string | undefined) =>
    groupsOf(inSpan, keyOf).map(([key, group]) => ({ key, figures: figuresOf(group, targets) }));
  return {
    ...span,
    all: figuresOf(inSpan, targets),
    by: {
      kind: grouped(({ kind }) => kind),
      storey: grouped(({ zoneId }) => keys.storeyOf(zoneId)),
      asset: grouped(({ assetId }) => assetId),
      engineer: grouped(({ assigneeId }) => assigneeId),
    },
  };
}

/** The largest group first. Orders without a key are in none. */
function groupsOf(
  orders: readonly WorkOrder[],
  keyOf: (order: WorkOrder) => string | undefined,
): [string, WorkOrder[]][] {
  const groups = new Map<string, WorkOrder[]>();
  for (const order of orders) {
    const key = keyOf(order);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(order);
    else groups.set(key, [order]);
  }
  return [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
}

export function figuresOf(orders: readonly WorkOrder[], targets: DispatchRules['targets']): OrderFigures {
  const counted = orders.filter(({ state }) => state !== 'cancelled');
  const arrived = counted.filter(({ arrivedAtMs }) => arrivedAtMs !== undefined);
  const done = counted.filter(({ doneAtMs }) => doneAtMs !== undefined);
  const clocks = arrived.map((order) => clocksOf(order, targets, order.sinceMs).response);
  const responses = clocks.map(({ elapsedMs }) => elapsedMs);
  const scores = counted.flatMap(({ score }) => score ?? []);
  return {
    created: counted.length,
    done: done.length,
    cancelled: orders.length - counted.length,
    responses: responses.length,
    meanResponseMs: mean(responses),
    p90ResponseMs: percentile(responses, 0.9),
    responseInTarget: share(clocks, ({ state }) => state === 'met'),
    meanResolutionMs: mean(done.map((order) => clocksOf(order, targets, order.sinceMs).resolution.elapsedMs)),
    firstTimeFix: share(done, fixedAtOnce),
    reopened: counted.filter(({ reopenings }) => reopenings > 0).length,
    meanScore: mean(scores),
  };
}

function fixedAtOnce(order: WorkOrder): boolean {
  const { arrivedAtMs, doneAtMs, reopenings } = order;
  if (reopenings > 0 || arrivedAtMs === undefined || doneAtMs === undefined) return false;
  return heldMs(order, doneAtMs) === heldMs(order, arrivedAtMs);
}

function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Nearest rank. @param part 0 to 1. */
export function percentile(values: readonly number[], part: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number | undefined {
  return items.length === 0 ? undefined : items.filter(holds).length / items.length;
}
