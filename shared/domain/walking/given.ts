/** The walking part of the site file, as nodes and edges of the graph. References were checked when the file was read. */
import { nearestOnOutline, planDistance, polygonContains, type PlanPoint } from '#shared/domain/geometry.ts';
import { present } from '#shared/base/assert.ts';
import type { GivenEdge, GivenNode } from '#shared/domain/site/walking-document.ts';
import type { Site, Storey, Zone } from '#shared/domain/site/site.ts';
import type { Draft } from './draft.ts';
import { addCar, addRide } from './lifts.ts';
import { stairLengthM, stairTimeS } from './speeds.ts';

/** Nodes drawn this near to a zone belong to it. */
const BESIDE_M = 0.75;

export interface Given {
  /** Node numbers by id. */
  readonly nodes: ReadonlyMap<string, number>;
  /** Pairs `lower higher` that an edge joins: no other way is drawn between them inside their zone. */
  readonly joined: ReadonlySet<string>;
}

/** Adds the nodes of these kinds. */
export function addGivenNodes(draft: Draft, kinds: ReadonlySet<GivenNode['kind']>): Map<string, number> {
  const { site } = draft;
  const doors = doorsByNode(site);
  const numbers = new Map<string, number>();
  for (const source of site.document.walking.nodes) {
    if (!kinds.has(source.kind)) continue;
    const storey = source.storey === undefined ? undefined : site.storeyById.get(source.storey);
    const at: PlanPoint = source.position;
    const between = source.kind === 'door' || source.kind === 'exit';
    const zones = storey ? zonesAt(storey, at) : [];
    const assets = doors.get(source.id) ?? [];
    numbers.set(
      source.id,
      draft.node({
        id: source.id,
        kind: source.kind,
        name: source.name,
        storey: storey ? site.storeys.indexOf(storey) : -1,
        at,
        z: storey?.elevationM ?? 0,
        ...(between ? { opensTo: zones } : { zone: zones[0] }),
        ...(assets.length > 0 && {
          gate: draft.gate(
            'door',
            assets.map((id) => present(site.assetById.get(id), `asset ${id}`)),
          ),
        }),
      }),
    );
  }
  return numbers;
}

/** Zones of the storey that hold the point or are beside it, the nearest first. */
function zonesAt({ zones }: Storey, at: PlanPoint): Zone[] {
  return zones
    .map((zone) => ({
      zone,
      awayM: polygonContains(zone.polygon, at) ? 0 : planDistance(at, nearestOnOutline(zone.polygon, at)),
    }))
    .filter(({ awayM }) => awayM <= BESIDE_M)
    .sort((a, b) => a.awayM - b.awayM)
    .map(({ zone }) => zone);
}

/** The door of an edge that ends at a door or exit node stands in that node, so that no way around it is drawn. */
function doorsByNode(site: Site): Map<string, string[]> {
  const { nodes, edges } = site.document.walking;
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const doors = new Map<string, string[]>();
  for (const { from, to, door } of edges) {
    if (door === undefined) continue;
    const at =
      [from, to].find((id) => kinds.get(id) === 'door') ?? [from, to].find((id) => kinds.get(id) === 'exit');
    if (at !== undefined) doors.set(at, [...new Set([...(doors.get(at) ?? []), door])]);
  }
  return doors;
}

export function addGivenEdges(draft: Draft, numbers: ReadonlyMap<string, number>): Set<string> {
  const joined = new Set<string>();
  for (const edge of draft.site.document.walking.edges) {
    const from = present(numbers.get(edge.from), `walking node ${edge.from}`);
    const to = present(numbers.get(edge.to), `walking node ${edge.to}`);
    if (edge.kind === 'lift') addLiftEdge(draft, edge, from, to);
    else addWalkedEdge(draft, edge, from, to);
    joined.add(`${Math.min(from, to)} ${Math.max(from, to)}`);
  }
  return joined;
}

function addLiftEdge(draft: Draft, { lift = '', oneWay }: GivenEdge, from: number, to: number): void {
  const lifts = [present(draft.site.assetById.get(lift), `lift ${lift}`)];
  const riseM = (draft.nodes[to]?.position[2] ?? 0) - (draft.nodes[from]?.position[2] ?? 0);
  addRide(draft, addCar(draft, from, lifts), addCar(draft, to, lifts), riseM, oneWay);
}

function addWalkedEdge(draft: Draft, edge: GivenEdge, from: number, to: number): void {
  const [a, b] = [present(draft.nodes[from], 'from'), present(draft.nodes[to], 'to')];
  const riseM = b.position[2] - a.position[2];
  const levelM = Math.hypot(b.position[0] - a.position[0], b.position[1] - a.position[1]);
  const onStairs = edge.kind === 'stair' || (riseM !== 0 && a.storey >= 0 && b.storey >= 0);
  const lengthM = edge.lengthM ?? (onStairs ? stairLengthM(riseM, levelM) : levelM);
  const times = onStairs ? { timeS: stairTimeS(lengthM, riseM), backS: stairTimeS(lengthM, -riseM) } : {};
  const storey = a.storey === b.storey ? draft.site.storeys[a.storey] : undefined;
  const middle: PlanPoint = [(a.position[0] + b.position[0]) / 2, (a.position[1] + b.position[1]) / 2];
  const zone = storey && zonesAt(storey, middle)[0];
  const outside = a.storey < 0 || b.storey < 0;
  const shared = { lengthM, zone: zone?.index ?? -1, outside, oneWay: edge.oneWay };
  if (edge.door === undefined || a.gate >= 0 || b.gate >= 0) {
    draft.edge({ ...shared, ...times, from, to });
    return;
  }
  const door = draft.node({
    id: `door:${edge.from}:${edge.to}:${edge.door}`,
    kind: 'door',
    storey: a.storey,
    at: middle,
    z: (a.position[2] + b.position[2]) / 2,
    gate: draft.gate('door', [present(draft.site.assetById.get(edge.door), `door ${edge.door}`)]),
  });
  const half = { ...shared, lengthM: lengthM / 2, ...halved(times) };
  draft.edge({ ...half, from, to: door });
  draft.edge({ ...half, from: door, to });
}

function halved({ timeS, backS }: { timeS?: number; backS?: number }): { timeS?: number; backS?: number } {
  return timeS === undefined || backS === undefined ? {} : { timeS: timeS / 2, backS: backS / 2 };
}
