/** The requests of windows about work orders: what came is checked here, whatever sent it. */
import { fail, ok, type Failure, type Result } from '#shared/base/result.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isMove, nextState } from '#shared/domain/work-order/machine.ts';
import { isWaiting } from '#shared/domain/work-order/work-order.ts';
import type { NewWorkOrder, WorkOrderRequests, WorkOrderWritten } from '#shared/protocol/work-orders.ts';
import type { FileStore } from '#engine/files/file-store.ts';
import type { OrderArchive } from './archive.ts';
import type { Dispatch, WrittenOrder } from './dispatch.ts';
import { createFileHandlers } from './file-requests.ts';
import { createReadingHandlers } from './reading-requests.ts';
import { newOrderFlaw, fieldsFlaw, isText, personOf } from './request-flaws.ts';

export interface WorkOrderHandlerDeps {
  readonly site: Site;
  readonly dispatch: Dispatch;
  readonly archive: OrderArchive;
  readonly files: FileStore;
  readonly stationId: string;
  readonly alarm: (id: AlarmId) => Alarm | undefined;
  readonly nowMs: () => number;
}

type Name = keyof WorkOrderRequests;
export type WorkOrderHandlers = {
  readonly [N in Name]: (
    params: WorkOrderRequests[N][0],
  ) =>
    | Promise<Result<WorkOrderRequests[N][1], WorkOrderRequests[N][2]>>
    | Result<WorkOrderRequests[N][1], WorkOrderRequests[N][2]>;
};

/** Acts whose reader must know why. */
const REASONED = ['decline', 'hold', 'cancel', 'reopen', 'note'];
/** An assignment is asked for by its own request; only a clock knows that nobody answered. */
const NOT_BY_PEOPLE = ['assign', 'no-answer'];
/** For the one it was given to; the desk acts for him. */
const FOR_ASSIGNEE = ['accept', 'travel', 'arrive', 'finish', 'decline'];

async function settled({ order, stored }: WrittenOrder): Promise<{ ok: true; value: WorkOrderWritten }> {
  const isStored = await stored;
  return ok({ id: order.id, assigneeId: order.assigneeId, stored: isStored });
}

export function createWorkOrderHandlers(deps: WorkOrderHandlerDeps): WorkOrderHandlers {
  return { ...writingHandlers(deps), ...createReadingHandlers(deps), ...createFileHandlers(deps) };
}

function writingHandlers(
  deps: WorkOrderHandlerDeps,
): Pick<
  WorkOrderHandlers,
  'workOrder.create' | 'workOrder.fromAlarm' | 'workOrder.assign' | 'workOrder.act' | 'workOrder.edit'
> {
  const { dispatch } = deps;
  return {
    async 'workOrder.create'(params) {
      const by = personOf(params?.by);
      const flaw = by === undefined ? NO_PERSON : newOrderFlaw(params?.order);
      if (by === undefined || flaw !== undefined) return fail('invalid', flaw ?? NO_PERSON);
      const created = create(deps, params.order, by);
      return created.ok ? settled(created.value) : created;
    },
    'workOrder.fromAlarm': (params) => fromAlarm(deps, params),
    'workOrder.assign': (params) => assign(deps, params),
    'workOrder.act': (params) => act(deps, params),
    async 'workOrder.edit'(params) {
      const by = personOf(params?.by);
      const flaw = by === undefined ? NO_PERSON : fieldsFlaw(params?.fields);
      if (by === undefined || flaw !== undefined) return fail('invalid', flaw ?? NO_PERSON);
      if (!dispatch.book.get(params.id)) return unknownOrder(params.id);
      return settled(dispatch.edit(params.id, params.fields, by));
    },
  };
}

const NO_PERSON = 'by must be the name of a person';

function unknownOrder(id: unknown): { ok: false; error: Failure<'unknown-order'> } {
  return fail('unknown-order', `no work order ${String(id)}`);
}

function create(
  { site, dispatch }: WorkOrderHandlerDeps,
  order: NewWorkOrder,
  by: string,
): Result<WrittenOrder, 'unknown-place'> {
  if (!site.zoneById.has(order.zoneId)) return fail('unknown-place', `no zone ${order.zoneId}`);
  if (order.assetId !== undefined && !site.assetById.has(order.assetId))
    return fail('unknown-place', `no asset ${order.assetId}`);
  return ok(dispatch.create(order, by));
}

async function fromAlarm(
  deps: WorkOrderHandlerDeps,
  params: WorkOrderRequests['workOrder.fromAlarm'][0],
): Promise<Result<WorkOrderWritten, WorkOrderRequests['workOrder.fromAlarm'][2]>> {
  const { dispatch, site, alarm } = deps;
  const by = personOf(params?.by);
  if (by === undefined) return fail('invalid', NO_PERSON);
  const from = typeof params.alarmId === 'string' ? alarm(params.alarmId) : undefined;
  if (!from) return fail('unknown-alarm', `no active alarm ${String(params.alarmId)}`);
  const before = dispatch.book.open().find(({ source }) => source.from === 'alarm' && source.ref === from.id);
  const made = before
    ? ok({ order: before, stored: Promise.resolve(true) })
    : create(deps, orderOfAlarm(from, site), by);
  if (!made.ok) return made;
  const { order, stored } = made.value;
  // Whoever is on it already, or a hold, is not overruled by one key.
  if (params.send !== true || !isWaiting(order)) return settled({ order, stored });
  const sent = dispatch.send(order, by);
  const isStored = (await stored) && (await sent.stored);
  return ok({ id: order.id, assigneeId: sent.staffId, stored: isStored });
}

async function assign(
  { dispatch }: WorkOrderHandlerDeps,
  params: WorkOrderRequests['workOrder.assign'][0],
): Promise<Result<WorkOrderWritten, WorkOrderRequests['workOrder.assign'][2]>> {
  const by = personOf(params?.by);
  if (by === undefined) return fail('invalid', NO_PERSON);
  const order = dispatch.book.get(params.id)?.order;
  if (!order) return unknownOrder(params.id);
  if (nextState(order.state, 'assign', order.state) === undefined)
    return fail('does-not-fit', `${order.id} is ${order.state}`);
  const { staffId } = params;
  if (staffId !== undefined) {
    if (!dispatch.hasPerson(staffId)) return fail('unknown-person', `nobody has the id ${staffId}`);
    return settled(dispatch.act(order.id, { kind: 'assign', by, body: { staffId, how: 'by-hand' } }));
  }
  const sent = dispatch.send(order, by);
  const stored = await sent.stored;
  if (sent.staffId === undefined) return fail('nobody-free', 'nobody who is qualified is free');
  return ok({ id: order.id, assigneeId: sent.staffId, stored });
}

async function act(
  { dispatch }: WorkOrderHandlerDeps,
  params: WorkOrderRequests['workOrder.act'][0],
): Promise<Result<WorkOrderWritten, WorkOrderRequests['workOrder.act'][2]>> {
  const by = personOf(params?.by);
  if (by === undefined) return fail('invalid', NO_PERSON);
  const { id, act: kind } = params;
  if (kind !== 'note' && !(isMove(kind) && !NOT_BY_PEOPLE.includes(kind)))
    return fail('invalid', `${String(kind)} is not an act`);
  if (params.reason !== undefined && !isText(params.reason)) return fail('invalid', 'reason must be a text');
  const reason = params.reason?.trim() ?? '';
  const order = dispatch.book.get(id)?.order;
  if (!order) return unknownOrder(id);
  if (REASONED.includes(kind) && reason === '') return fail('reason-needed', `${kind} needs a reason`);
  if (kind !== 'note' && nextState(order.state, kind, order.state) === undefined)
    return fail('does-not-fit', `${order.id} is ${order.state}: ${kind} does not fit`);
  const body = {
    ...(FOR_ASSIGNEE.includes(kind) ? { staffId: order.assigneeId ?? '' } : {}),
    ...(reason === '' ? {} : { reason }),
  };
  return settled(dispatch.act(id, { kind, by, body }));
}

/** Danger to people is an emergency; all other alarms say that something is broken. */
function orderOfAlarm(alarm: Alarm, site: Site): NewWorkOrder {
  const rule = site.document.alarmRules.find(({ id }) => id === alarm.ruleId);
  return {
    kind: alarm.priority === 1 ? 'emergency' : 'corrective',
    priority: alarm.priority,
    zoneId: alarm.zoneId,
    assetId: alarm.assetId,
    title: alarm.name,
    description: rule?.advice,
    source: { from: 'alarm', ref: alarm.id },
  };
}
