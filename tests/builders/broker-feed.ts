/** A feed under test with everything it told recorded, and conditions to wait for. */
import {
  createFeed,
  type Feed,
  type FeedBroker,
  type FeedDeps,
  type FeedSubscription,
  type LaneName,
} from '#engine/feed/feed.ts';
import { epochMs } from '#shared/base/brand.ts';
import { createHealth, type Health } from '#shared/base/health.ts';
import { createRandom } from '#shared/base/random.ts';
import type { ConnectionVitals } from '#shared/protocol/vitals.ts';

export interface FeedUnderTest extends AsyncDisposable {
  readonly feed: Feed;
  readonly health: Health;
  /** Payloads as text, by lane, in order of arrival. */
  readonly received: Readonly<Record<LaneName, string[]>>;
  /** lane and `performance.now()`, in order. */
  readonly changes: readonly {
    readonly lane: LaneName;
    readonly online: boolean;
    readonly silentMs: number;
    readonly atMs: number;
  }[];
  readonly logged: readonly string[];
  vitals(lane: LaneName): ConnectionVitals;
  online(lane?: LaneName): boolean;
}

export interface FeedUnderTestOptions {
  readonly broker: Omit<FeedBroker, 'id' | 'protocol'> & { readonly protocol?: FeedBroker['protocol'] };
  readonly subscriptions?: readonly Omit<FeedSubscription, 'brokerId'>[];
  readonly onMessage?: FeedDeps['onMessage'];
  readonly stationId?: string;
}

export const bothLanes: readonly Omit<FeedSubscription, 'brokerId'>[] = [
  { lane: 'telemetry', filter: 'telemetry/#', qos: 0 },
  { lane: 'alarm', filter: 'alarm/#', qos: 1 },
];
export const alarmLane = bothLanes.slice(1);
export const telemetryLane = bothLanes.slice(0, 1);

export function startFeed(options: FeedUnderTestOptions): FeedUnderTest {
  const { broker, subscriptions = bothLanes, stationId = 'st1' } = options;
  const clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
  const health = createHealth(clock.nowMs);
  const received: Record<LaneName, string[]> = { telemetry: [], alarm: [] };
  const changes: { lane: LaneName; online: boolean; silentMs: number; atMs: number }[] = [];
  const logged: string[] = [];
  const feed = createFeed({
    brokers: [{ protocol: 'auto', ...broker, id: 'main' }],
    subscriptions: () => subscriptions.map((subscription) => ({ ...subscription, brokerId: 'main' })),
    onMessage(brokerId, lane, topic, payload, receivedMs, retained, properties) {
      received[lane].push(Buffer.from(payload).toString());
      return options.onMessage?.(brokerId, lane, topic, payload, receivedMs, retained, properties);
    },
    onConnection: (_broker, lane, online, silentMs) =>
      void changes.push({ lane, online, silentMs, atMs: performance.now() }),
    stationId,
    version: '0.0.0-test',
    clock,
    random: createRandom(42),
    log: (level, message, facts) => void logged.push(`${level} ${message} ${JSON.stringify(facts)}`),
    health,
  });
  feed.start();
  const vitals = (lane: LaneName): ConnectionVitals => {
    const found = feed.vitals().find((entry) => entry.lane === lane);
    if (!found) throw new Error(`no ${lane} lane`);
    return found;
  };
  return {
    feed,
    health,
    received,
    changes,
    logged,
    vitals,
    online: (lane) =>
      lane === undefined
        ? feed.vitals().every(({ state }) => state === 'online')
        : vitals(lane).state === 'online',
    [Symbol.asyncDispose]: () => feed.stop(),
  };
}

/** Resolves when `condition` holds; looks every 10 ms. @throws Error with `what` after `withinMs`. */
export async function until(what: string, condition: () => boolean, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
