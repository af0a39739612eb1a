/** Work orders as part of an incident: what one is for, its news in the timeline, and its rehearsal where the incident is a drill. */
import { isActive } from '#shared/domain/alarm/machine.ts';
import type { Incident, IncidentOrder } from '#shared/domain/incident/incident.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { Asset, Site } from '#shared/domain/site/site.ts';
import { WORK_ORDER_KINDS, type WorkOrder, type WorkOrderId } from '#shared/domain/work-order/work-order.ts';
import type { NewWorkOrder } from '#shared/protocol/work-orders.ts';
import type { Dispatch } from '#engine/dispatch/dispatch.ts';
import type { NewAct } from '#engine/records/records.ts';
import { ENGINE } from './gather.ts';

export type OrderDoor = Pick<Dispatch, 'create' | 'send' | 'proposal'> & {
  readonly book: Pick<Dispatch['book'], 'open'>;
};

/**
 * The order that a step asks for, else one for the incident as a whole. It is for the equipment that called for the plan:
 * that says which skills are needed. @returns undefined while nobody knows where it happens.
 */
export function newOrderOf(
  incident: Incident,
  task: PlanTask | undefined,
  site: Site,
): NewWorkOrder | undefined {
  const asset = causeOf(incident, site);
  const zoneId = asset?.zone.id ?? incident.zones.find((id) => site.zoneById.has(id));
  if (zoneId === undefined) return undefined;
  const { plan, id, severity } = incident;
  const wanted = task?.workOrder;
  const priority = wanted?.priority ?? severity;
  const kind = WORK_ORDER_KINDS.find((known) => known === wanted?.kind);
  return {
    kind: kind ?? (priority === 1 ? 'emergency' : 'corrective'),
    priority,
    zoneId,
    assetId: asset?.id,
    title: wanted?.text ?? plan.name,
    description: {
      zh: `${plan.name.zh} ${id}`,
      en: `${plan.name.en} ${id}`,
    },
    source: { from: 'incident', ref: id, ...(task && wanted && { task: task.id }) },
  };
}

/** What is in alarm now before what was, the most urgent first; in a drill what was played in. */
function causeOf({ alarms, injected }: Incident, site: Site): Asset | undefined {
  const [first] = alarms
    .filter(({ why, assetId }) => why === 'cause' && site.assetById.has(assetId))
    .sort(
      (a, b) =>
        Number(isActive(b.phase)) - Number(isActive(a.phase)) ||
        a.priority - b.priority ||
        a.raisedAtMs - b.raisedAtMs,
    );
  const played = injected.find(({ pointId }) => site.pointById.has(pointId ?? ''));
  return first ? site.assetById.get(first.assetId) : site.pointById.get(played?.pointId ?? '')?.asset;
}

/** What became of an order. @param task the step that asked for it. */
export function newsOf(order: WorkOrder, task: string | undefined): Omit<IncidentOrder, 'person'> {
  const { id, state, title, assigneeId, escalation } = order;
  return { order: id, task, state, title, staffId: assigneeId, escalation };
}

export function orderAct(order: WorkOrder, task: string | undefined, site: Site): NewAct {
  return tell(newsOf(order, task), site, ENGINE);
}

/** Who would have been sent. Nobody is. */
export function rehearsalAct(
  incident: Incident,
  wanted: NewWorkOrder,
  door: OrderDoor,
  site: Site,
  by: string,
): { readonly order: string; readonly staffId: string | undefined; readonly act: NewAct } {
  const order = `${incident.id}-W${incident.orders.length + 1}`;
  const { zoneId, assetId, title, source } = wanted;
  const place = { id: order as WorkOrderId, zoneId, assetId, refusals: [], assigneeId: undefined };
  const staffId = door.proposal(place).chosen?.staffId;
  // Nobody is told either.
  const escalation = staffId === undefined ? 'nobody' : undefined;
  const news = { order, task: source.task, state: 'rehearsed', title, staffId, escalation };
  return { order, staffId, act: tell(news, site, by) };
}

/** With the words a reader needs who does not have the site file of the day. */
function tell(news: Omit<IncidentOrder, 'person'>, site: Site, by: string): NewAct {
  const { order, task, state, title, staffId, escalation } = news;
  const person = site.document.staff.find(({ id }) => id === staffId)?.name;
  const body = {
    order,
    state,
    title,
    ...(task && { task }),
    ...(staffId && { staffId }),
    ...(person && { person }),
    ...(escalation && { escalation }),
  } as unknown as JsonObject;
  return { kind: 'work-order', by, body };
}
