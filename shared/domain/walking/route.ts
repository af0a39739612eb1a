/** A way as a line in space, and the assembly point it leads to. */
import type { WalkingGraph, WalkingNode } from './graph.ts';

export interface RoutePoint {
  /** Site coordinates, metres; z is the floor. */
  readonly position: readonly [number, number, number];
  /** Place in `Site.storeys`; -1 outside. */
  readonly storey: number;
}

/** @param nodes as in `EscapeWay.nodes` or from `walkingWay`. Points that coincide are one. */
export function lineOf(graph: WalkingGraph, nodes: readonly number[]): RoutePoint[] {
  const line: RoutePoint[] = [];
  for (const number of nodes) {
    const node = graph.nodes[number];
    if (!node) continue;
    const before = line.at(-1);
    if (before && before.position.every((at, axis) => at === node.position[axis])) continue;
    line.push({ position: node.position, storey: node.storey });
  }
  return line;
}

/** The assembly point nearest to an exit; undefined where the site has none. */
export function assemblyPointOf(graph: WalkingGraph, exit: number): WalkingNode | undefined {
  const at = graph.nodes[exit]?.position ?? [0, 0, 0];
  let nearest: WalkingNode | undefined;
  let least = Infinity;
  for (const number of graph.assemblyPoints) {
    const node = graph.nodes[number] as WalkingNode;
    const away = Math.hypot(node.position[0] - at[0], node.position[1] - at[1]);
    if (away < least) [nearest, least] = [node, away];
  }
  return nearest;
}
