/** "The same time last week": by the site's wall clock, so that a change to summer time does not shift a working day. */

const DAY_MS = 86_400_000;

/** Offset of the site's wall clock from UTC at a moment, milliseconds; positive east. */
export type ZoneOffset = (timeMs: number) => number;

/** The moment `days` earlier at which the wall clock showed the same time (or, where that hour was skipped, the hour after it). */
export function sameWallTime(timeMs: number, days: number, offsetMs: ZoneOffset): number {
  const wallMs = timeMs + offsetMs(timeMs) - days * DAY_MS;
  const guessMs = wallMs - offsetMs(timeMs);
  return wallMs - offsetMs(wallMs - offsetMs(guessMs));
}

export interface Baseline {
  /** Median of the weeks that have a value. */
  readonly value: number;
  readonly weeks: number;
}

/**
 * @param week values of one earlier week at the same wall time, newest week first; NaN where nothing was recorded.
 * @returns undefined when no week has one: there is nothing to compare with.
 */
export function baselineAt(week: readonly number[]): Baseline | undefined {
  const known = week.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (known.length === 0) return undefined;
  const middle = known.length >> 1;
  const upper = known[middle] as number;
  const value = known.length % 2 === 1 ? upper : ((known[middle - 1] as number) + upper) / 2;
  return { value, weeks: known.length };
}
