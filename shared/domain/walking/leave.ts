/** Following ways that a search found, and leaving a zone that the search itself did not enter. */
import type { Zone } from '#shared/domain/site/site.ts';
import type { WalkingGraph } from './graph.ts';
import type { Found } from './search.ts';

/** @returns the nodes from `node` on; undefined where it has no way. */
export function onwards(graph: WalkingGraph, { cost, edge }: Found, node: number): number[] | undefined {
  if (cost[node] === Infinity) return undefined;
  const way = [node];
  for (let via = edge[node] as number; via >= 0; via = edge[way.at(-1) as number] as number)
    way.push(graph.edges.to[via] as number);
  return way;
}

/**
 * The quickest way from the middle of a zone that others may not cross, or pay more to: through it to one of its openings, or
 * by its stair, and on from there as found. Zones have few nodes, so the search is the plain one.
 * @param weight of an edge for those who are in this zone.
 */
export function leave(
  graph: WalkingGraph,
  found: Found,
  zone: Zone,
  weight: (edge: number) => number,
  shut: Uint8Array,
): number[] | undefined {
  const { nodes, edges } = graph;
  const members = graph.nodesOfZone[zone.index] ?? [];
  const inside = (node: number): boolean => nodes[node]?.zone === zone.index;
  const cost = new Map<number, number>();
  const next = new Map<number, number>();
  for (const node of members) {
    if (!inside(node)) cost.set(node, shut[node] ? Infinity : (found.cost[node] as number));
    else cost.set(node, Infinity);
  }
  const relax = (from: number): boolean => {
    let better = false;
    for (let edge = edges.first[from] as number; edge < (edges.first[from + 1] as number); edge += 1) {
      const to = edges.to[edge] as number;
      const within = edges.zone[edge] === zone.index;
      // Beyond the zone only what the search reached counts; the zone's own openings are in `cost`.
      const beyond = within
        ? (cost.get(to) ?? Infinity)
        : inside(from) && !shut[to]
          ? (found.cost[to] as number)
          : Infinity;
      const through = beyond + weight(edge);
      if (through >= (cost.get(from) as number)) continue;
      cost.set(from, through);
      next.set(from, to);
      better = true;
    }
    return better;
  };
  for (let better = true; better;) {
    better = false;
    for (const node of members) if (!shut[node] || inside(node)) better = relax(node) || better;
  }
  const middle = graph.zoneNode[zone.index] as number;
  if (cost.get(middle) === Infinity) return undefined;
  const way = [middle];
  for (let to = next.get(middle); to !== undefined; to = next.get(to)) way.push(to);
  const last = way.pop() as number;
  return [...way, ...(onwards(graph, found, last) ?? [last])];
}
