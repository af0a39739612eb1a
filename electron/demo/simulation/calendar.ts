/** The wall clock of the site: office hours and weekends happen in its time zone. */
export interface LocalTime {
  /** Whole days since 1970-01-01, local. */
  readonly day: number;
  /** 0 to 24, with fractions. */
  readonly hour: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 to 365, with fractions. */
  readonly dayOfYear: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type Calendar = (tMs: number) => LocalTime;

/** The offset from UTC is asked for once an hour of simulated time: zones change at most on the quarter hour, rarely. */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();
  const offsetAt = (tMs: number): number => {
    const cell = Math.floor(tMs / HOUR_MS);
    const known = offsets.get(cell);
    if (known !== undefined) return known;
    const atMs = cell * HOUR_MS;
    const part = Object.fromEntries(
      format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
    );
    const localMs = Date.UTC(
      part['year'] ?? 1970,
      (part['month'] ?? 1) - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    );
    if (offsets.size > 10_000) offsets.clear();
    offsets.set(cell, localMs - atMs);
    return localMs - atMs;
  };
  return (tMs) => {
    const localMs = tMs + offsetAt(tMs);
    const day = Math.floor(localMs / DAY_MS);
    const year = new Date(localMs).getUTCFullYear();
    return {
      day,
      hour: (localMs - day * DAY_MS) / HOUR_MS,
      weekday: (((day + 4) % 7) + 7) % 7,
      dayOfYear: (localMs - Date.UTC(year, 0, 1)) / DAY_MS,
    };
  };
}
