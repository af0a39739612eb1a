/** When a lane may try again. Time here is the feed's ticks: it passes only while the program runs, and never steps. */
import type { Random } from '#shared/base/random.ts';

export const TICK_MS = 100;

export function ticks(ms: number): number {
  return Math.ceil(ms / TICK_MS);
}

const BASE_MS = 250;
/** With the 2 s that a dial may take this keeps "back within 5 s of the broker's return". */
const CAP_MS = 2_500;
/** A refused broker is asked at most once a second, over all its lanes; the rest is for a clock that is read late. */
export const REFUSED_MS = 1_300;

/** Exponential back-off with full jitter. @param attempts tries since it was last online, 1 after the first. */
export function backOffTicks(attempts: number, random: Random): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts, 16));
  return ticks(random() * ceiling);
}

/**
 * All lanes of a broker try through its gate. Until a broker has accepted us, and again after it refused us, only one
 * lane at a time asks, and not within a second of a refusal: a wrong password is not tried once a lane.
 */
export interface Gate {
  /** @returns true: go, and call `settle` when it is known how it ended. */
  enter(lane: object, nowTicks: number): boolean;
  settle(lane: object, outcome: 'accepted' | 'refused' | 'failed', nowTicks: number): void;
  /** New credentials: ask at once. */
  forget(): void;
}

export function createGate(): Gate {
  let doubtful = true;
  let asking: object | undefined;
  let notBefore = 0;
  return {
    enter(lane, nowTicks) {
      if (!doubtful) return true;
      if (asking !== undefined && asking !== lane) return false;
      if (nowTicks < notBefore) return false;
      asking = lane;
      return true;
    },
    settle(lane, outcome, nowTicks) {
      if (asking === lane) asking = undefined;
      if (outcome === 'accepted') doubtful = false;
      if (outcome !== 'refused') return;
      doubtful = true;
      notBefore = Math.max(notBefore, nowTicks + ticks(REFUSED_MS));
    },
    forget() {
      asking = undefined;
      notBefore = 0;
    },
  };
}
