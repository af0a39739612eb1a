/** The lanes of one broker: made when there is something to subscribe to, ended when there is not. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { FeedBroker } from './broker.ts';
import type { FeedDeps } from './feed.ts';
import { Lane, type LaneName } from './lane.ts';
import { createOverload, type Overload } from './overload.ts';
import type { Gate } from './pacing.ts';

export interface MutableCounters {
  received: number;
  dropped: number;
  lastMessageMs: EpochMs | undefined;
}

export interface BrokerLanes {
  broker: FeedBroker;
  readonly gate: Gate;
  readonly lanes: Map<LaneName, { readonly lane: Lane; readonly overload: Overload | undefined }>;
}

/** Alarm first: it speaks for the station, and commands prefer it. */
const LANES: readonly LaneName[] = ['alarm', 'telemetry'];

/** Every lane that has filters and no connection gets one; one whose filters are gone says goodbye. */
export function reconcile(deps: FeedDeps, counters: MutableCounters, site: BrokerLanes): void {
  for (const name of LANES) {
    const wanted = filtersOf(deps, site.broker.id, name).size > 0;
    const present = site.lanes.get(name);
    if (wanted && !present) {
      const made = createLane(deps, counters, site, name);
      site.lanes.set(name, made);
      made.lane.start();
    } else if (!wanted && present) {
      site.lanes.delete(name);
      void present.lane.stop();
    } else present?.lane.resubscribe();
  }
}

function filtersOf(deps: FeedDeps, brokerId: string, name: LaneName): Map<string, 0 | 1> {
  const filters = new Map<string, 0 | 1>();
  for (const { brokerId: of, lane, filter, qos } of deps.subscriptions()) {
    if (of !== brokerId || lane !== name) continue;
    filters.set(filter, qos > 0 || filters.get(filter) === 1 ? 1 : 0);
  }
  return filters;
}

/** Session state at the broker belongs to the id: the alarm lane's is stable, the telemetry lane wants none. */
function clientIdOf(deps: FeedDeps, name: LaneName): string {
  const base = `signalbox-${deps.stationId}-${name}`;
  if (name === 'alarm') return base;
  return `${base}-${Math.floor(deps.random() * 0x1000000)
    .toString(16)
    .padStart(6, '0')}`;
}

function createShedding(
  { health, clock }: FeedDeps,
  counters: MutableCounters,
  brokerId: string,
  deliver: (topic: string, payload: Buffer) => void,
): Overload {
  const lane: LaneName = 'telemetry';
  return createOverload({
    deliver,
    onDropped: () => {
      counters.dropped += 1;
    },
    health,
    healthKey: `feed.shedding:${brokerId}/${lane}`,
    facts: { broker: brokerId, lane },
    monotonicMs: () => clock.monotonicMs(),
  });
}

function createLane(
  deps: FeedDeps,
  counters: MutableCounters,
  site: BrokerLanes,
  name: LaneName,
): { lane: Lane; overload: Overload | undefined } {
  const { clock, log, onMessage } = deps;
  const brokerId = site.broker.id;
  let receivedMs = clock.nowMs();
  let faults = 0;

  const deliver = (
    topic: string,
    payload: Buffer,
    retained: boolean,
    properties?: Buffer,
  ): Promise<void> | undefined => {
    try {
      return onMessage(brokerId, name, topic, payload, receivedMs, retained, properties);
    } catch (error) {
      // A bug, but one that must not cost the messages behind this one. Acknowledged: it would only come again.
      faults += 1;
      if (faults === 1 || faults % 1000 === 0) {
        log('error', 'message handler failed', { brokerId, lane: name, topic, faults, error: String(error) });
      }
      return undefined;
    }
  };
  const overload =
    name === 'alarm'
      ? undefined
      : // Retained messages come with the subscription, when nothing is shed yet.
        createShedding(deps, counters, brokerId, (topic, payload) => void deliver(topic, payload, false));
  const lane = new Lane(site.broker, {
    ...deps,
    name,
    gate: site.gate,
    version: deps.version ?? '',
    clientId: clientIdOf(deps, name),
    speaksForStation: () => name === 'alarm' || !site.lanes.has('alarm'),
    filters: () => filtersOf(deps, brokerId, name),
    onBytes() {
      receivedMs = clock.nowMs();
    },
    onMessage(topic, payload, retained, properties) {
      counters.received += 1;
      counters.lastMessageMs = receivedMs;
      if (overload !== undefined && overload.takes(topic, payload)) return undefined;
      return deliver(topic, payload, retained, properties);
    },
    onOnline(online, silentMs) {
      if (!online) overload?.settle();
      deps.onConnection(brokerId, name, online, silentMs);
    },
  });
  return { lane, overload };
}
