/** A graph being drawn: nodes and edges as they are found; `finish` puts the edges into rows. */
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { Asset, Site, Zone } from '#shared/domain/site/site.ts';
import type { PlanPoint } from '#shared/domain/geometry.ts';
import type { Gate, NodeKind, WalkingEdges, WalkingNode } from './graph.ts';
import { LEVEL_M_PER_S } from './speeds.ts';
import { ROOM_WEIGHT, thoroughfares } from './thoroughfares.ts';

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

/** Directed edges as columns: a site has tens of thousands. */
interface Columns {
  readonly from: number[];
  readonly to: number[];
  readonly lengthM: number[];
  readonly timeS: number[];
  readonly zone: number[];
  readonly outside: number[];
}

export function createDraft(site: Site): Draft {
  const nodes: WalkingNode[] = [];
  const gates: Gate[] = [];
  const gateByKey = new Map<string, number>();
  const edges: Columns = { from: [], to: [], lengthM: [], timeS: [], zone: [], outside: [] };
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
    edge({ from, to, lengthM, timeS = lengthM / LEVEL_M_PER_S, backS = timeS, zone = -1, outside, oneWay }) {
      for (const forward of oneWay ? [true] : [true, false]) {
        edges.from.push(forward ? from : to);
        edges.to.push(forward ? to : from);
        edges.lengthM.push(lengthM);
        edges.timeS.push(forward ? timeS : backS);
        edges.zone.push(zone);
        edges.outside.push(outside ? 1 : 0);
      }
    },
    gate(kind, assets) {
      const key = `${kind} ${assets.map(({ id }) => id).join(' ')}`;
      const known = gateByKey.get(key);
      if (known !== undefined) return known;
      gateByKey.set(key, gates.length);
      gates.push({ kind, assets });
      return gates.length - 1;
    },
    finish: () => inRows(site, nodes.length, edges),
  };
}

/** Edges of one node stand together, in the order in which they were drawn. */
function inRows(site: Site, count: number, drawn: Columns): WalkingEdges {
  const leaving = grouped(count, drawn.from);
  const total = drawn.from.length;
  const edges = {
    from: new Uint32Array(total),
    to: new Uint32Array(total),
    lengthM: new Float64Array(total),
    timeS: new Float64Array(total),
    escapeS: new Float64Array(total),
    zone: new Int32Array(total),
    outside: new Uint8Array(total),
  };
  const weights = site.zones.map(({ kind }) => (thoroughfares.has(kind) ? 1 : ROOM_WEIGHT));
  leaving.order.forEach((at, edge) => {
    const [timeS, zone] = [drawn.timeS[at] as number, drawn.zone[at] as number];
    edges.from[edge] = drawn.from[at] as number;
    edges.to[edge] = drawn.to[at] as number;
    edges.lengthM[edge] = drawn.lengthM[at] as number;
    edges.timeS[edge] = timeS;
    edges.zone[edge] = zone;
    edges.outside[edge] = drawn.outside[at] as number;
    edges.escapeS[edge] = drawn.outside[at] ? Infinity : timeS * (weights[zone] ?? 1);
  });
  const reaching = grouped(count, edges.to);
  return { ...edges, first: leaving.first, intoFirst: reaching.first, into: reaching.order };
}

/** A counting sort: `order[first[n]] … order[first[n + 1] - 1]` are the edges whose end is node n. */
function grouped(
  count: number,
  ends: ArrayLike<number>,
): { readonly first: Uint32Array; readonly order: Uint32Array } {
  const first = new Uint32Array(count + 1);
  for (let edge = 0; edge < ends.length; edge += 1) {
    const after = (ends[edge] as number) + 1;
    first[after] = (first[after] as number) + 1;
  }
  for (let node = 0; node < count; node += 1)
    first[node + 1] = (first[node + 1] as number) + (first[node] as number);
  const next = first.slice();
  const order = new Uint32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge += 1) {
    const end = ends[edge] as number;
    order[next[end] as number] = edge;
    next[end] = (next[end] as number) + 1;
  }
  return { first, order };
}
