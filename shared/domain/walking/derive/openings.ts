/**
 * Where the ways between the zones of a storey are, when the site file does not say. Door assets tell most: a door beside a
 * shared wall is an opening there, and a room that has such doors has no others. Rooms without any open to one corridor
 * beside them, so that nobody is led through a room; circulation opens to circulation. What is then still cut off gets the
 * likeliest opening it can have.
 */
import { nearestOnSegment, planDistance, type PlanPoint } from '#shared/domain/geometry.ts';
import type { ZoneKind } from '#shared/domain/site/document.ts';
import type { Asset, Zone } from '#shared/domain/site/site.ts';
import { doorQuantities } from '../quantities.ts';
import type { Adjacency, OuterWall, SharedWall } from './adjacency.ts';

export interface Opening {
  readonly zones: readonly [Zone, Zone];
  readonly at: PlanPoint;
  readonly door: Asset | undefined;
}

/** A door to the open. */
export interface OuterDoor {
  readonly zone: Zone;
  readonly at: PlanPoint;
  readonly door: Asset | undefined;
}

/** A door asset this near to a wall stands in it: drawn on its room's side, or in its swing. */
const DOOR_REACH_M = 1.5;

const circulation: ReadonlySet<ZoneKind> = new Set<ZoneKind>(['corridor', 'lobby', 'parking']);
const shafts: ReadonlySet<ZoneKind> = new Set<ZoneKind>(['stair', 'lift']);

export function isDoor(asset: Asset): boolean {
  return asset.points.some(({ quantity }) => doorQuantities.has(quantity));
}

/** @returns the openings that doors and use tell of, and the doors to the open. */
export function openingsOf(
  adjacency: Adjacency,
  doors: readonly Asset[],
): { readonly openings: Opening[]; readonly outerDoors: OuterDoor[] } {
  const openings: Opening[] = [];
  const outerDoors: OuterDoor[] = [];
  const withDoors = new Set<Zone>();
  for (const door of doors) {
    const wall = wallOf(door, adjacency);
    if (!wall) continue;
    withDoors.add(door.zone);
    const at = nearestOnSegment(wall.from, wall.to, [door.position[0], door.position[1]]);
    if ('zone' in wall) outerDoors.push({ zone: wall.zone, at, door });
    else openings.push({ zones: [wall.a, wall.b], at, door });
  }
  const pairs = new Set(openings.map(({ zones: [a, b] }) => pairKey(a, b)));
  for (const wall of openByUse(adjacency.shared, withDoors))
    if (!pairs.has(pairKey(wall.a, wall.b))) openings.push(inTheMiddle(wall));
  return { openings, outerDoors };
}

/** The wall a door stands in: the nearest of its zone's; of two as near, the one towards a corridor. */
function wallOf(door: Asset, { shared, outer }: Adjacency): SharedWall | OuterWall | undefined {
  const at: PlanPoint = [door.position[0], door.position[1]];
  let best: SharedWall | OuterWall | undefined;
  let least = DOOR_REACH_M;
  const offer = (wall: SharedWall | OuterWall, handicapM: number): void => {
    const awayM = planDistance(nearestOnSegment(wall.from, wall.to, at), at) + handicapM;
    if (awayM < least) [best, least] = [wall, awayM];
  };
  for (const wall of shared) {
    if (wall.a !== door.zone && wall.b !== door.zone) continue;
    const other = wall.a === door.zone ? wall.b : wall.a;
    offer(wall, circulation.has(other.kind) ? 0 : 0.05);
  }
  for (const wall of outer) if (wall.zone === door.zone) offer(wall, 0.1);
  return best;
}

/** Between circulation all walls, and for each room or stair without doors its best one: a stair opens to all beside it. */
function openByUse(shared: readonly SharedWall[], withDoors: ReadonlySet<Zone>): SharedWall[] {
  const open: SharedWall[] = [];
  const best = new Map<Zone, SharedWall>();
  for (const wall of widest(shared)) {
    const [way, other] = circulation.has(wall.a.kind) ? [wall.a, wall.b] : [wall.b, wall.a];
    if (!circulation.has(way.kind)) continue;
    if (circulation.has(other.kind) || other.kind === 'lift') open.push(wall);
    else if (withDoors.has(other)) continue;
    else if (other.kind === 'stair') open.push(wall);
    else if (betterFor(other, wall, best.get(other))) best.set(other, wall);
  }
  return [...open, ...best.values()];
}

/** Corridors before lobbies before parking, then the wider wall. */
function betterFor(room: Zone, wall: SharedWall, than: SharedWall | undefined): boolean {
  if (!than) return true;
  const order: readonly ZoneKind[] = [...circulation];
  const place = ({ a, b }: SharedWall): number => order.indexOf((a === room ? b : a).kind);
  return place(wall) - place(than) < 0 || (place(wall) === place(than) && wall.lengthM > than.lengthM);
}

function widest(walls: readonly SharedWall[]): SharedWall[] {
  const best = new Map<string, SharedWall>();
  for (const wall of walls) {
    const key = pairKey(wall.a, wall.b);
    const known = best.get(key);
    if (!known || wall.lengthM > known.lengthM) best.set(key, wall);
  }
  return [...best.values()];
}

function inTheMiddle({ a, b, from, to }: SharedWall): Opening {
  return { zones: [a, b], at: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], door: undefined };
}

function pairKey(a: Zone, b: Zone): string {
  return a.index < b.index ? `${a.index} ${b.index}` : `${b.index} ${a.index}`;
}

/**
 * Openings for zones that have no other way: spreads from what is `connected`, through corridors before rooms before
 * shafts, wide walls before narrow. Adds to `connected`. @param links zones each zone already opens to.
 */
export function openingsForTheCutOff(
  shared: readonly SharedWall[],
  connected: Set<Zone>,
  links: ReadonlyMap<Zone, readonly Zone[]>,
): Opening[] {
  const walls = widest(shared).sort((a, b) => rank(a) - rank(b) || b.lengthM - a.lengthM);
  const found: Opening[] = [];
  const reach = (zone: Zone): void => {
    const waiting = [zone];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      if (connected.has(at)) continue;
      connected.add(at);
      waiting.push(...(links.get(at) ?? []));
    }
  };
  for (;;) {
    const wall = walls.find(({ a, b }) => connected.has(a) !== connected.has(b));
    if (!wall) return found;
    found.push(inTheMiddle(wall));
    reach(connected.has(wall.a) ? wall.b : wall.a);
  }
}

function rank({ a, b }: SharedWall): number {
  if (circulation.has(a.kind) || circulation.has(b.kind)) return 0;
  return shafts.has(a.kind) || shafts.has(b.kind) ? 2 : 1;
}
