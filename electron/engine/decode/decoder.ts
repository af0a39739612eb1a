/**
 * The decoder's door: messages in, samples out to the sink, everything unreadable to the quarantine.
 *
 * Invariants: `message` never throws whatever the bytes are; a value that is not certain changes nothing; one bad
 * reading does not cost the good ones of its message. Memory is bounded: topics, devices and aliases are remembered in
 * tables with a limit, payloads not at all. Loss policy: none of its own; what is refused is counted by topic.
 */
import { note } from '#shared/domain/note.ts';
import type { SampleSink } from '#shared/domain/sample.ts';
import type { Point, PointIndex, Site } from '#shared/domain/site/site.ts';
import { compileMappings, subscriptionsOf, type CompiledMapping, type Subscription } from './compile.ts';
import { createMessage, refuse, resetMessage, type Message } from './message.ts';
import type { Quarantine } from './quarantine.ts';
import { refused, type Apply, type Binding, type Tools } from './route.ts';
import { createEmitter } from './target.ts';
import { createTimeReader } from './timestamp.ts';

export type { Subscription } from './compile.ts';

type Lane = Subscription['lane'];

export interface DecoderDeps {
  readonly site: Site;
  readonly sink: SampleSink;
  readonly quarantine: Quarantine;
  readonly nowMs: () => number;
  /** Publish `payload` to `topic`, QoS 0: a Sparkplug node shall send its births again. Already limited in rate. */
  readonly requestRebirth?: (brokerId: string, topic: string, payload: Uint8Array) => void;
  /** Discovery taught or dropped topics: `subscriptions()` has changed. Comes in bursts while a broker sends its retained configs. */
  readonly onSubscriptionsChanged?: () => void;
}

export interface Decoder {
  subscriptions(): readonly Subscription[];
  /**
   * @param lane it came by; undefined: the right one. A topic that a mapping of the alarm lane reads is read from that lane
   * only: what a wider filter of the telemetry lane brings again, perhaps seconds late, must not undo it.
   * @param retained the broker had kept the message: a reading without a time of its own is uncertain then.
   * @returns number of samples handed to the sink.
   */
  message(
    brokerId: string,
    topic: string,
    payload: Uint8Array,
    receivedMs: number,
    lane?: Lane,
    retained?: boolean,
  ): number;
  readonly counters: {
    /** Messages read: with at least one sample, or with nothing to complain about. */
    readonly decoded: number;
    readonly samples: number;
    /** Messages of which something was refused; the rest of such a message may have been read. */
    readonly quarantined: number;
  };
}

/** MQTT allows 256 MiB; no reading needs a thousandth of that. */
export const LARGEST_PAYLOAD = 256 * 1024;

/** Longer topics are read, but not remembered. */
const LONGEST_KEPT_TOPIC = 512;
const UNBOUND_KEPT = 2048;

export function createDecoder(deps: DecoderDeps): Decoder {
  const { site, quarantine } = deps;
  const counters = { decoded: 0, samples: 0, quarantined: 0 };
  const tables = new Map<string, TopicTable>();
  const mappings = compileMappings(site.document, createTools(deps, tables));
  for (const { brokerId } of mappings) {
    if (!tables.has(brokerId))
      tables.set(brokerId, createTopicTable(mappings, brokerId, 1024 + 4 * site.points.length));
  }
  const message = createMessage();

  const close = (): void => {
    if (
      message.applied === 0 &&
      message.reason === undefined &&
      message.unboundReason &&
      message.unboundNote
    ) {
      refuse(message, message.unboundReason, message.unboundNote);
    }
    counters.samples += message.applied;
    if (message.reason === undefined || message.applied > 0) counters.decoded += 1;
    if (message.reason !== undefined) {
      counters.quarantined += 1;
      keep(message, quarantine);
    }
    message.payload = NO_BYTES;
  };

  return {
    subscriptions: () => subscriptionsOf(mappings),
    message(brokerId, topic, payload, receivedMs, lane, retained = false) {
      resetMessage(message, brokerId, topic, asBuffer(payload), receivedMs);
      message.retained = retained;
      if (payload.length > LARGEST_PAYLOAD) {
        refuse(message, 'too-large', note('size', { bytes: payload.length, limit: LARGEST_PAYLOAD }));
      } else {
        const table = tables.get(brokerId);
        if (table) read(table.find(topic), message, lane);
        else refuse(message, 'unknown-topic', note('no-broker'));
      }
      close();
      return message.applied;
    },
    counters,
  };
}

function read({ apply, lane: readFrom }: Reading, message: Message, lane: Lane | undefined): void {
  if (lane === undefined || readFrom === undefined || lane === readFrom) apply(message);
}

const NO_BYTES = Buffer.alloc(0);

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function keep(
  { brokerId, topic, payload, reason, note: what, moreRefused }: Message,
  quarantine: Quarantine,
): void {
  if (reason === undefined || what === undefined) return;
  quarantine.add({ brokerId, topic, reason, note: what, more: moreRefused, payload });
}

function createTools(
  { site, sink, nowMs, requestRebirth, onSubscriptionsChanged }: DecoderDeps,
  tables: ReadonlyMap<string, TopicTable>,
): Tools {
  const pointsOf = new Map<string, ReadonlyMap<string, Point>>();
  return {
    site,
    nowMs,
    emitter: createEmitter(sink),
    times: createTimeReader(site.timeZone),
    pointOf(asset, key) {
      let byKey = pointsOf.get(asset.id);
      if (byKey === undefined) {
        byKey = new Map(asset.points.map((point) => [point.key, point]));
        pointsOf.set(asset.id, byKey);
      }
      return byKey.get(key);
    },
    sourceLost(points, atMs) {
      const lost: PointIndex[] = [...new Set(points)];
      if (lost.length > 0) sink.sourceLost(lost, atMs);
    },
    requestRebirth: (brokerId, topic, payload) => requestRebirth?.(brokerId, topic, payload),
    topicsChanged(brokerId, topics, subscriptions) {
      tables.get(brokerId)?.forget(topics);
      if (subscriptions) onSubscriptionsChanged?.();
    },
  };
}

/** How a topic is read, and from which lane; undefined: from any, nothing of it is bound. */
interface Reading {
  readonly apply: Apply;
  readonly lane: Lane | undefined;
}

/** Topic → how to read it, found once and then remembered. */
interface TopicTable {
  find(topic: string): Reading;
  forget(topics: Iterable<string>): void;
}

function createTopicTable(
  mappings: readonly CompiledMapping[],
  brokerId: string,
  boundKept: number,
): TopicTable {
  const own = mappings.filter((mapping) => mapping.brokerId === brokerId);
  const boundTopics = new Map<string, Reading>();
  const otherTopics = new Map<string, Reading>();
  return {
    find(topic) {
      const known = boundTopics.get(topic) ?? otherTopics.get(topic);
      if (known !== undefined) return known;
      const found = own.flatMap(({ route, lane }) => {
        const binding = route.find(topic);
        return binding ? [{ binding, lane }] : [];
      });
      const bound = found.filter(({ binding }) => binding.bound);
      const { apply } = combine((bound.length > 0 ? bound : found.slice(0, 1)).map(({ binding }) => binding));
      const lane = bound.some((one) => one.lane === 'alarm') ? 'alarm' : bound[0]?.lane;
      const reading: Reading = { apply, lane };
      if (topic.length <= LONGEST_KEPT_TOPIC) {
        if (bound.length > 0) remember(boundTopics, boundKept, topic, reading);
        else remember(otherTopics, UNBOUND_KEPT, topic, reading);
      }
      return reading;
    },
    forget(topics) {
      for (const topic of topics) {
        boundTopics.delete(topic);
        otherTopics.delete(topic);
      }
    },
  };
}

/** First in, first out: an attacker's topics can slow the rest down, not fill the memory. */
function remember(table: Map<string, Reading>, limit: number, topic: string, reading: Reading): void {
  for (const oldest of table.keys()) {
    if (table.size < limit) break;
    table.delete(oldest);
  }
  table.set(topic, reading);
}

/** Several mappings may read one topic: where one of them is bound, those that are not have nothing to say (and are not here). */
function combine(bindings: readonly Binding[]): Binding {
  const [first, ...others] = bindings;
  if (first === undefined) return refused('unknown-topic', note('no-mapping'));
  if (others.length === 0) return first;
  return {
    bound: first.bound,
    apply(message) {
      for (const { apply } of bindings) {
        message.sourceMs = message.receivedMs;
        message.quality = 0;
        message.historical = false;
        apply(message);
      }
    },
  };
}
