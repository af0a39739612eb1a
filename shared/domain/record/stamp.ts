/**
 * Hybrid logical clock (Kulkarni, Demirbas et al., "Logical Physical Clocks", OPODIS 2014): a stamp is never before one that
 * its maker had seen, whatever the wall clocks say, and stays as near to the wall clock as that allows. Stamps only order;
 * what people read as time is the `atMs` that stands beside them.
 *
 * Written as text so that comparing the texts compares the stamps, the station last so that no two are equal:
 * `001764072000000.00001.desk-1a2b3c4d` (wall milliseconds, counter, station).
 */
import type { Brand, EpochMs } from '#shared/base/brand.ts';

export type Stamp = Brand<string, 'Stamp'>;

export interface HybridClock {
  next(): Stamp;
  /** Something with this stamp was merged: the next own stamp comes after it. */
  observe(stamp: Stamp): void;
  /** Wall part of the newest stamp given or seen; 0 before any. */
  readonly newestMs: number;
}

const WALL_DIGITS = 15;
const COUNTER_DIGITS = 5;
const MOST_IN_ONE_MS = 10 ** COUNTER_DIGITS - 1;
const PATTERN = /^(\d{15})\.(\d{5})\.([A-Za-z0-9-]{1,48})$/;

export interface StampParts {
  readonly wallMs: number;
  readonly counter: number;
  readonly stationId: string;
}

/** @returns undefined for a text that is no stamp. */
export function readStamp(text: unknown): StampParts | undefined {
  const [, wall, counter, stationId] = (typeof text === 'string' && PATTERN.exec(text)) || [];
  if (wall === undefined || counter === undefined || stationId === undefined) return undefined;
  return { wallMs: Number(wall), counter: Number(counter), stationId };
}

export function writeStamp({ wallMs, counter, stationId }: StampParts): Stamp {
  const digits = (value: number, count: number): string => String(value).padStart(count, '0');
  return `${digits(wallMs, WALL_DIGITS)}.${digits(counter, COUNTER_DIGITS)}.${stationId}` as Stamp;
}

/** @param stationId letters, digits and `-`. */
export function createHybridClock(nowMs: () => EpochMs, stationId: string): HybridClock {
  let wallMs = 0;
  let counter = 0;
  const after = (seenMs: number, seenCounter: number): void => {
    if (seenMs < wallMs || (seenMs === wallMs && seenCounter <= counter)) return;
    wallMs = seenMs;
    counter = seenCounter;
  };
  return {
    next() {
      // A clock before 1970 would write a minus sign; the logical part carries on alone.
      const now = Math.max(0, Math.trunc(nowMs()));
      if (now > wallMs) [wallMs, counter] = [now, 0];
      else if (counter < MOST_IN_ONE_MS) counter += 1;
      else [wallMs, counter] = [wallMs + 1, 0];
      return writeStamp({ wallMs, counter, stationId });
    },
    get newestMs() {
      return wallMs;
    },
    observe(stamp) {
      const seen = readStamp(stamp);
      if (seen) after(seen.wallMs, seen.counter);
    },
  };
}
