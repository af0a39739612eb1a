/** What the table is narrowed to, as typed and chosen, and the question it makes. Pure. */
import type { ZoneOffset } from '#shared/analytics/wall-time.ts';
import type { WorkOrderQuery } from '#shared/domain/work-order/search.ts';
import { WORK_ORDER_STATES, type WorkOrderState } from '#shared/domain/work-order/work-order.ts';

/** The empty text stands for "any". */
export interface OrderFilters {
  readonly state: WorkOrderState | '';
  readonly zoneId: string;
  readonly assetId: string;
  readonly staffId: string;
  /** Days of the site's own calendar, both included, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: OrderFilters = { state: '', zoneId: '', assetId: '', staffId: '', from: '', to: '' };

export function isFiltered(filters: OrderFilters): boolean {
  return Object.values(filters).some((value) => value !== '');
}

export function queryOf(text: string, filters: OrderFilters, offsetMs: ZoneOffset): WorkOrderQuery {
  const { state, zoneId, assetId, staffId, from, to } = filters;
  const chosen = (id: string): string | undefined => (id === '' ? undefined : id);
  return {
    text,
    states: WORK_ORDER_STATES.some((known) => known === state) ? [state as WorkOrderState] : undefined,
    zoneId: chosen(zoneId),
    assetId: chosen(assetId),
    staffId: chosen(staffId),
    madeFromMs: startOfDay(from, 0, offsetMs),
    madeToMs: startOfDay(to, 1, offsetMs),
  };
}

/** `YYYY-MM-DD`, and there is such a day. */
export function isDay(text: string): boolean {
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(`${text}T`);
}

/** @returns 00:00 by the site's wall clock, so many days after that day; undefined where it is no day. */
function startOfDay(day: string, daysAfter: number, offsetMs: ZoneOffset): number | undefined {
  if (!isDay(day)) return undefined;
  const wallMs = Date.parse(`${day}T00:00:00Z`) + daysAfter * 86_400_000;
  return wallMs - offsetMs(wallMs - offsetMs(wallMs));
}
