/** Finding orders again. Pure. */
import type { WorkOrder, WorkOrderState } from './work-order.ts';

export interface WorkOrderQuery {
  /** Words that must all occur in id, titles, description, place, asset, people; empty: all. */
  readonly text: string;
  readonly states: readonly WorkOrderState[] | undefined;
  readonly zoneId: string | undefined;
  readonly assetId: string | undefined;
  readonly staffId: string | undefined;
  /** Made at or after, and before; epoch ms. */
  readonly madeFromMs: number | undefined;
  readonly madeToMs: number | undefined;
}

export const ANY_ORDER: WorkOrderQuery = {
  text: '',
  states: undefined,
  zoneId: undefined,
  assetId: undefined,
  staffId: undefined,
  madeFromMs: undefined,
  madeToMs: undefined,
};

/** Names that the order itself knows only as ids. */
export interface SearchNames {
  asset(id: string): string;
  zone(id: string): string;
  person(id: string): string;
}

export function matchesQuery(order: WorkOrder, query: WorkOrderQuery, names: SearchNames): boolean {
  if (query.states && !query.states.includes(order.state)) return false;
  if (query.assetId !== undefined && order.assetId !== query.assetId) return false;
  if (query.zoneId !== undefined && order.zoneId !== query.zoneId) return false;
  if (order.createdAtMs < (query.madeFromMs ?? -Infinity)) return false;
  if (order.createdAtMs >= (query.madeToMs ?? Infinity)) return false;
  if (query.staffId !== undefined && order.assigneeId !== query.staffId) return false;
  const words = wordsOf(query.text);
  if (words.length === 0) return true;
  const text = searchText(order, names);
  return words.every((word) => text.includes(word));
}

export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function searchText(order: WorkOrder, names: SearchNames): string {
  const { id, title, description, zoneId, assetId, assigneeId, createdBy, source } = order;
  return [
    id,
    title.zh,
    title.en,
    description.zh,
    description.en,
    zoneId,
    names.zone(zoneId),
    assetId ?? '',
    assetId === undefined ? '' : names.asset(assetId),
    assigneeId ?? '',
    assigneeId === undefined ? '' : names.person(assigneeId),
    createdBy,
    source.ref ?? '',
  ]
    .join('\n')
    .toLowerCase();
}
