/**
 * Which zones are next to which, for danger: smoke comes through openings, and heat through walls. Stairs and lifts stand in
 * walls made against fire (GB 50016-2014 6.4), so they are next to a zone only where they open to it; a stair is next to
 * the same stair one storey up and down, since smoke rises in it.
 */
import type { ZoneKind } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { SharedWall } from './derive/adjacency.ts';
import type { WalkingEdges, WalkingNode } from './graph.ts';

const protectedShafts: ReadonlySet<ZoneKind> = new Set<ZoneKind>(['stair', 'lift']);

/** @returns by `Zone.index`, ascending. */
export function neighboursOf(
  site: Site,
  nodes: readonly WalkingNode[],
  edges: WalkingEdges,
  walls: readonly SharedWall[],
): number[][] {
  const found = site.zones.map(() => new Set<number>());
  const add = (a: number, b: number): void => {
    if (a < 0 || b < 0 || a === b) return;
    found[a]?.add(b);
    found[b]?.add(a);
  };
  for (const { a, b } of walls)
    if (!protectedShafts.has(a.kind) && !protectedShafts.has(b.kind)) add(a.index, b.index);
  for (const { opensTo } of nodes) for (const a of opensTo) for (const b of opensTo) add(a, b);
  for (let edge = 0; edge < edges.to.length; edge += 1) {
    const [from, to] = [nodes[edges.from[edge] as number], nodes[edges.to[edge] as number]];
    if (from && to && from.kind !== 'car' && to.kind !== 'car') add(from.zone, to.zone);
  }
  return found.map((others) => [...others].sort((a, b) => a - b));
}
