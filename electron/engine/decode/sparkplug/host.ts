/**
 * A Sparkplug host application's side of the conversation: births say what aliases mean, deaths that a source is gone, a
 * gap in the sequence that something was missed and the births are asked for again (clauses 5 and 6 of the standard).
 */
import { note, type Note } from '#shared/domain/note.ts';
import type { PointIndex } from '#shared/domain/site/site.ts';
import type { Message } from '../message.ts';
import type { Tools } from '../route.ts';
import type { MetricResolver } from './names.ts';
import { createMetricEmitter, type MetricEmitter } from './metric.ts';
import { encodeRebirth, INTEGER_VALUE, PayloadReader, UINT64 } from './payload.ts';
import { createNodeTable, pointsOf, type EdgeNode, type NodeTable, type Scope } from './state.ts';

/** One topic: a kind of message from one node or device. */
export interface Source {
  readonly type: 'NBIRTH' | 'NDEATH' | 'NDATA' | 'DBIRTH' | 'DDEATH' | 'DDATA';
  readonly nodeKey: string;
  readonly device: string | undefined;
  /** Where the node listens for commands. */
  readonly commandTopic: string;
  readonly resolve: MetricResolver;
}

export interface Host {
  /** @returns what was wrong with the message as a whole, if anything. */
  read(message: Message, source: Source): Note | undefined;
}

interface Context {
  readonly brokerId: string;
  readonly tools: Tools;
  readonly reader: PayloadReader;
  readonly nodes: NodeTable;
  readonly metrics: MetricEmitter;
}

export function createHost(brokerId: string, tools: Tools): Host {
  const reader = new PayloadReader();
  const nodes = createNodeTable(tools.site.points.length);
  const context: Context = {
    brokerId,
    tools,
    reader,
    nodes,
    metrics: createMetricEmitter(reader, nodes, tools),
  };
  return {
    read(message, source) {
      if (!reader.open(message.payload)) return note('sparkplug-payload');
      const fault = handle(context, message, source);
      reader.close();
      return fault;
    },
  };
}

function handle(context: Context, message: Message, source: Source): Note | undefined {
  const { nodes, reader } = context;
  const node = nodes.find(source.nodeKey) ?? nodes.create(source.nodeKey);
  switch (source.type) {
    case 'NBIRTH':
      return nodeBirth(context, message, source, node);
    case 'NDEATH':
      return nodeDeath(context, message, node);
    case 'NDATA':
    case 'DBIRTH':
    case 'DDATA':
    case 'DDEATH': {
      const gap = followSequence(node, reader.seq);
      if (gap !== undefined || !node.born) askRebirth(context, source, node);
      const fault = afterBirth(context, message, source, node);
      return gap ?? fault;
    }
  }
}

function nodeBirth(context: Context, message: Message, source: Source, node: EdgeNode): undefined {
  const { nodes, metrics, tools, reader } = context;
  const bdSeq = findBdSeq(reader);
  const newSession = node.bdSeq !== undefined && bdSeq !== node.bdSeq;
  nodes.forget(node);
  // The devices' births follow. In a new session they must; a repeated birth of the same one only repeats them.
  if (newSession) tools.sourceLost(devicePoints(node), message.receivedMs);
  for (const device of node.devices.values()) nodes.forget(device);
  node.born = true;
  node.bdSeq = bdSeq;
  node.seq = reader.seq;
  node.doubtful = false;
  node.rebirthWaitMs = 0;
  metrics.birth(message, node, source.resolve);
}

function nodeDeath({ tools, reader }: Context, message: Message, node: EdgeNode): undefined {
  const bdSeq = findBdSeq(reader);
  // The will of an earlier session, delivered late: the node has been born again since (clause 6.4.8).
  if (node.born && bdSeq !== undefined && node.bdSeq !== undefined && bdSeq !== node.bdSeq) return;
  node.born = false;
  node.seq = -1;
  for (const device of node.devices.values()) device.born = false;
  tools.sourceLost(pointsOf(node), message.receivedMs);
}

function afterBirth(context: Context, message: Message, source: Source, node: EdgeNode): Note | undefined {
  const { nodes, metrics, tools } = context;
  const scope: Scope = source.device === undefined ? node : nodes.device(node, source.device);
  switch (source.type) {
    case 'DBIRTH':
      nodes.forget(scope);
      scope.born = true;
      metrics.birth(message, scope, source.resolve);
      return undefined;
    case 'DDEATH':
      scope.born = false;
      tools.sourceLost(scope.points, message.receivedMs);
      return undefined;
    default: {
      if (!scope.born && node.born) askRebirth(context, source, node);
      const unknown = metrics.data(message, scope, source.resolve, node.doubtful);
      if (unknown === undefined) return undefined;
      askRebirth(context, source, node);
      return birthsAreComing(scope, node, tools.nowMs())
        ? undefined
        : note('sparkplug-unborn', { metric: unknown });
    }
  }
}

/** @returns what is wrong, where a message was missed. */
function followSequence(node: EdgeNode, seq: number): Note | undefined {
  const before = node.seq;
  if (seq === -1) return undefined;
  node.seq = seq;
  // The same number again is the same message, delivered through two subscriptions.
  if (before === -1 || seq === before || seq === ((before + 1) & 0xff)) return undefined;
  node.doubtful = true;
  return note('sparkplug-gap', { before, now: seq });
}

/** Between two requests to one node at least; doubled while none is answered. */
const SHORTEST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

function askRebirth({ brokerId, tools }: Context, { commandTopic }: Source, node: EdgeNode): void {
  const nowMs = tools.nowMs();
  const waitedMs = nowMs - node.rebirthAskedMs;
  // A clock set back must not silence the requests until it has caught up.
  if (waitedMs >= 0 && waitedMs < Math.max(SHORTEST_WAIT_MS, node.rebirthWaitMs)) return;
  node.rebirthAskedMs = nowMs;
  node.rebirthWaitMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, 2 * node.rebirthWaitMs));
  tools.requestRebirth(brokerId, commandTopic, encodeRebirth(nowMs));
}

/** How long births may take that were just asked for, e.g. because we came in the middle of the conversation. */
const BIRTHS_TAKE_MS = 10_000;

/** Then data without a birth are no fault: nobody could read them yet, and the births will bring the values. */
function birthsAreComing(scope: Scope, node: EdgeNode, nowMs: number): boolean {
  const waitedMs = nowMs - node.rebirthAskedMs;
  return !scope.born && node.rebirthWaitMs <= SHORTEST_WAIT_MS && waitedMs >= 0 && waitedMs < BIRTHS_TAKE_MS;
}

/** Number of the session (clause 6.4.25): in the birth and in the death that belongs to it. The reader must be open; it is put back to its start. */
function findBdSeq(reader: PayloadReader): number | undefined {
  let found: number | undefined;
  while (reader.next()) {
    if (reader.broken || reader.valueKind !== INTEGER_VALUE || reader.nameStart === -1) continue;
    if (reader.nameEnd - reader.nameStart === 5 && reader.name() === 'bdSeq') found = reader.integer(UINT64);
  }
  reader.rewind();
  return found;
}

function* devicePoints(node: EdgeNode): Generator<PointIndex> {
  for (const device of node.devices.values()) yield* device.points;
}
