/** The work orders that came of an incident. */
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { ReportOrder } from './report.ts';

/** Whether an order belongs to it: made from it, from one of its steps, or from one of its alarms. */
export function isOrderOf(incident: Incident, { id, source }: WorkOrder): boolean {
  return (
    incident.orders.some(({ order }) => order === id) ||
    (source.from === 'incident' && source.ref === incident.id) ||
    (source.from === 'alarm' && incident.alarms.some((alarm) => alarm.id === source.ref))
  );
}

/** @param orders that belong to it. @returns oldest first. */
export function orderRows(
  incident: Incident,
  orders: readonly WorkOrder[],
  { document: { staff } }: Site,
): readonly ReportOrder[] {
  return [...orders]
    .sort((a, b) => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1))
    .map((order) => {
      const { id, kind, priority, title, zoneId, state, createdAtMs, createdBy } = order;
      return {
        ...{ id, kind, priority, title, zoneId, state, createdAtMs, createdBy },
        task: incident.orders.find((told) => told.order === id)?.task,
        assignee: staff.find((person) => person.id === order.assigneeId)?.name,
        arrivedAtMs: order.arrivedAtMs,
        doneAtMs: order.doneAtMs,
        verifiedAtMs: order.verifiedAtMs,
      };
    });
}
