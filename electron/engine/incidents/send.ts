/** Sends somebody for an incident: the request `incident.send`. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isWaiting } from '#shared/domain/work-order/work-order.ts';
import type { IncidentRequests } from '#shared/protocol/incident-requests.ts';
import type { NewWorkOrder } from '#shared/protocol/work-orders.ts';
import type { Incidents } from './incidents.ts';
import { newOrderOf, rehearsalAct, type OrderDoor } from './orders.ts';

export interface SendDeps {
  readonly site: Site;
  readonly incidents: Pick<Incidents, 'get' | 'act'>;
  readonly orders: OrderDoor;
}

type Request = IncidentRequests['incident.send'];
type Answer = Result<Request[1], Request[2]>;

/** @param by somebody with a name. */
export async function sendFor(
  deps: SendDeps,
  incidentId: string,
  taskId: string | undefined,
  by: string,
): Promise<Answer> {
  const { site, incidents } = deps;
  const incident = incidents.get(incidentId);
  if (!incident) return fail('unknown-incident', `no incident is called ${incidentId}`);
  if (incident.phase !== 'open') return fail('closed', `${incidentId} is ${incident.phase}`);
  const task = incident.plan.tasks.find(({ id }) => id === taskId);
  if (taskId !== undefined && !task) return fail('unknown-task', `no step is called ${taskId}`);
  const wanted = newOrderOf(incident, task, site);
  if (!wanted) return fail('no-place', 'nobody knows yet where to send somebody');
  return incident.layer === 'drill' ? rehearse(deps, incident, wanted, by) : send(deps, incident, wanted, by);
}

async function send(
  { incidents, orders }: SendDeps,
  { id, commander }: Incident,
  wanted: NewWorkOrder,
  by: string,
): Promise<Answer> {
  // Who sends somebody is responsible for it.
  if (commander === undefined) incidents.act(id, { kind: 'take', by });
  const before = orders.book
    .open()
    .find(
      ({ source: { from, ref, task } }) => from === 'incident' && ref === id && task === wanted.source.task,
    );
  const { order, stored } = before
    ? { order: before, stored: Promise.resolve(true) }
    : orders.create(wanted, by);
  // Whoever is on it already, or a hold, is not overruled by one key.
  const sent = isWaiting(order)
    ? orders.send(order, by)
    : { staffId: order.assigneeId, stored: Promise.resolve(true) };
  const isStored = (await stored) && (await sent.stored);
  return ok({ order: order.id, assigneeId: sent.staffId, rehearsed: false, stored: isStored });
}

async function rehearse(
  { site, incidents, orders }: SendDeps,
  incident: Incident,
  wanted: NewWorkOrder,
  by: string,
): Promise<Answer> {
  const before = incident.orders.find(({ task }) => task === wanted.source.task);
  if (before) return ok({ order: before.order, assigneeId: before.staffId, rehearsed: true, stored: true });
  const { order, staffId, act } = rehearsalAct(incident, wanted, orders, site, by);
  const done = incidents.act(incident.id, act);
  if (!done.ok) return fail('closed', done.error.detail);
  return ok({ order, assigneeId: staffId, rehearsed: true, stored: await done.value.stored });
}
