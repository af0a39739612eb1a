/**
 * The people of the site as this station knows them: shift, phone, last place. Owns what phones said. Nothing of it is kept: phones
 * say it again, and the broker holds each one's last word. Invariant: a person's status follows from shift, phone and orders only.
 */
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { polygonCentroid } from '#shared/domain/geometry.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isOnShift, weekMinuteIn } from '#shared/domain/staff/shift.ts';
import { statusOf, type StaffMemberState, type StaffPlace } from '#shared/domain/staff/staff.ts';
import type { WorkOrderId } from '#shared/domain/work-order/work-order.ts';
import type { PlaceMessage, PresenceMessage } from '#shared/protocol/staff-topics.ts';

export interface RosterDeps {
  readonly site: Site;
  readonly clock: Clock;
  readonly workload: () => ReadonlyMap<string, readonly WorkOrderId[]>;
  readonly changed: (staffId: string) => void;
}

export interface Roster {
  readonly ids: readonly string[];
  has(id: string): boolean;
  get(id: string): StaffMemberState | undefined;
  all(): readonly StaffMemberState[];
  /** @returns false where the site has no such zone. @param retained the broker had kept it. */
  sawAt(id: string, message: PlaceMessage, retained: boolean): boolean;
  heard(id: string, message: PresenceMessage): void;
  /** Orders changed hands. */
  refresh(): void;
  /** Shifts begin and end; every 100 ms. */
  tick(): void;
}

interface Heard {
  phone: StaffMemberState['phone'];
  available: boolean | undefined;
  place: StaffPlace | undefined;
}

function unheard(): Heard {
  return { phone: 'unknown', available: undefined, place: undefined };
}

const SHIFT_CHECK_MS = 1_000;

export function createRoster({ site, clock, workload, changed }: RosterDeps): Roster {
  const people = new Map(site.document.staff.map((person) => [person.id, person]));
  const heard = new Map([...people.keys()].map((id) => [id, unheard()]));
  const states = new Map<string, StaffMemberState>();
  const minuteOf = weekMinuteIn(site.timeZone);
  let checkedAt = -Infinity;

  const stateOf = (id: string, minute: number, load: ReturnType<typeof workload>): StaffMemberState => {
    const { name, skills, carriesKeys, contact, shifts } = people.get(
      id,
    ) as (typeof site.document.staff)[number];
    const said = heard.get(id) as Heard;
    const known = { ...said, onShift: isOnShift(shifts, minute), orderIds: load.get(id) ?? [] };
    return { id, name, skills, carriesKeys, contact, ...known, status: statusOf(known) };
  };
  const refresh = (only?: string): void => {
    const minute = minuteOf(clock.nowMs());
    const load = workload();
    for (const id of only === undefined ? people.keys() : [only]) {
      const state = stateOf(id, minute, load);
      if (sameState(states.get(id), state)) continue;
      const known = states.has(id);
      states.set(id, state);
      // The first look at all is nobody's news.
      if (known) changed(id);
    }
  };
  refresh();
  return {
    ids: [...people.keys()],
    has: (id) => people.has(id),
    get: (id) => states.get(id),
    all: () => [...states.values()],
    sawAt(id, { zoneId, position, atMs }, retained) {
      const zone = site.zoneById.get(zoneId);
      const said = heard.get(id);
      if (!zone || !said) return false;
      const nowMs = clock.nowMs();
      said.place = {
        zoneId,
        position: position ?? polygonCentroid(zone.polygon),
        atMs: retained ? (atMs === undefined ? undefined : epochMs(Math.min(atMs, nowMs))) : nowMs,
      };
      refresh(id);
      return true;
    },
    heard(id, { online, available }) {
      const said = heard.get(id);
      if (!said) return;
      said.phone = online ? 'online' : 'offline';
      said.available = available;
      refresh(id);
    },
    refresh: () => refresh(),
    tick() {
      if (clock.monotonicMs() - checkedAt < SHIFT_CHECK_MS) return;
      checkedAt = clock.monotonicMs();
      refresh();
    },
  };
}

function sameState(a: StaffMemberState | undefined, b: StaffMemberState): boolean {
  return (
    a !== undefined &&
    a.onShift === b.onShift &&
    a.phone === b.phone &&
    a.available === b.available &&
    a.status === b.status &&
    a.place === b.place &&
    a.orderIds.length === b.orderIds.length &&
    a.orderIds.every((id, index) => id === b.orderIds[index])
  );
}
