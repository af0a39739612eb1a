/** From a site to its walking graph: what the file gives, and what zones, doors, stairs and lifts tell where it gives none. */
import { planDistance, polygonMiddle } from '#shared/domain/geometry.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import { adjacencyOf, type Adjacency } from './derive/adjacency.ts';
import { deriveBuilding } from './derive/building.ts';
import { createDraft, type Draft } from './draft.ts';
import { furnish } from './furnish.ts';
import { addGivenEdges, addGivenNodes } from './given.ts';
import type { NodeKind, WalkingEdges, WalkingGraph } from './graph.ts';
import { neighboursOf } from './neighbours.ts';

/** Outside, people walk around what stands there, which is not in the file: longer than the straight line by about this. */
const OUTSIDE_DETOUR = 1.3;
/** From each exit, the nearest others of every building: enough to walk between buildings. */
const NEAREST_OUTSIDE = 4;

/** Deterministic; tens of milliseconds for a tower. Never throws for a site that `checkSite` accepted. */
export function buildWalkingGraph(site: Site): WalkingGraph {
  const draft = createDraft(site);
  const zoneNode = Uint32Array.from(site.zones, (zone) => middleNode(draft, zone));
  const given = site.document.walking.edges.length > 0;
  const numbers = addGivenNodes(
    draft,
    new Set(
      given ? ['door', 'corridor', 'stair', 'lift', 'exit', 'assembly-point'] : ['exit', 'assembly-point'],
    ),
  );
  const joined = given ? addGivenEdges(draft, numbers) : new Set<string>();
  const adjacency = new Map(site.storeys.map((storey) => [storey, adjacencyOf(storey.zones)]));
  if (!given) for (const building of site.buildings) deriveBuilding(draft, building, adjacency, zoneNode);
  const nodesOfZone = furnishAll(draft, zoneNode, joined);
  const exits = nodesOf(draft, 'exit');
  const assemblyPoints = nodesOf(draft, 'assembly-point');
  joinOutside(draft, exits, assemblyPoints);
  const edges = draft.finish();
  const { nodes, gates } = draft;
  return {
    site,
    nodes,
    nodeById: new Map(nodes.map(({ id }, node) => [id, node])),
    nodeZone: Int32Array.from(nodes, ({ zone }) => zone),
    nodeGate: Int32Array.from(nodes, ({ gate }) => gate),
    edges,
    gates,
    exits,
    assemblyPoints,
    zoneNode,
    nodesOfZone,
    neighbours: neighboursOf(site, nodes, edges, [...adjacency.values()].flatMap(sharedWalls)),
    unconnected: unconnected(site, nodes, edges, exits, zoneNode),
  };
}

function sharedWalls({ shared }: Adjacency): Adjacency['shared'] {
  return shared;
}

function middleNode(draft: Draft, zone: Zone): number {
  const kinds: Partial<Record<Zone['kind'], NodeKind>> = {
    corridor: 'corridor',
    stair: 'stair',
    lift: 'lift',
  };
  return draft.node({
    id: `zone:${zone.id}`,
    kind: kinds[zone.kind] ?? 'room',
    storey: draft.site.storeys.indexOf(zone.storey),
    zone,
    at: polygonMiddle(zone.polygon),
    z: zone.storey.elevationM,
  });
}

function nodesOf({ nodes }: Draft, kind: NodeKind): number[] {
  return nodes.flatMap((node, number) => (node.kind === kind ? [number] : []));
}

function furnishAll(draft: Draft, zoneNode: Uint32Array, joined: ReadonlySet<string>): number[][] {
  const contacts = draft.site.zones.map(({ index }): number[] => [zoneNode[index] as number]);
  draft.nodes.forEach(({ kind, zone, opensTo }, node) => {
    for (const index of opensTo) contacts[index]?.push(node);
    // Cars are boarded from their stop only, and the middle is there already.
    if (zone >= 0 && kind !== 'car' && zoneNode[zone] !== node) contacts[zone]?.push(node);
  });
  return draft.site.zones.map((zone) => furnish(draft, zone, contacts[zone.index] ?? [], joined));
}

/** Between exits, and from exits to assembly points: engineers come this way; ways out end at the exit. */
function joinOutside(draft: Draft, exits: readonly number[], assemblyPoints: readonly number[]): void {
  const at = (node: number): readonly [number, number, number] => draft.nodes[node]?.position ?? [0, 0, 0];
  const buildingOf = (node: number): string | undefined =>
    draft.site.storeys[draft.nodes[node]?.storey ?? -1]?.buildingId;
  const groups = [
    ...draft.site.buildings.map(({ id }) => exits.filter((exit) => buildingOf(exit) === id)),
    [...assemblyPoints],
  ];
  const done = new Set<string>();
  for (const from of exits) {
    for (const group of groups) {
      const distance = (node: number): number =>
        planDistance([at(from)[0], at(from)[1]], [at(node)[0], at(node)[1]]);
      const nearest = group.filter((node) => node !== from).sort((a, b) => distance(a) - distance(b));
      for (const to of nearest.slice(0, NEAREST_OUTSIDE)) {
        const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
        if (done.has(key)) continue;
        done.add(key);
        draft.edge({ from, to, lengthM: distance(to) * OUTSIDE_DETOUR, outside: true });
      }
    }
  }
}

function unconnected(
  site: Site,
  nodes: WalkingGraph['nodes'],
  edges: WalkingEdges,
  exits: readonly number[],
  zoneNode: Uint32Array,
): Zone[] {
  const reached = new Set(exits);
  for (const node of reached) {
    const end = edges.intoFirst[node + 1] ?? 0;
    for (let row = edges.intoFirst[node] ?? 0; row < end; row += 1) {
      const edge = edges.into[row] as number;
      const from = edges.from[edge] as number;
      if (nodes[from]?.kind !== 'car' && !edges.outside[edge]) reached.add(from);
    }
  }
  return site.zones.filter(({ index }) => !reached.has(zoneNode[index] as number));
}
