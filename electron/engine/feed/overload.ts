/**
 * Decides when a telemetry lane is so far behind that old values must give way to new ones, and works the waiting
 * messages off in slices that leave the program alive. Behind means: our own heartbeat, which queues with the telemetry,
 * is seconds late, and it is this process that is busy. A slow broker or line alone is no reason to drop what it sends,
 * and short bursts wait in the socket, where nothing is lost.
 */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { Health } from '#shared/base/health.ts';
import { createShedder } from './shedder.ts';

export interface Overload {
  /** @returns true when the message was taken and will come through `deliver`, or be counted as dropped. */
  takes(topic: string, payload: Buffer): boolean;
  /** Each tick. @param lateMs age of the oldest heartbeat that is out. */
  watch(lateMs: number): void;
  /** Connection lost or lane stopped: what waits is handed on now. */
  settle(): void;
}

export interface OverloadDeps {
  deliver(topic: string, payload: Buffer): void;
  onDropped(): void;
  readonly health: Health;
  readonly healthKey: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Share of the time since the last call that the event loop was busy, 0 … 1. */
  readonly busy?: () => number;
  /** Milliseconds. */
  readonly monotonicMs: () => number;
}

const BEHIND_MS = 3_000;
const RECOVERED_MS = 1_500;
const BUSY_SHARE = 0.85;
/** Not while the flood that we would not keep up with still comes. */
const RELAXED_SHARE = 0.7;
const SMOOTHING_MS = 500;
const SLICE_MS = 20;
const MAX_TOPICS = 100_000;
const MAX_BYTES = 64 << 20;

function eventLoopBusy(): () => number {
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const present = performance.eventLoopUtilization();
    const share = performance.eventLoopUtilization(present, before).utilization;
    before = present;
    return share;
  };
}

export function createOverload(deps: OverloadDeps): Overload {
  const busy = deps.busy ?? eventLoopBusy();
  const shedder = createShedder({ ...deps, maxTopics: MAX_TOPICS, maxBytes: MAX_BYTES });
  let working = false;
  /** Smoothed over half a second and some calls: one long garbage collection is no overload. */
  let share = 0;
  let watchedAt = deps.monotonicMs();

  const work = (): void => {
    const until = deps.monotonicMs() + SLICE_MS;
    shedder.drain(() => deps.monotonicMs() >= until);
    working = shedder.waiting > 0;
    if (working) setImmediate(work);
  };

  return {
    takes(topic, payload) {
      if (!shedder.active) return false;
      shedder.offer(topic, payload);
      if (!working) {
        working = true;
        setImmediate(work);
      }
      return true;
    },
    watch(lateMs) {
      const now = deps.monotonicMs();
      share += (busy() - share) * Math.min(0.5, (now - watchedAt) / SMOOTHING_MS);
      watchedAt = now;
      if (!shedder.active && lateMs > BEHIND_MS && share > BUSY_SHARE) {
        shedder.begin();
        deps.health.set(deps.healthKey, { code: 'feed.shedding', severity: 'warning', facts: deps.facts });
      } else if (shedder.active && lateMs < RECOVERED_MS && share < RELAXED_SHARE && shedder.end()) {
        deps.health.clear(deps.healthKey);
      }
    },
    settle() {
      shedder.drain(() => false);
      if (shedder.end()) deps.health.clear(deps.healthKey);
    },
  };
}
