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

/** @param timeZone IANA name that `Intl` knows (the site file is checked for it). */
export function zoneOffset(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (timeMs) => {
    const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const wallMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return wallMs - Math.floor(timeMs / 1000) * 1000;
  };
}
