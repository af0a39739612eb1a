/** Following ways that a search found, and leaving a zone that the search itself did not enter. */
import type { Zone } from '#shared/domain/site/site.ts';
import type { WalkingGraph } from './graph.ts';
import type { Found } from './search.ts';

/** @returns the edges from `node` on; undefined where it has no way. */
export function onwards(graph: WalkingGraph, { cost, edge }: Found, node: number): number[] | undefined {
  if (cost[node] === Infinity) return undefined;
  const way: number[] = [];
  for (let via = edge[node] as number; via >= 0; via = edge[graph.edges.to[via] as number] as number)
    way.push(via);
  return way;
}

/**
 * The quickest way from the middle of a zone that others may not cross, or pay more to: through it to one of its openings, or
 * by its stair, and on from there as found. Zones have few nodes, so the search is the plain one.
 * @param weight of an edge for those who are in this zone. @returns edges, as `onwards`.
 */
export function leave(
  graph: WalkingGraph,
  found: Found,
  zone: Zone,
  weight: (edge: number) => number,
  shut: Uint8Array,
): number[] | undefined {
  const { nodeZone, edges } = graph;
  const members = graph.nodesOfZone[zone.index] ?? [];
  const cost = new Map<number, number>();
  const via = new Map<number, number>();
  for (const node of members)
    cost.set(node, nodeZone[node] === zone.index || shut[node] ? Infinity : (found.cost[node] as number));
  const relax = (from: number): boolean => {
    let better = false;
    for (let edge = edges.first[from] as number; edge < (edges.first[from + 1] as number); edge += 1) {
      const to = edges.to[edge] as number;
      // Beyond the zone only what the search reached counts, and only from inside; the zone's own openings are in `cost`.
      let beyond: number | undefined;
      if (edges.zone[edge] === zone.index) beyond = cost.get(to);
      else if (nodeZone[from] === zone.index && !shut[to]) beyond = found.cost[to];
      if (beyond === undefined || beyond >= (cost.get(from) as number)) continue;
      const through = beyond + weight(edge);
      if (through >= (cost.get(from) as number)) continue;
      cost.set(from, through);
      via.set(from, edge);
      better = true;
    }
    return better;
  };
  for (let better = true; better;) {
    better = false;
    for (const node of members)
      if (!shut[node] || nodeZone[node] === zone.index) better = relax(node) || better;
  }
  const middle = graph.zoneNode[zone.index] as number;
  if (cost.get(middle) === Infinity) return undefined;
  const way: number[] = [];
  let at = middle;
  for (let edge = via.get(at); edge !== undefined; edge = via.get(at)) {
    way.push(edge);
    at = edges.to[edge] as number;
  }
  return [...way, ...(onwards(graph, found, at) ?? [])];
}
