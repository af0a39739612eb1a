/** A graph being drawn: nodes and edges as they are found; `finish` puts the edges into rows. */
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { Asset, Site, Zone } from '#shared/domain/site/site.ts';
import type { PlanPoint } from '#shared/domain/geometry.ts';
import type { Gate, NodeKind, WalkingEdges, WalkingNode } from './graph.ts';
import { LEVEL_M_PER_S } from './speeds.ts';

export interface NodeSource {
  readonly id: string;
  readonly kind: NodeKind;
  readonly name?: LocalizedText | undefined;
  readonly storey: number;
  readonly zone?: Zone | undefined;
  readonly opensTo?: readonly Zone[];
  readonly at: PlanPoint;
  readonly z: number;
  readonly gate?: number;
}

export interface EdgeSource {
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
  /** Default: walked on a level floor. */
  readonly timeS?: number;
  /** The way back, where it takes another time. */
  readonly backS?: number;
  readonly zone?: number;
  readonly outside?: boolean;
  readonly oneWay?: boolean;
}

export interface Draft {
  readonly site: Site;
  readonly nodes: readonly WalkingNode[];
  readonly gates: readonly Gate[];
  /** @returns the node's number. */
  node(source: NodeSource): number;
  edge(source: EdgeSource): void;
  /** @returns the gate's number; the same assets give the same gate. */
  gate(kind: Gate['kind'], assets: readonly Asset[]): number;
  finish(): WalkingEdges;
}

interface Directed {
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
  readonly timeS: number;
  readonly zone: number;
  readonly outside: boolean;
}

export function createDraft(site: Site): Draft {
  const nodes: WalkingNode[] = [];
  const gates: Gate[] = [];
  const gateByKey = new Map<string, number>();
  const edges: Directed[] = [];
  return {
    site,
    nodes,
    gates,
    node({ id, kind, name, storey, zone, opensTo = [], at, z, gate = -1 }) {
      nodes.push({
        id,
        kind,
        name,
        storey,
        zone: zone?.index ?? -1,
        opensTo: opensTo.map(({ index }) => index),
        position: [at[0], at[1], z],
        gate,
      });
      return nodes.length - 1;
    },
    edge({ from, to, lengthM, timeS = lengthM / LEVEL_M_PER_S, backS = timeS, zone = -1, ...rest }) {
      const both = { lengthM, zone, outside: rest.outside ?? false };
      edges.push({ ...both, from, to, timeS });
      if (!rest.oneWay) edges.push({ ...both, from: to, to: from, timeS: backS });
    },
    gate(kind, assets) {
      const key = `${kind} ${assets.map(({ id }) => id).join(' ')}`;
      const known = gateByKey.get(key);
      if (known !== undefined) return known;
      gateByKey.set(key, gates.length);
      gates.push({ kind, assets });
      return gates.length - 1;
    },
    finish: () => inRows(nodes.length, edges),
  };
}

function inRows(count: number, directed: readonly Directed[]): WalkingEdges {
  const edges = [...directed].sort((a, b) => a.from - b.from || a.to - b.to || a.timeS - b.timeS);
  const rows = (end: (edge: Directed) => number): Uint32Array => {
    const first = new Uint32Array(count + 1);
    for (const edge of edges) first[end(edge) + 1] = (first[end(edge) + 1] ?? 0) + 1;
    for (let node = 0; node < count; node += 1) first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
    return first;
  };
  const intoFirst = rows(({ to }) => to);
  const next = intoFirst.slice();
  const into = new Uint32Array(edges.length);
  edges.forEach(({ to }, edge) => {
    into[next[to] ?? 0] = edge;
    next[to] = (next[to] ?? 0) + 1;
  });
  return {
    first: rows(({ from }) => from),
    from: Uint32Array.from(edges, ({ from }) => from),
    to: Uint32Array.from(edges, ({ to }) => to),
    lengthM: Float64Array.from(edges, ({ lengthM }) => lengthM),
    timeS: Float64Array.from(edges, ({ timeS }) => timeS),
    zone: Int32Array.from(edges, ({ zone }) => zone),
    outside: Uint8Array.from(edges, ({ outside }) => (outside ? 1 : 0)),
    intoFirst,
    into,
  };
}
