/** How long it takes on foot from one place to every other, or back: what dispatch chooses the nearest by. */
import type { Zone } from '#shared/domain/site/site.ts';
import type { WalkingGraph } from './graph.ts';
import { GATE_FREE, GATE_SHUT, ZONE_ALARM, type Passability } from './passability.ts';
import { search, type Found } from './search.ts';

/** `evacuation`: never a lift, never into a zone in alarm. `engineer`: lifts known to be in service, and into alarms: they are sent there. */
export type WalkingMode = 'evacuation' | 'engineer';

export interface WalkingOptions {
  /** Opens locked doors. Default: no. */
  readonly carriesKey?: boolean;
  /** Seconds to the place instead of from it: one search ranks everybody who could come. Default: from. */
  readonly towards?: boolean;
}

/**
 * @param place a node: `graph.zoneNode[zone.index]`, an exit, or `graph.nodeById.get(id)`.
 * @returns seconds by node; Infinity where there is no way. Both modes pass doors whose state is not known.
 */
export function walkingTimes(
  graph: WalkingGraph,
  place: number,
  mode: WalkingMode,
  passability: Passability,
  options: WalkingOptions = {},
): Float64Array {
  return walked(graph, place, mode, passability, options).cost;
}

/**
 * The way itself, from `from` to `to`.
 * @returns node numbers in walking order, both ends included; undefined where there is no way.
 */
export function walkingWay(
  graph: WalkingGraph,
  from: number,
  to: number,
  mode: WalkingMode,
  passability: Passability,
  options: Omit<WalkingOptions, 'towards'> = {},
): readonly number[] | undefined {
  const { cost, edge } = walked(graph, to, mode, passability, { ...options, towards: true });
  if (cost[from] === Infinity) return undefined;
  const way = [from];
  for (let via = edge[from] ?? -1; via >= 0; via = edge[way.at(-1) as number] ?? -1)
    way.push(graph.edges.to[via] as number);
  return way;
}

/** Seconds from or to the middle of a zone. */
export function timeAt(graph: WalkingGraph, times: Float64Array, zone: Zone): number {
  return times[graph.zoneNode[zone.index] as number] as number;
}

function walked(
  graph: WalkingGraph,
  place: number,
  mode: WalkingMode,
  { zones, gates }: Passability,
  { carriesKey = false, towards = false }: WalkingOptions,
): Found {
  const { nodes, edges } = graph;
  const own = nodes[place]?.zone ?? -1;
  const barred = (zone: number): boolean =>
    mode === 'evacuation' && zone >= 0 && zone !== own && zones[zone] === ZONE_ALARM;
  const shut = Uint8Array.from(nodes, ({ gate, zone }) => {
    if (barred(zone)) return 1;
    const kind = graph.gates[gate]?.kind;
    if (kind === 'lift') return mode === 'engineer' && gates[gate] === GATE_FREE ? 0 : 1;
    return kind === 'door' && gates[gate] === GATE_SHUT && !carriesKey ? 1 : 0;
  });
  const weight = edges.timeS.map((timeS, edge) => (barred(edges.zone[edge] as number) ? Infinity : timeS));
  return search(graph, [{ node: place, cost: 0 }], towards, weight, shut);
}
