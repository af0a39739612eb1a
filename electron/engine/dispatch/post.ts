/**
 * What phones and residents are told. Owns: what the broker is known to hold under the topics of assignments, escalations and
 * request states. Invariants: the broker holds what the owned orders say, no more and no less, as soon as the line allows; an
 * assignment that could not be handed over is said not to have reached anybody. Loss policy: none; while the broker is away
 * nothing is queued, since what is then true is published when it is back.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import type { Result } from '#shared/base/result.ts';

export interface PostDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Retained, QoS 1. */
  publish(topic: string, payload: string): Promise<Result<void>>;
  /** Topic → payload that should stand there, of everything this station answers for. */
  wanted(): ReadonlyMap<string, string>;
  /** Whether what stands under that topic is this station's to take away. */
  isOurs(topic: string): boolean;
  /** @param handedOver false: the broker could not be told. */
  told(topic: string, handedOver: boolean): void;
}

export interface Post {
  /** What the broker holds: its retained messages at the start, and the echo of ours. */
  holds(topic: string, payload: string): void;
  online(online: boolean): void;
  /** Something may be wanted that was not, or no longer. */
  touch(): void;
  /** Every 100 ms. */
  tick(): void;
}

/** The broker sends what it retains right after the subscription; to publish before that would only repeat it. */
const SETTLE_MS = 750;
const RETRY_MS = 1_000;
/** So long a line may be gone before somebody is told that it is. */
const PATIENCE_MS = 3_000;

export function createPost({ clock, log, publish, wanted, isOurs, told }: PostDeps): Post {
  const held = new Map<string, string>();
  const onTheWay = new Set<string>();
  const patience = createPatience(clock, (topic) => told(topic, false));
  let readyAt = Infinity;
  let due = true;
  let retryAt = 0;

  const send = async (topic: string, payload: string): Promise<void> => {
    onTheWay.add(topic);
    const sent = await publish(topic, payload);
    onTheWay.delete(topic);
    due = true;
    if (!sent.ok) {
      retryAt = clock.monotonicMs() + RETRY_MS;
      log('warn', 'a phone or resident could not be told', { topic, code: sent.error.code });
      return;
    }
    if (payload === '') held.delete(topic);
    else held.set(topic, payload);
    if (payload !== '') told(topic, true);
  };
  return {
    holds(topic, payload) {
      if (payload === '') held.delete(topic);
      else held.set(topic, payload);
      due = true;
    },
    online(online) {
      readyAt = online ? Math.min(readyAt, clock.monotonicMs() + SETTLE_MS) : Infinity;
      if (!online) held.clear();
      due = true;
    },
    touch() {
      due = true;
    },
    tick() {
      const now = clock.monotonicMs();
      if (!due && !patience.waiting) return;
      const topics = wanted();
      patience.look([...topics].filter(([topic, payload]) => held.get(topic) !== payload));
      if (now < readyAt || now < retryAt) return;
      due = false;
      for (const [topic, payload] of topics)
        if (held.get(topic) !== payload && !onTheWay.has(topic)) void send(topic, payload);
      for (const topic of held.keys())
        if (!topics.has(topic) && !onTheWay.has(topic) && isOurs(topic)) void send(topic, '');
    },
  };
}

/** Notices what has been wanted in vain for too long, and says so once. */
function createPatience(clock: Clock, complain: (topic: string) => void) {
  /** Topic → since when, monotonic; Infinity once said. */
  const since = new Map<string, number>();
  return {
    get waiting() {
      return since.size > 0;
    },
    look(vain: readonly (readonly [topic: string, payload: string])[]) {
      const topics = new Set(vain.map(([topic]) => topic));
      for (const topic of since.keys()) if (!topics.has(topic)) since.delete(topic);
      for (const topic of topics) {
        const sinceMs = since.get(topic) ?? clock.monotonicMs();
        const overdue = clock.monotonicMs() - sinceMs >= PATIENCE_MS;
        since.set(topic, overdue ? Infinity : sinceMs);
        if (overdue) complain(topic);
      }
    },
  };
}
