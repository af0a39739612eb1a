/** Which orders stand in which column, and where the arrow keys lead. Pure. */
import { compareWorkOrders, type WorkOrderState } from '#shared/domain/work-order/work-order.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';

export const COLUMNS = ['waiting', 'given', 'on-the-way', 'on-site', 'on-hold', 'finished'] as const;
export type Column = (typeof COLUMNS)[number];

const columnOf: Readonly<Record<WorkOrderState, Column>> = {
  created: 'waiting',
  declined: 'waiting',
  reopened: 'waiting',
  assigned: 'given',
  accepted: 'given',
  'on-the-way': 'on-the-way',
  'on-site': 'on-site',
  'on-hold': 'on-hold',
  done: 'finished',
  verified: 'finished',
  cancelled: 'finished',
};

export type Board = readonly { readonly column: Column; readonly views: readonly WorkOrderView[] }[];

export function boardOf(views: Iterable<WorkOrderView>): Board {
  const sorted = [...views].sort((a, b) => compareWorkOrders(a.order, b.order));
  return COLUMNS.map((column) => ({
    column,
    views: sorted.filter(({ order }) => columnOf[order.state] === column),
  }));
}

/** @returns the order that the key leads to; undefined where there is none, or for any other key. */
export function nextOnBoard(board: Board, selected: string | undefined, key: string): string | undefined {
  const columns = board.filter(({ views }) => views.length > 0);
  const at = columns.findIndex(({ views }) => views.some(({ order }) => order.id === selected));
  const here = columns[at];
  if (!here) return ARROWS.includes(key) ? columns[0]?.views[0]?.order.id : undefined;
  const row = here.views.findIndex(({ order }) => order.id === selected);
  const idAt = (views: Board[number]['views'] | undefined, index: number): string | undefined =>
    views?.[Math.min(index, views.length - 1)]?.order.id;
  switch (key) {
    case 'ArrowDown':
      return idAt(here.views, row + 1);
    case 'ArrowUp':
      return idAt(here.views, Math.max(0, row - 1));
    case 'ArrowRight':
      return idAt((columns[at + 1] ?? here).views, row);
    case 'ArrowLeft':
      return idAt((columns[at - 1] ?? here).views, row);
    case 'Home':
      return idAt(here.views, 0);
    case 'End':
      return idAt(here.views, here.views.length - 1);
    default:
      return undefined;
  }
}
const ARROWS = ['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft', 'Home', 'End'];
