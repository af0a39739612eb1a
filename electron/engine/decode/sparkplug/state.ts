/**
 * What births have taught about edge nodes and their devices: aliases, data types, sequence, and which points would be
 * lost with them. Bounded: nodes by number, aliases by a budget for the whole decoder.
 */
import { present } from '#shared/base/assert.ts';
import type { PointIndex } from '#shared/domain/site/site.ts';
import type { Target } from '../target.ts';

export interface Metric {
  readonly name: string;
  readonly dataType: number;
  /** Undefined: a metric that this site has no point for. */
  readonly target: Target | undefined;
}

/** An edge node's own metrics, or those of one of its devices. */
export interface Scope {
  /** Between a birth and a death. */
  born: boolean;
  readonly byAlias: Map<number | string, Metric>;
  readonly byName: Map<string, Metric>;
  readonly points: Set<PointIndex>;
  /** Its birth had more metrics than there was room for: an unknown alias is then no reason for a rebirth. */
  overfull: boolean;
}

export interface EdgeNode extends Scope {
  readonly key: string;
  readonly devices: Map<string, Scope>;
  /** Of the last message; -1: unknown. */
  seq: number;
  /** Of the session's NBIRTH; undefined: unknown. */
  bdSeq: number | undefined;
  /** A message was missed: an alias may mean something else by now, until the next NBIRTH. */
  doubtful: boolean;
  rebirthAskedMs: number;
  rebirthWaitMs: number;
}

export interface NodeTable {
  find(key: string): EdgeNode | undefined;
  create(key: string): EdgeNode;
  device(node: EdgeNode, name: string): Scope;
  forget(scope: Scope): void;
  /** Remembers a metric as its birth (or a message that names it) describes it. */
  learn(scope: Scope, alias: number | string | undefined, metric: Metric): void;
  readonly size: number;
}

const NODES_KEPT = 4096;
const DEVICES_KEPT = 20_000;

/** @param pointCount of the site: half of the room is kept for metrics that it has a point for. */
export function createNodeTable(pointCount: number): NodeTable {
  const nodes = new Map<string, EdgeNode>();
  const room = { budget: 100_000 + 4 * pointCount, metrics: 0, devices: 0 };
  const forget = (scope: Scope): void => {
    room.metrics -= scope.byName.size + scope.byAlias.size;
    scope.byAlias.clear();
    scope.byName.clear();
    scope.overfull = false;
    scope.born = false;
  };
  const drop = (node: EdgeNode): void => {
    for (const scope of [node, ...node.devices.values()]) forget(scope);
    room.devices -= node.devices.size;
    nodes.delete(node.key);
  };

  return {
    find: (key) => nodes.get(key),
    create(key) {
      if (nodes.size >= NODES_KEPT) drop(leastUseful(nodes));
      const node = createNode(key);
      nodes.set(key, node);
      return node;
    },
    device(node, name) {
      const known = node.devices.get(name);
      if (known) return known;
      const device = createScope();
      // One too many lives for its own message only.
      if (room.devices < DEVICES_KEPT) {
        node.devices.set(name, device);
        room.devices += 1;
      }
      return device;
    },
    forget,
    learn(scope, alias, metric) {
      const newAlias = alias !== undefined && !scope.byAlias.has(alias);
      const added = Number(!scope.byName.has(metric.name)) + Number(newAlias);
      if (room.metrics + added > (metric.target ? 2 * room.budget : room.budget)) {
        scope.overfull = true;
        return;
      }
      room.metrics += added;
      scope.byName.set(metric.name, metric);
      if (alias !== undefined) scope.byAlias.set(alias, metric);
      if (metric.target) scope.points.add(metric.target.point);
    },
    get size() {
      return nodes.size;
    },
  };
}

/** The oldest node that feeds no point of this site, else the oldest. `nodes` is not empty. */
function leastUseful(nodes: ReadonlyMap<string, EdgeNode>): EdgeNode {
  let oldest: EdgeNode | undefined;
  for (const node of nodes.values()) {
    if (pointsOf(node).next().done === true) return node;
    oldest ??= node;
  }
  return present(oldest, 'an edge node');
}

function createNode(key: string): EdgeNode {
  return {
    ...createScope(),
    key,
    devices: new Map(),
    seq: -1,
    bdSeq: undefined,
    doubtful: false,
    rebirthAskedMs: -Infinity,
    rebirthWaitMs: 0,
  };
}

function createScope(): Scope {
  return { born: false, byAlias: new Map(), byName: new Map(), points: new Set(), overfull: false };
}

/** Points of a node and of all its devices. */
export function* pointsOf(node: EdgeNode): Generator<PointIndex> {
  yield* node.points;
  for (const device of node.devices.values()) yield* device.points;
}
