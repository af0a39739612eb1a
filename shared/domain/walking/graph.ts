/**
 * The walking graph of a site: where people can go, how far that is and how long it takes. Owns the shape; `build.ts` makes it.
 *
 * Invariants: deterministic for one site; nodes and edges are numbered, edges in compressed rows by the node they leave
 * (`first[n] … first[n + 1] - 1`), so that 5,000 nodes are searched in milliseconds; an edge's place is the zone it crosses,
 * a gate is on the node that stands in it; lengths and times are positive or zero and finite. What is shut now is not
 * here but in `Passability`. Site coordinates, metres; z is the floor.
 */
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { Asset, Site, Zone } from '#shared/domain/site/site.ts';

/** `room`: the middle of a zone; `corner`: where a way bends; `car`: inside a lift. The rest as in the site file. */
export type NodeKind =
  'room' | 'corner' | 'door' | 'corridor' | 'stair' | 'lift' | 'car' | 'exit' | 'assembly-point';

/** What may hold people up at a node: a door by its lock, or a lift by its service. */
export interface Gate {
  readonly kind: 'door' | 'lift';
  /** A shaft with several lifts is open while one of them is in service. */
  readonly assets: readonly Asset[];
}

export interface WalkingNode {
  /** Of the site file, or made from the ids of the zones and assets it stands for; unique. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: LocalizedText | undefined;
  /** Place in `Site.storeys`; -1 outside. */
  readonly storey: number;
  /** `Zone.index` it lies inside of; -1 for one between zones or outside. */
  readonly zone: number;
  /** `Zone.index` of every zone it opens to. */
  readonly opensTo: readonly number[];
  readonly position: readonly [number, number, number];
  /** Place in `WalkingGraph.gates`; -1: nothing can hold it shut. */
  readonly gate: number;
}

export interface WalkingEdges {
  readonly first: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly lengthM: Float64Array;
  readonly timeS: Float64Array;
  /** As ways out count it: more in rooms that are not thoroughfares; Infinity outside, where nobody needs a way out. */
  readonly escapeS: Float64Array;
  /** `Zone.index` crossed; -1 between storeys and outside. */
  readonly zone: Int32Array;
  /** 1 in the open. */
  readonly outside: Uint8Array;
  /** Rows of the same edges by the node they reach: `into[intoFirst[n] …]` are edge numbers. */
  readonly intoFirst: Uint32Array;
  readonly into: Uint32Array;
}

export interface WalkingGraph {
  readonly site: Site;
  readonly nodes: readonly WalkingNode[];
  readonly nodeById: ReadonlyMap<string, number>;
  /** `zone` and `gate` of each node once more, as columns for the searches. */
  readonly nodeZone: Int32Array;
  readonly nodeGate: Int32Array;
  readonly edges: WalkingEdges;
  readonly gates: readonly Gate[];
  /** Node numbers. */
  readonly exits: readonly number[];
  readonly assemblyPoints: readonly number[];
  /** Node in the middle of each `Zone.index`. */
  readonly zoneNode: Uint32Array;
  /** Nodes in and at the edge of each `Zone.index`. */
  readonly nodesOfZone: readonly (readonly number[])[];
  /** `Zone.index` of the neighbours of each zone: through an opening, or wall to wall; see `neighbours.ts`. */
  readonly neighbours: readonly (readonly number[])[];
  /** Zones from which no exit can be reached on foot even when everything is open: the site file must tell more. */
  readonly unconnected: readonly Zone[];
}
