/**
 * The way out of every zone now: the quickest to an exit that stays clear of zones in alarm and of their neighbours, passes
 * no door known to be locked and takes no lift. Everybody may leave the zone they are in, whatever is in it.
 *
 * Strangers are not led through rooms where there is another way (as NFPA 101 7.5.2.1 wants it): a second in somebody else's
 * room counts `ROOM_WEIGHT`-fold in the search.
 *
 * Where there is no such way, that is what is said, in two steps and never silently: `beside-alarm` is the best that still
 * enters no zone in alarm but passes next to one, `none` says what is in the way. Time spent next to an alarm counts
 * `BESIDE_WEIGHT`-fold when ways beside it are compared; lengths and times told are the real ones. Doors of unknown state
 * are passed and named: the way then rests on what is not known.
 */
import type { ZoneKind } from '#shared/domain/site/document.ts';
import type { Asset, Zone } from '#shared/domain/site/site.ts';
import type { WalkingGraph } from './graph.ts';
import { leave, onwards } from './leave.ts';
import { GATE_SHUT, GATE_UNKNOWN, ZONE_ALARM, ZONE_BESIDE, type Passability } from './passability.ts';
import { search, type Found } from './search.ts';

export interface EscapeWay {
  readonly kind: 'clear' | 'beside-alarm';
  /** Node numbers from the middle of the zone to the exit. */
  readonly nodes: readonly number[];
  readonly lengthM: number;
  readonly timeS: number;
  /** The last of `nodes`. */
  readonly exit: number;
  /** Doors on the way whose state is stale or was never told. */
  readonly unknownDoors: readonly Asset[];
  /** Zones next to an alarm that the way crosses after leaving its own; empty for `clear`. */
  readonly beside: readonly Zone[];
}

export interface NoEscape {
  readonly kind: 'none';
  /**
   * `locked`: releasing `lockedDoors` opens a way. `alarm`: zones in alarm cut it off. `not-connected`: the site shows no way
   * at all.
   */
  readonly because: 'locked' | 'alarm' | 'not-connected';
  readonly lockedDoors: readonly Asset[];
}

export type Escape = EscapeWay | NoEscape;

export interface Escapes {
  of(zone: Zone): Escape;
}

/** A second in another's room, which may be locked, dark or full, is worth a detour of this many. */
export const ROOM_WEIGHT = 5;
/** A second next to a zone in alarm is worth a detour of this many. */
export const BESIDE_WEIGHT = 3;
/** More than any way through a building takes: a way through fewer locked doors is always preferred. */
const LOCKED_S = 1e6;

/** Searches what is asked for, each kind of way once: the first question costs the most. */
export function findEscapes(graph: WalkingGraph, passability: Passability): Escapes {
  const clear = searcher(graph, passability, { barredFrom: ZONE_BESIDE, besideWeight: 1, lockedS: Infinity });
  const beside = searcher(graph, passability, {
    barredFrom: ZONE_ALARM,
    besideWeight: BESIDE_WEIGHT,
    lockedS: Infinity,
  });
  const released = searcher(graph, passability, {
    barredFrom: ZONE_ALARM,
    besideWeight: BESIDE_WEIGHT,
    lockedS: LOCKED_S,
  });
  const unconnected = new Set(graph.unconnected);
  const known = new Map<Zone, Escape>();
  const find = (zone: Zone): Escape => {
    const way = clear(zone);
    if (way) return wayOf(graph, passability, zone, 'clear', way);
    const besideWay = beside(zone);
    if (besideWay) return wayOf(graph, passability, zone, 'beside-alarm', besideWay);
    const none = { kind: 'none', lockedDoors: [] } as const;
    if (unconnected.has(zone)) return { ...none, because: 'not-connected' };
    const lockedWay = released(zone);
    if (!lockedWay) return { ...none, because: 'alarm' };
    return { ...none, because: 'locked', lockedDoors: doorsOn(graph, passability, lockedWay, GATE_SHUT) };
  };
  return {
    of(zone) {
      const before = known.get(zone);
      if (before) return before;
      const escape = find(zone);
      known.set(zone, escape);
      return escape;
    },
  };
}

interface Terms {
  /** Zones in this state or worse are not crossed. */
  readonly barredFrom: number;
  readonly besideWeight: number;
  /** What passing a locked door costs; Infinity: not passed. */
  readonly lockedS: number;
}

/** @returns for a zone the nodes of its way under these terms. */
function searcher(
  graph: WalkingGraph,
  passability: Passability,
  terms: Terms,
): (zone: Zone) => readonly number[] | undefined {
  let found: { readonly shut: Uint8Array; readonly ways: Found } | undefined;
  const searched = (): NonNullable<typeof found> => {
    const shut = shutNodes(graph, passability, terms);
    const sources = graph.exits.map((node) => ({
      node,
      cost: isLocked(graph, passability, node) ? terms.lockedS : 0,
    }));
    const weight = graph.edges.timeS.map((_, edge) => weightOf(graph, passability, terms, edge, -1));
    return { shut, ways: search(graph, sources, true, weight, shut) };
  };
  return (zone) => {
    const { shut, ways } = (found ??= searched());
    const middle = graph.zoneNode[zone.index] as number;
    if (!shut[middle] && thoroughfares.has(zone.kind)) return onwards(graph, ways, middle);
    const ownWeight = (edge: number): number => weightOf(graph, passability, terms, edge, zone.index);
    return leave(graph, ways, zone, ownWeight, shut);
  };
}

/** Zones that are there to be walked through. */
const thoroughfares: ReadonlySet<ZoneKind> = new Set<ZoneKind>([
  'corridor',
  'lobby',
  'stair',
  'lift',
  'parking',
]);

function isLocked({ nodes, gates }: WalkingGraph, passability: Passability, node: number): boolean {
  const gate = nodes[node]?.gate ?? -1;
  return gates[gate]?.kind === 'door' && passability.gates[gate] === GATE_SHUT;
}

function shutNodes(graph: WalkingGraph, passability: Passability, terms: Terms): Uint8Array {
  return Uint8Array.from(graph.nodes, ({ zone, gate }, node) => {
    if (zone >= 0 && (passability.zones[zone] as number) >= terms.barredFrom) return 1;
    if (graph.gates[gate]?.kind === 'lift') return 1;
    return isLocked(graph, passability, node) && terms.lockedS === Infinity ? 1 : 0;
  });
}

/** @param own a zone that may be crossed whatever its state and use: people are in it. */
function weightOf(
  graph: WalkingGraph,
  passability: Passability,
  { barredFrom, besideWeight, lockedS }: Terms,
  edge: number,
  own: number,
): number {
  const { nodes, edges, site } = graph;
  if (edges.outside[edge]) return Infinity;
  const [from, to] = [edges.from[edge] as number, edges.to[edge] as number];
  const crossed = edges.zone[edge] as number;
  const stateOf = (zone: number): number =>
    zone < 0 || zone === own ? 0 : (passability.zones[zone] as number);
  const state = Math.max(stateOf(crossed), stateOf(nodes[from]?.zone ?? -1), stateOf(nodes[to]?.zone ?? -1));
  if (state >= barredFrom) return Infinity;
  const kind = crossed === own ? undefined : site.zones[crossed]?.kind;
  const locked = isLocked(graph, passability, from) ? lockedS : 0;
  const through = kind === undefined || thoroughfares.has(kind) ? 1 : ROOM_WEIGHT;
  return (edges.timeS[edge] as number) * through * (state === ZONE_BESIDE ? besideWeight : 1) + locked;
}

function wayOf(
  graph: WalkingGraph,
  passability: Passability,
  zone: Zone,
  kind: EscapeWay['kind'],
  nodes: readonly number[],
): EscapeWay {
  let lengthM = 0;
  let timeS = 0;
  const beside = new Set<number>();
  for (let i = 1; i < nodes.length; i += 1) {
    const edge = edgeBetween(graph, nodes[i - 1] as number, nodes[i] as number);
    lengthM += graph.edges.lengthM[edge] as number;
    timeS += graph.edges.timeS[edge] as number;
    for (const place of [graph.edges.zone[edge] as number, graph.nodes[nodes[i] as number]?.zone ?? -1])
      if (place >= 0 && place !== zone.index && passability.zones[place] === ZONE_BESIDE) beside.add(place);
  }
  return {
    kind,
    nodes,
    lengthM,
    timeS,
    exit: nodes.at(-1) as number,
    unknownDoors: doorsOn(graph, passability, nodes, GATE_UNKNOWN),
    beside: [...beside].flatMap((index) => graph.site.zones[index] ?? []),
  };
}

/** The quickest, where there are several. */
function edgeBetween({ edges }: WalkingGraph, from: number, to: number): number {
  let best = -1;
  for (let edge = edges.first[from] as number; edge < (edges.first[from + 1] as number); edge += 1)
    if (edges.to[edge] === to && (best < 0 || (edges.timeS[edge] as number) < (edges.timeS[best] as number)))
      best = edge;
  return best;
}

function doorsOn(
  { nodes: all, gates }: WalkingGraph,
  passability: Passability,
  nodes: readonly number[],
  state: number,
): Asset[] {
  const doors = new Set<Asset>();
  for (const node of nodes) {
    const gate = all[node]?.gate ?? -1;
    if (gate >= 0 && passability.gates[gate] === state)
      for (const asset of gates[gate]?.assets ?? []) doors.add(asset);
  }
  return [...doors];
}
