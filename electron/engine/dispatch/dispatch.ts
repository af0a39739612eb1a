/**
 * Work orders and the people who serve them. Public door of the room.
 *
 * Owns: what phones said, who is waited for, what the broker holds for phones and residents; the orders themselves are shared
 * records. Invariants: an act is on disk before anybody is told that it is done; only the station that owns an order drives it
 * (`driver.ts`); with the broker away everything works here, and it is said that the engineer was not reached.
 * Loss policy: none.
 */
import { present } from '#shared/base/assert.ts';
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import type { Result } from '#shared/base/result.ts';
import type { Note } from '#shared/domain/note.ts';
import type { Json, JsonObject } from '#shared/domain/record/record.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { pastWorkOf } from '#shared/domain/staff/past-work.ts';
import { propose, skillsNeededFor, type Proposal, type WalkFrom } from '#shared/domain/staff/proposal.ts';
import type { StaffMemberState } from '#shared/domain/staff/staff.ts';
import { WORK_ORDER_TYPE, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { CollectionSource } from '#shared/protocol/collections.ts';
import type { QuarantineReason } from '#shared/protocol/requests.ts';
import { staffTopics, type RequestMessage } from '#shared/protocol/staff-topics.ts';
import type { NewWorkOrder, WorkOrderFields, WorkOrderView } from '#shared/protocol/work-orders.ts';
import type { NewAct, Records } from '#engine/records/records.ts';
import type { FileStore } from '#engine/files/file-store.ts';
import { createConditions } from './conditions.ts';
import { createDriver, ENGINE, type Driver, type Sent } from './driver.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { keepFile } from './keep-file.ts';
import { createOrderBook, type OrderBook } from './order-book.ts';
import { createPost, type Post } from './post.ts';
import { createRoster, type Roster } from './roster.ts';
import { wantedOf } from './wanted.ts';

export { WORK_ORDER_RECORDS } from './order-book.ts';

export interface DispatchDeps {
  readonly site: Site;
  readonly stationId: string;
  readonly records: Pick<Records, 'all' | 'get' | 'onChange' | 'onExpired' | 'write' | 'newId'>;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  /** How long it takes to walk to that zone, by the doors and lifts of this moment. */
  readonly walkTo: (zoneId: string) => WalkFrom;
  /** Retained, QoS 1. */
  publish(topic: string, payload: string): Promise<Result<void>>;
  readonly stations: { awayMs(stationId: string): number; rank(): number };
  quarantine(refused: {
    readonly topic: string;
    readonly reason: QuarantineReason;
    readonly note: Note;
    readonly payload: Uint8Array;
  }): void;
  readonly changed: (collection: 'workOrders' | 'staff', id: string) => void;
}

/** What decides who is sent. */
export type OrderToPlace = Pick<WorkOrder, 'id' | 'zoneId' | 'assetId' | 'refusals' | 'assigneeId'>;

export interface WrittenOrder {
  readonly order: WorkOrder;
  readonly stored: Promise<boolean>;
}

export interface Dispatch {
  readonly book: Pick<OrderBook, 'get' | 'all' | 'open'>;
  readonly workOrders: CollectionSource<WorkOrderView>;
  readonly staff: CollectionSource<StaffMemberState>;
  /** To be subscribed with QoS 1 on the alarm lane. */
  readonly routes: readonly {
    readonly filter: string;
    take(message: {
      readonly topic: string;
      readonly payload: Uint8Array;
      readonly retained: boolean;
    }): Promise<void> | undefined;
  }[];
  /** @param id default: a new one. Its place must be one of the site's. */
  create(order: NewWorkOrder, by: string, id?: string): WrittenOrder;
  /** To whoever is proposed now; where nobody is free, the duty manager is told. */
  send(order: WorkOrder, by: string): Sent;
  /** Void where it does not fit; see the order that comes back. */
  act(id: string, act: NewAct): WrittenOrder;
  edit(id: string, fields: WorkOrderFields, by: string): WrittenOrder;
  /** Also for an order that is not there yet. */
  proposal(order: OrderToPlace): Proposal;
  hasPerson(staffId: string): boolean;
  /** The line to the broker came or went. */
  online(online: boolean): void;
  /** Every 100 ms. */
  tick(): void;
}

export function createDispatch(deps: DispatchDeps): Dispatch {
  const { site, records, clock } = deps;
  const { dispatch: rules } = site.document;
  const book = createOrderBook({
    records,
    targets: rules.targets,
    clock,
    changed: (id) => deps.changed('workOrders', id),
  });
  const roster = createRoster({
    site,
    clock,
    workload: () => book.workload(),
    changed: (id) => deps.changed('staff', id),
  });
  const write: WriteOrder = (id, acts, fields = {}) => {
    const { stored } = records.write(WORK_ORDER_TYPE, id, { acts, fields });
    return { order: present(book.get(id), `order ${id}`).order, stored };
  };
  const proposal = (order: OrderToPlace): Proposal =>
    propose({
      order,
      skillsNeeded: skillsNeededFor(
        order.assetId === undefined ? undefined : site.assetById.get(order.assetId),
        rules.needs,
      ),
      staff: roster.all(),
      walkFrom: deps.walkTo(order.zoneId),
      pastWork: (staffId) => pastWorkOf(book.givenTo(staffId), clock.nowMs()),
      nowMs: clock.nowMs(),
      placeStaleMs: rules.placeStaleS * 1000,
    });
  const create: Dispatch['create'] = (order, by, id = records.newId(WORK_ORDER_TYPE, 'WO')) =>
    write(id, [{ kind: 'create', by, body: createdBody(order) }], fieldsOf(order));
  const { driver, post, inbox } = createRooms(deps, { book, roster, write, proposal, create });
  return {
    book,
    workOrders: { ids: () => book.shownIds(), get: (id) => book.view(id) },
    staff: { ids: () => roster.ids, get: (id) => roster.get(id) },
    routes: routesOf(site.id, inbox, post),
    create,
    send: (order, by) => driver.send(order, by),
    act: (id, act) => write(id, [act]),
    edit: (id, fields, by) =>
      write(id, [{ kind: 'note', by, body: { edited: Object.keys(fields) } }], fieldsOf(fields)),
    proposal,
    hasPerson: (id) => roster.has(id),
    online: (online) => post.online(online),
    tick() {
      for (const room of [book, roster, driver, inbox, post]) room.tick();
    },
  };
}

type WriteOrder = (
  id: string,
  acts: readonly NewAct[],
  fields?: Readonly<Record<string, Json>>,
) => WrittenOrder;

interface Tools extends Pick<Dispatch, 'create' | 'proposal'> {
  readonly book: OrderBook;
  readonly roster: Roster;
  readonly write: WriteOrder;
}

interface Rooms {
  readonly driver: Driver;
  readonly post: Post;
  readonly inbox: Inbox;
}

function createRooms(deps: DispatchDeps, { book, roster, write, proposal, create }: Tools): Rooms {
  const { site, stationId, clock, stations } = deps;
  const topics = staffTopics(site.id);
  const conditions = createConditions(site, deps.health);
  const driver = createDriver({
    ...stations,
    stationId,
    clock,
    rules: site.document.dispatch,
    orders: () => book.open(),
    clocks: (id) => book.view(id)?.clocks,
    proposal,
    write: (id, acts) => write(id, acts).stored,
  });
  const ours = (): readonly WorkOrder[] => book.all().filter(({ owner }) => owner === stationId);
  const post = createPost({
    ...deps,
    wanted: () => new Map(ours().flatMap((order) => wantedOf(order, site, topics))),
    isOurs: (topic) => book.get(topic.split('/').at(-1) ?? '')?.order.owner === stationId,
    told(topic, reached) {
      const order = book.get(topic.split('/').at(-1) ?? '')?.order;
      const staffId = order?.assigneeId;
      if (!order || staffId === undefined || topic !== topics.order(staffId, order.id)) return;
      if (order.reached !== reached)
        write(order.id, [{ kind: 'reach', by: ENGINE, body: { staffId, reached } }]);
    },
  });
  const inbox = createInbox({
    ...deps,
    roster,
    hasZone: (id) => site.zoneById.has(id),
    order: (id) => book.get(id),
    write: (id, acts) => write(id, acts).stored,
    keepsFilesOf: ({ owner }) => owner === stationId || (stations.awayMs(owner) > 0 && stations.rank() === 0),
    async attach(orderId, by, name, bytes) {
      const kept = await keepFile(deps.files, stationId, name, bytes);
      const known = book.get(orderId)?.order.files ?? [];
      // The broker may hand over a message twice.
      if (!kept.ok || known.some(({ hash }) => hash === kept.value.hash)) return;
      await write(orderId, [{ kind: 'attach', by, body: { ...kept.value } }]).stored;
    },
    orderOfRequest: (requestId) => book.get(requestOrderId(requestId)),
    openRequest: (requestId, request) =>
      create(orderOfRequest(requestId, request, site), 'resident', requestOrderId(requestId)).stored,
    rank: () => stations.rank(),
  });
  for (const order of book.open()) conditions.look(order);
  book.onChange(({ order }) => {
    roster.refresh();
    post.touch();
    conditions.look(order);
  });
  return { driver, post, inbox };
}

function routesOf(siteId: string, inbox: Inbox, post: Post): Dispatch['routes'] {
  const { filters } = staffTopics(siteId);
  const held: Dispatch['routes'][number]['take'] = ({ topic, payload }) => {
    post.holds(topic, Buffer.from(payload).toString());
    return undefined;
  };
  return [
    { filter: filters.staff, take: (message) => inbox.staff(message) },
    { filter: filters.orders, take: held },
    { filter: filters.escalations, take: held },
    { filter: filters.scores, take: (message) => inbox.score(message) },
    { filter: filters.requests, take: (message) => inbox.request(message) },
  ];
}

function createdBody({ kind, zoneId, assetId, source }: NewWorkOrder): JsonObject {
  const { from, ref, task } = source;
  return {
    kind,
    zoneId,
    ...(assetId === undefined ? {} : { assetId }),
    source: { from, ...(ref === undefined ? {} : { ref }), ...(task === undefined ? {} : { task }) },
  };
}

const FIELDS = ['priority', 'title', 'description', 'parts', 'checklist', 'cost'] as const;

function fieldsOf(fields: WorkOrderFields): Record<string, Json> {
  const given = FIELDS.flatMap((name) => {
    const value = fields[name];
    return value === undefined ? [] : [[name, value as unknown as Json] as const];
  });
  return Object.fromEntries(given);
}

/** The same at every station, so that two that open it at once make one order. */
function requestOrderId(requestId: string): string {
  let hash = 0x811c9dc5;
  for (const character of requestId) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  const readable = requestId.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 40);
  return `WO-R-${readable}-${hash.toString(36).toUpperCase()}`;
}

const REQUEST_PRIORITY = 3;
const LONGEST_TITLE = 80;

function orderOfRequest(
  requestId: string,
  { zoneId, assetId, text }: RequestMessage,
  site: Site,
): NewWorkOrder {
  const title = text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE - 1)}…` : text;
  return {
    kind: 'service',
    priority: REQUEST_PRIORITY,
    zoneId,
    assetId: assetId !== undefined && site.assetById.has(assetId) ? assetId : undefined,
    // In whatever language the resident wrote.
    title: { zh: title, en: title },
    description: { zh: text, en: text },
    source: { from: 'request', ref: requestId },
  };
}
