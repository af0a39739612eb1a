/** What windows ask to know of work orders; it changes nothing. */
import { fail, ok } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { matchesQuery, type SearchNames, type WorkOrderQuery } from '#shared/domain/work-order/search.ts';
import { statisticsOf } from '#shared/domain/work-order/statistics.ts';
import { compareWorkOrders, WORK_ORDER_STATES } from '#shared/domain/work-order/work-order.ts';
import { WORK_ORDER_RECORDS } from './order-book.ts';
import type { WorkOrderHandlerDeps, WorkOrderHandlers } from './requests.ts';
import { weekSpan } from './week.ts';

const MOST_FOUND = 2_000;

export function createReadingHandlers(
  deps: WorkOrderHandlerDeps,
): Pick<
  WorkOrderHandlers,
  | 'workOrder.proposal'
  | 'workOrder.history'
  | 'workOrder.search'
  | 'workOrder.archive'
  | 'workOrder.statistics'
> {
  const { dispatch, archive } = deps;
  const { book } = dispatch;
  return {
    ...searchHandlers(deps),
    'workOrder.proposal'(params) {
      const order = book.get(params?.id)?.order;
      return order
        ? ok(dispatch.proposal(order))
        : fail('unknown-order', `no work order ${String(params?.id)}`);
    },
    async 'workOrder.history'(params) {
      const id = String(params?.id);
      const kept = book.get(id);
      if (kept) return ok({ order: kept.order, events: kept.history, archived: false });
      const old = await archive.get(id);
      if (!old.ok) return old;
      if (!old.value) return fail('unknown-order', `no work order ${id}`);
      return ok({ order: old.value.order, events: old.value.history, archived: true });
    },
  };
}

function searchHandlers({
  site,
  dispatch,
  archive,
  nowMs,
}: WorkOrderHandlerDeps): Pick<
  WorkOrderHandlers,
  'workOrder.search' | 'workOrder.archive' | 'workOrder.statistics'
> {
  const { book } = dispatch;
  const names = namesOf(site);
  return {
    'workOrder.search'(params) {
      const { query, limit } = params ?? {};
      if (!isQuery(query) || !isLimit(limit)) return fail('invalid', QUERY);
      const found = book
        .all()
        .filter((order) => matchesQuery(order, query, names))
        .sort(compareWorkOrders);
      return ok({ orders: found.slice(0, Math.min(limit, MOST_FOUND)), total: found.length });
    },
    async 'workOrder.archive'(params) {
      const { query, limit } = params ?? {};
      if (!isQuery(query) || !isLimit(limit)) return fail('invalid', QUERY);
      const found = await archive.search((order) => matchesQuery(order, query, names), query.assetId);
      if (!found.ok) return found;
      const { orders, complete } = found.value;
      return ok({ orders: orders.slice(0, Math.min(limit, MOST_FOUND)), total: orders.length, complete });
    },
    async 'workOrder.statistics'(params) {
      const weeksAgo = params?.weeksAgo;
      if (!Number.isInteger(weeksAgo) || weeksAgo < 0 || weeksAgo > 520)
        return fail('invalid', 'weeksAgo must be a whole number of weeks');
      const week = weekSpan(nowMs(), weeksAgo, site.timeZone);
      // An order of a later week is still in memory.
      const old =
        nowMs() - week.fromMs > WORK_ORDER_RECORDS.keepMs
          ? await archive.search(
              ({ createdAtMs }) => createdAtMs >= week.fromMs && createdAtMs < week.toMs,
              undefined,
            )
          : ok({ orders: [] });
      if (!old.ok) return old;
      return ok(
        statisticsOf([...book.all(), ...old.value.orders], site.document.dispatch.targets, week, {
          storeyOf: (zoneId) => site.zoneById.get(zoneId)?.storey.id,
        }),
      );
    },
  };
}

const QUERY = 'must be { query: { text, states, zoneId, assetId, staffId, madeFromMs, madeToMs }, limit }';

function isLimit(limit: unknown): limit is number {
  return Number.isInteger(limit) && (limit as number) >= 1;
}

function isQuery(value: unknown): value is WorkOrderQuery {
  if (typeof value !== 'object' || value === null) return false;
  const { text, states, zoneId, assetId, staffId, madeFromMs, madeToMs } = value as Record<string, unknown>;
  const timeOrNone = (ms: unknown): boolean => ms === undefined || Number.isFinite(ms);
  const idOrNone = (id: unknown): boolean => id === undefined || typeof id === 'string';
  const known = (state: unknown): boolean => (WORK_ORDER_STATES as readonly unknown[]).includes(state);
  return (
    typeof text === 'string' &&
    idOrNone(zoneId) &&
    idOrNone(assetId) &&
    timeOrNone(madeFromMs) &&
    timeOrNone(madeToMs) &&
    idOrNone(staffId) &&
    (states === undefined || (Array.isArray(states) && states.every(known)))
  );
}

function namesOf(site: Site): SearchNames {
  const people = new Map(site.document.staff.map(({ id, name }) => [id, `${name.zh} ${name.en}`]));
  const both = (name: { zh: string; en: string } | undefined): string =>
    name ? `${name.zh} ${name.en}` : '';
  return {
    asset: (id) => both(site.assetById.get(id)?.name),
    zone: (id) => both(site.zoneById.get(id)?.name),
    person: (id) => people.get(id) ?? '',
  };
}
