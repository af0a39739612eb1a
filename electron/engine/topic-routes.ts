/**
 * Topics that rooms of the engine listen to themselves (answers of devices, of engineers' phones, of other stations), beside
 * the points that the decoder reads. Composed once; a message asks here first and goes on to the decoder when nobody took it.
 *
 * Invariants: a route sees only what matches its filter; a message on the alarm lane is acknowledged to the broker only when
 * the promise its route returned has settled. Loss policy: that of the lane it asked for.
 */
import { compileTopic, type TopicPattern } from './decode/topic.ts';
import type { FeedSubscription } from './feed/feed.ts';

export interface IncomingMessage {
  readonly brokerId: string;
  readonly topic: string;
  /** A view on the receive buffer: valid during the call only. */
  readonly payload: Uint8Array;
  readonly receivedMs: number;
  /** The broker had kept it, nobody knows for how long. */
  readonly retained: boolean;
  /** Of MQTT 5, as they came; a view as well. See `correlationData` of the feed. */
  readonly properties: Uint8Array | undefined;
}

export interface TopicRoute extends FeedSubscription {
  /** Synchronous; must not throw. @returns a promise while the acknowledgement must wait for the disk. */
  take(message: IncomingMessage): Promise<void> | undefined;
}

export interface TopicRoutes {
  /** Call `feed.resubscribe()` afterwards where the feed already runs. */
  add(...routes: readonly TopicRoute[]): void;
  subscriptions(): readonly FeedSubscription[];
  /** @returns `not-mine` when no route matches; else what the route returned. */
  take(message: IncomingMessage): Promise<void> | undefined | 'not-mine';
}

export function createTopicRoutes(): TopicRoutes {
  const routes: (TopicRoute & { readonly literal: string; readonly pattern: TopicPattern })[] = [];
  return {
    add(...added) {
      for (const route of added)
        routes.push({ ...route, literal: literalPart(route.filter), pattern: compileTopic(route.filter) });
    },
    subscriptions: () => routes,
    take(message) {
      for (const route of routes) {
        // Almost every message is a point's: one comparison must be enough to see that.
        if (!message.topic.startsWith(route.literal)) continue;
        if (route.brokerId === message.brokerId && route.pattern.match(message.topic))
          return route.take(message);
      }
      return 'not-mine';
    },
  };
}

/** Up to the first wildcard. */
function literalPart(filter: string): string {
  const wild = filter.search(/[+#]/);
  const literal = wild < 0 ? filter : filter.slice(0, wild);
  // `a/#` matches `a` too (MQTT 5.0, 4.7.1.2).
  return filter.charAt(wild) === '#' ? literal.replace(/\/$/, '') : literal;
}
