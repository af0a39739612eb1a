/**
 * The way out of every zone now: the quickest to an exit that stays clear of zones in alarm and of their neighbours, passes
 * no door known to be locked and takes no lift. Everybody may leave the zone they are in, whatever is in it.
 *
 * Strangers are not led through rooms where there is another way: a second in somebody else's room counts `ROOM_WEIGHT`-fold
 * in the search (`thoroughfares.ts`).
 *
 * Where there is no such way, that is what is said, in two steps and never silently: `beside-alarm` is the best that still
 * enters no zone in alarm but passes next to one, `none` says what is in the way. Time spent next to an alarm counts
 * `BESIDE_WEIGHT`-fold when ways beside it are compared; lengths and times told are the real ones. Doors of unknown state
 * are passed and named: the way then rests on what is not known.
 */
import type { Asset, Zone } from '#shared/domain/site/site.ts';
import type { WalkingGraph } from './graph.ts';
import { leave, onwards } from './leave.ts';
import {
  GATE_SHUT,
  GATE_UNKNOWN,
  ZONE_ALARM,
  ZONE_BESIDE,
  ZONE_CLEAR,
  type Passability,
} from './passability.ts';
import { search, type Found } from './search.ts';
import { thoroughfares } from './thoroughfares.ts';

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

/** A second next to a zone in alarm is worth a detour of this many. */
export const BESIDE_WEIGHT = 3;
/** More than any way through a building takes: a way through fewer locked doors is always preferred. */
const LOCKED_S = 1e6;

/** Searches what is asked for, each kind of way once: the first question costs the most. */
export function findEscapes(graph: WalkingGraph, passability: Passability): Escapes {
  const facts = factsOf(graph, passability);
  const searched = (terms: Terms): ((zone: Zone) => readonly number[] | undefined) =>
    searcher(graph, passability, facts, terms);
  const clear = searched({ barredFrom: ZONE_BESIDE, lockedS: Infinity });
  const beside = searched({ barredFrom: ZONE_ALARM, lockedS: Infinity });
  const released = searched({ barredFrom: ZONE_ALARM, lockedS: LOCKED_S });
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
    const nodes = nodesOf(graph, zone, lockedWay);
    return { ...none, because: 'locked', lockedDoors: doorsOn(graph, passability, nodes, GATE_SHUT) };
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
  /** What passing a locked door costs; Infinity: not passed. */
  readonly lockedS: number;
}

/** What every search of one moment needs. */
interface Facts {
  /** By node. */
  readonly locked: Uint8Array;
  /** The worst state of the zones an edge touches. */
  readonly state: Uint8Array;
}

function factsOf(graph: WalkingGraph, { zones, gates }: Passability): Facts {
  const { nodes, nodeZone, edges } = graph;
  const state = new Uint8Array(edges.to.length);
  const mark = (edge: number, zone: number): void => {
    const touches =
      edges.zone[edge] === zone ||
      nodeZone[edges.from[edge] as number] === zone ||
      nodeZone[edges.to[edge] as number] === zone;
    if (touches) state[edge] = Math.max(state[edge] as number, zones[zone] as number);
  };
  zones.forEach((worst, zone) => {
    if (worst === ZONE_CLEAR) return;
    for (const node of graph.nodesOfZone[zone] ?? []) {
      for (let edge = edges.first[node] as number; edge < (edges.first[node + 1] as number); edge += 1)
        mark(edge, zone);
      for (let row = edges.intoFirst[node] as number; row < (edges.intoFirst[node + 1] as number); row += 1)
        mark(edges.into[row] as number, zone);
    }
  });
  const locked = Uint8Array.from(nodes, ({ gate }) =>
    graph.gates[gate]?.kind === 'door' && gates[gate] === GATE_SHUT ? 1 : 0,
  );
  return { locked, state };
}

/** @returns for a zone the edges of its way under these terms, from its middle to an exit. */
function searcher(
  graph: WalkingGraph,
  passability: Passability,
  facts: Facts,
  terms: Terms,
): (zone: Zone) => readonly number[] | undefined {
  const { nodeZone, edges } = graph;
  const { barredFrom, lockedS } = terms;
  const lockS = (node: number): number => (facts.locked[node] ? lockedS : 0);
  const weigh = (edge: number, state: number, seconds: number): number =>
    state >= barredFrom
      ? Infinity
      : seconds * (state === ZONE_BESIDE ? BESIDE_WEIGHT : 1) + lockS(edges.from[edge] as number);
  /** For those who are in the zone: they may cross it whatever its state and use. */
  const ownWeight = (own: number, edge: number): number => {
    if (edges.outside[edge]) return Infinity;
    if (edges.zone[edge] === own) return (edges.timeS[edge] as number) + lockS(edges.from[edge] as number);
    const states = [edges.from[edge] as number, edges.to[edge] as number].map((node) => {
      const zone = nodeZone[node] as number;
      return zone < 0 || zone === own ? 0 : (passability.zones[zone] as number);
    });
    return weigh(edge, Math.max(...states), edges.timeS[edge] as number);
  };
  let found: { readonly shut: Uint8Array; readonly ways: Found } | undefined;
  const searchNow = (): NonNullable<typeof found> => {
    const shut = shutNodes(graph, passability, facts, terms);
    const weight = edges.escapeS.map((seconds, edge) => weigh(edge, facts.state[edge] as number, seconds));
    const sources = graph.exits.map((node) => ({ node, cost: lockS(node) }));
    return { shut, ways: search(graph, sources, true, weight, shut) };
  };
  return (zone) => {
    const { shut, ways } = (found ??= searchNow());
    const middle = graph.zoneNode[zone.index] as number;
    if (!shut[middle] && thoroughfares.has(zone.kind)) return onwards(graph, ways, middle);
    return leave(graph, ways, zone, (edge) => ownWeight(zone.index, edge), shut);
  };
}

function shutNodes(
  { nodes, gates }: WalkingGraph,
  passability: Passability,
  { locked }: Facts,
  { barredFrom, lockedS }: Terms,
): Uint8Array {
  return Uint8Array.from(nodes, ({ zone, gate }, node) => {
    if (zone >= 0 && (passability.zones[zone] as number) >= barredFrom) return 1;
    if (gates[gate]?.kind === 'lift') return 1;
    return locked[node] && lockedS === Infinity ? 1 : 0;
  });
}

function nodesOf(graph: WalkingGraph, zone: Zone, edges: readonly number[]): number[] {
  return [graph.zoneNode[zone.index] as number, ...edges.map((edge) => graph.edges.to[edge] as number)];
}

function wayOf(
  graph: WalkingGraph,
  passability: Passability,
  zone: Zone,
  kind: EscapeWay['kind'],
  edges: readonly number[],
): EscapeWay {
  const nodes = nodesOf(graph, zone, edges);
  let lengthM = 0;
  let timeS = 0;
  const beside = new Set<number>();
  for (const edge of edges) {
    lengthM += graph.edges.lengthM[edge] as number;
    timeS += graph.edges.timeS[edge] as number;
    if (kind === 'clear') continue;
    const to = graph.edges.to[edge] as number;
    for (const place of [graph.edges.zone[edge] as number, graph.nodeZone[to] as number])
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

function doorsOn(
  { nodeGate, gates }: WalkingGraph,
  passability: Passability,
  nodes: readonly number[],
  state: number,
): Asset[] {
  const doors = new Set<Asset>();
  for (const node of nodes) {
    const gate = nodeGate[node] as number;
    if (gate >= 0 && passability.gates[gate] === state)
      for (const asset of gates[gate]?.assets ?? []) doors.add(asset);
  }
  return [...doors];
}
