/**
 * The people of the site, simulated: each with a phone (`phone/client.ts`), at work in his shifts, walking about, and serving what he
 * is given. Time is pressed together, so that a story takes a minute: nobody wants to watch a real repair.
 *
 * Some refuse or do not answer, always the same ones for the same order; never where people are in danger (priority 1 and 2). A
 * person whose phone is taken over by somebody at the reference page is left to him.
 */
import type { Clock } from '#shared/base/brand.ts';
import { polygonCentroid } from '#shared/domain/geometry.ts';
import type { StaffMember } from '#shared/domain/site/dispatch-document.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import { isOnShift, weekMinuteIn } from '#shared/domain/staff/shift.ts';
import { readPresence, staffTopics, type AssignmentMessage } from '#shared/protocol/staff-topics.ts';
import { createPhone, type Phone } from '../phone/client.ts';
import { hashText } from '../simulation/noise.ts';
import { plannedWalk, type Walked } from './walk.ts';

export interface CrewDeps {
  readonly site: Site;
  readonly clock: Clock;
  publish(topic: string, payload: string, options: { readonly retain: boolean }): void;
}

export interface Crew {
  /** Every message that a client sent to the broker. */
  heard(topic: string, payload: Uint8Array): void;
  /** The broker is new or somebody new listens: everybody says again where he is. */
  announce(): void;
  /** Every 100 ms. */
  step(): void;
}

const ACCEPT_AFTER_MS = 3_000;
const SET_OUT_AFTER_MS = 2_000;
const PLACE_EVERY_MS = 10_000;
const WALKING_PLACE_EVERY_MS = 2_000;
const STROLL_EVERY_MS = 45_000;
/** Of 100 orders without danger. */
const REFUSED = 10;
const UNANSWERED = 5;

type Task =
  | { readonly doing: 'answer' | 'set-out' | 'work'; readonly atMs: number }
  | { readonly doing: 'walk'; readonly walk: Walked };

interface Person {
  readonly member: StaffMember;
  readonly phone: Phone;
  readonly orders: Map<string, AssignmentMessage>;
  onShift: boolean | undefined;
  /** Somebody at the reference page has his phone. */
  byHand: boolean;
  at: { readonly zone: Zone; readonly position: readonly [number, number] };
  /** Walking about with nothing to do. */
  stroll: Walked | undefined;
  current: { readonly orderId: string; task: Task } | undefined;
  placeDueMs: number;
  strollDueMs: number;
}

export function createCrew({ site, clock, publish }: CrewDeps): Crew {
  const root = staffTopics(site.id).filters.staff.replace('+/+', '');
  const minuteOf = weekMinuteIn(site.timeZone);
  const people = site.document.staff.map((member) => createPerson(member, { site, clock, publish }));
  const tell = (person: Person): void => {
    if (person.onShift) person.phone.announce();
    else person.phone.leave();
    person.placeDueMs = 0;
  };
  const step = (person: Person): void => {
    if (person.byHand) return;
    const now = clock.monotonicMs();
    const onShift = isOnShift(person.member.shifts, minuteOf(clock.nowMs()));
    if (onShift !== person.onShift) {
      person.onShift = onShift;
      tell(person);
    }
    serve(person, site, now);
    if (!person.onShift && !person.current) return;
    if (!person.current) strollAbout(person, site, now);
    if (now < person.placeDueMs) return;
    const moving =
      person.stroll ?? (person.current?.task.doing === 'walk' ? person.current.task.walk : undefined);
    person.placeDueMs = now + (moving ? WALKING_PLACE_EVERY_MS : PLACE_EVERY_MS);
    person.phone.place(person.at.zone.id, person.at.position);
  };
  const ids = new Map(people.map((person) => [person.member.id, person]));
  return {
    heard(topic, payload) {
      const [staffId = '', kind] = topic.startsWith(root) ? topic.slice(root.length).split('/') : [];
      const person = ids.get(staffId);
      if (!person) return;
      person.phone.heard(topic, payload);
      if (kind !== 'presence') return;
      const presence = readPresence(payload);
      person.byHand = presence.ok && presence.value.online;
      person.current = undefined;
      if (!person.byHand) tell(person);
    },
    announce: () => people.filter(({ byHand }) => !byHand).forEach(tell),
    step: () => people.forEach(step),
  };
}

function createPerson(member: StaffMember, { site, clock, publish }: CrewDeps): Person {
  const orders = new Map<string, AssignmentMessage>();
  const phone = createPhone({
    siteId: site.id,
    staffId: member.id,
    publish,
    nowMs: () => clock.nowMs(),
    onAssignment: (assignment) => orders.set(assignment.orderId, assignment),
    onWithdrawn: (orderId) => orders.delete(orderId),
  });
  const zone = homeZone(site, member.id);
  return {
    member,
    phone,
    orders,
    onShift: undefined,
    byHand: false,
    at: { zone, position: polygonCentroid(zone.polygon) },
    stroll: undefined,
    current: undefined,
    placeDueMs: 0,
    strollDueMs: 0,
  };
}

/** The first order is served to its end before the next one. */
function serve(person: Person, site: Site, now: number): void {
  const { orders } = person;
  if (person.current && !orders.has(person.current.orderId)) person.current = undefined;
  person.current ??= begin(person, site, now);
  const order = person.current && orders.get(person.current.orderId);
  if (!person.current || !order) return;
  person.stroll = undefined;
  const { task } = person.current;
  if (task.doing === 'walk') person.at = task.walk.at(now);
  if (now < (task.doing === 'walk' ? task.walk.endsMs : task.atMs)) return;
  const next = endOf(task.doing, person, order, site, now);
  if (next) person.current.task = next;
  else {
    orders.delete(order.orderId);
    person.current = undefined;
  }
}

/** Where the order stands, also one that was begun before a restart. */
function begin(person: Person, site: Site, now: number): Person['current'] {
  const [order] = person.orders.values();
  if (!order || mannerOf(order, person.member.id) === 'silent') return undefined;
  const { orderId, state } = order;
  if (state === 'assigned') return { orderId, task: { doing: 'answer', atMs: now + ACCEPT_AFTER_MS } };
  if (state === 'accepted') return { orderId, task: { doing: 'set-out', atMs: now } };
  if (state === 'on-the-way') return { orderId, task: walkTo(person, order, site, now) };
  return { orderId, task: { doing: 'work', atMs: now + workMs(order) } };
}

/** Says what has come to its end. @returns what comes next; undefined: he is through with this order. */
function endOf(
  doing: Task['doing'],
  person: Person,
  order: AssignmentMessage,
  site: Site,
  now: number,
): Task | undefined {
  const { phone, member } = person;
  switch (doing) {
    case 'answer':
      if (mannerOf(order, member.id) === 'refuses') {
        phone.answer(order.orderId, 'declined', '手头有事 · busy with something else');
        return undefined;
      }
      phone.answer(order.orderId, 'accepted');
      return { doing: 'set-out', atMs: now + SET_OUT_AFTER_MS };
    case 'set-out':
      phone.answer(order.orderId, 'on-the-way');
      return walkTo(person, order, site, now);
    case 'walk':
      phone.answer(order.orderId, 'on-site');
      person.placeDueMs = 0;
      return { doing: 'work', atMs: now + workMs(order) };
    case 'work':
      phone.answer(order.orderId, 'done');
      return undefined;
  }
}

function walkTo({ at }: Person, { zoneId, position }: AssignmentMessage, site: Site, now: number): Task {
  const zone = site.zoneById.get(zoneId);
  return { doing: 'walk', walk: plannedWalk(site, at, zone ? { zone, position } : at, now) };
}

/** The same person does the same with the same order. */
function mannerOf({ orderId, priority }: AssignmentMessage, staffId: string): 'takes' | 'refuses' | 'silent' {
  if (priority <= 2) return 'takes';
  const drawn = hashText(`${staffId} ${orderId}`, 11) % 100;
  return drawn < REFUSED ? 'refuses' : drawn < REFUSED + UNANSWERED ? 'silent' : 'takes';
}

function workMs({ orderId }: AssignmentMessage): number {
  return 8_000 + (hashText(orderId, 5) % 12_000);
}

function strollAbout(person: Person, site: Site, now: number): void {
  if (person.stroll) {
    person.at = person.stroll.at(now);
    if (now >= person.stroll.endsMs) person.stroll = undefined;
    return;
  }
  if (person.strollDueMs === 0) person.strollDueMs = now + (hashText(person.member.id, 3) % STROLL_EVERY_MS);
  if (now < person.strollDueMs) return;
  person.strollDueMs = now + STROLL_EVERY_MS;
  const { zones } = person.at.zone.storey;
  const zone = zones[hashText(`${person.member.id} ${Math.floor(now / STROLL_EVERY_MS)}`, 9) % zones.length];
  if (zone)
    person.stroll = plannedWalk(site, person.at, { zone, position: polygonCentroid(zone.polygon) }, now);
}

/** Plant and control rooms first: that is where such people sit. */
function homeZone(site: Site, staffId: string): Zone {
  const rooms = site.zones.filter(
    ({ kind }) => kind === 'plant' || kind === 'electrical' || kind === 'other',
  );
  const zones = rooms.length > 0 ? rooms : site.zones;
  return zones[hashText(staffId, 2) % zones.length] as Zone;
}
