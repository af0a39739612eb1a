/**
 * The feed's public door. Owns every connection to a broker: telemetry and alarm-bearing topics of a broker travel on
 * separate connections, so that a flood of one cannot delay the other.
 *
 * Invariants: a started lane tries for ever; a publish is sent now or fails now; a QoS 1 message is acknowledged to the broker
 * only once `onMessage` says that it is applied or stored.
 * Loss policy: the alarm lane sheds nothing: at most `IN_FLIGHT_LIMIT` messages wait for the disk, then reading stops and the
 * broker keeps the rest, as it does while we are away (persistent session). The telemetry lane, when it is seconds
 * behind, keeps the latest value of each topic and counts the others in `counters.dropped`.
 */
import type { Clock, EpochMs } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import type { Random } from '#shared/base/random.ts';
import { fail, type Result } from '#shared/base/result.ts';
import type { ConnectionVitals } from '#shared/protocol/vitals.ts';
import type { FeedBroker } from './broker.ts';
import { reconcile, type BrokerLanes, type MutableCounters } from './broker-lanes.ts';
import type { PublishOptions } from './exchange.ts';
import type { Lane, LaneName, PublishFailure } from './lane.ts';
import { createGate, TICK_MS } from './pacing.ts';

export type { FeedBroker } from './broker.ts';
export { correlationData } from './properties.ts';
export type { LaneName, PublishFailure } from './lane.ts';

export interface FeedSubscription {
  readonly brokerId: string;
  readonly lane: LaneName;
  readonly filter: string;
  /** 2 is asked for as 1: exactly-once would take a message from the broker before it is stored here. */
  readonly qos: 0 | 1 | 2;
}

export interface FeedDeps {
  readonly brokers: readonly FeedBroker[];
  /** Asked at each connection and by `resubscribe`. A lane without filters is not connected. */
  subscriptions(): readonly FeedSubscription[];
  /**
   * Called synchronously for each message. On the alarm lane a returned promise holds the PUBACK back until it settles;
   * undefined: applied, acknowledge now. Must not throw.
   * @param payload a view on the receive buffer: valid during the call only.
   * @param retained the broker had kept it, nobody knows for how long.
   * @param properties of MQTT 5 as they came, a view as well; not told of what was shed and taken up again.
   */
  onMessage(
    brokerId: string,
    lane: LaneName,
    topic: string,
    payload: Uint8Array,
    receivedMs: EpochMs,
    retained: boolean,
    properties: Uint8Array | undefined,
  ): Promise<void> | undefined;
  /** Only changes; every lane begins offline. @param silentMs going offline: how long nothing had come already. */
  onConnection(brokerId: string, lane: LaneName, online: boolean, silentMs: number): void;
  /** A topic level and part of the client id: letters, digits, `-`, `_`, `.`. */
  readonly stationId: string;
  /** Of the program, for the presence message. */
  readonly version?: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly health: Health;
}

/** Since the feed was created; heartbeats and presence are not counted. */
export interface FeedCounters {
  readonly received: number;
  readonly dropped: number;
  readonly lastMessageMs: EpochMs | undefined;
}

export interface FeedPublishOptions {
  readonly qos?: 0 | 1;
  readonly retain?: boolean;
  /** Default 5 s. Our own time-out: the library may never call back. */
  readonly timeoutMs?: number;
  /** With MQTT 5 the broker forgets the message, undelivered, after this long. Default: `timeoutMs`, for ever where it is retained. */
  readonly expiryMs?: number;
  /** MQTT 5.0, section 4.10; a broker that speaks 3.1.1 is not told. */
  readonly response?: PublishOptions['response'];
}

export interface Feed {
  start(): void;
  stop(): Promise<void>;
  vitals(): readonly ConnectionVitals[];
  /** The same object always, for reading. */
  readonly counters: FeedCounters;
  /** A publish would be tried now. */
  online(brokerId: string): boolean;
  publish(
    brokerId: string,
    topic: string,
    payload: Buffer | string,
    options?: FeedPublishOptions,
  ): Promise<Result<void, PublishFailure | 'unknown-broker'>>;
  /** `subscriptions()` says something new. */
  resubscribe(): void;
  /** Replaces the broker of that id, or adds it. */
  reconfigure(broker: FeedBroker): void;
}

const PUBLISH_TIMEOUT_MS = 5_000;

export function createFeed(deps: FeedDeps): Feed {
  const counters: MutableCounters = { received: 0, dropped: 0, lastMessageMs: undefined };
  const sites = new Map<string, BrokerLanes>();
  let ticking: NodeJS.Timeout | undefined;

  const add = (broker: FeedBroker): BrokerLanes => {
    const site: BrokerLanes = { broker, gate: createGate(), lanes: new Map() };
    sites.set(broker.id, site);
    return site;
  };
  for (const broker of deps.brokers) add(broker);

  const tick = (): void => {
    for (const { lanes } of sites.values()) {
      for (const { lane, overload } of lanes.values()) {
        lane.tick();
        overload?.watch(lane.lateMs);
      }
    }
  };
  const lanes = (): Lane[] =>
    [...sites.values()].flatMap((site) => [...site.lanes.values()].map(({ lane }) => lane));

  return {
    counters,
    start() {
      if (ticking) return;
      ticking = setInterval(tick, TICK_MS);
      for (const site of sites.values()) reconcile(deps, counters, site);
    },
    async stop() {
      clearInterval(ticking);
      ticking = undefined;
      const stopping = lanes().map((lane) => lane.stop());
      for (const site of sites.values()) site.lanes.clear();
      await Promise.all(stopping);
    },
    vitals: () => lanes().map((lane) => lane.vitals()),
    online: (brokerId) => onlineLane(sites.get(brokerId)) !== undefined,
    publish(brokerId, topic, payload, options = {}) {
      const site = sites.get(brokerId);
      if (!site) return Promise.resolve(fail('unknown-broker', `no broker ${brokerId}`));
      const able = onlineLane(site);
      if (!able) return Promise.resolve(fail('offline', `${topic}: broker ${brokerId} is not connected`));
      return able.publish(topic, payload, lanePublishOptions(options));
    },
    resubscribe() {
      if (ticking) for (const site of sites.values()) reconcile(deps, counters, site);
    },
    reconfigure(broker) {
      const site = sites.get(broker.id) ?? add(broker);
      site.broker = broker;
      site.gate.forget();
      for (const { lane } of site.lanes.values()) lane.reconfigure(broker);
      if (ticking) reconcile(deps, counters, site);
    },
  };
}

/** The alarm lane first: it is made first. */
function onlineLane(site: BrokerLanes | undefined): Lane | undefined {
  return [...(site?.lanes.values() ?? [])].map(({ lane }) => lane).find((lane) => lane.online);
}

function lanePublishOptions(options: FeedPublishOptions): Parameters<Lane['publish']>[2] {
  const { qos = 1, retain = false, timeoutMs = PUBLISH_TIMEOUT_MS, response } = options;
  const { expiryMs = retain ? undefined : timeoutMs } = options;
  return { qos, retain, timeoutMs, expiryS: expiryMs === undefined ? undefined : expiryMs / 1000, response };
}
