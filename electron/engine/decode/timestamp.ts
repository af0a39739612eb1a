/** Source times as they are sent → epoch milliseconds. ISO 8601 without a zone is wall-clock time at the site. */

/** A clock that was never set says 1970, or an hour before 2000. */
export const EARLIEST_MS = Date.UTC(2000, 0, 1);
/** A source further ahead than this has no clock, whatever its zone. */
export const LONGEST_AHEAD_MS = 24 * 3_600_000;

export type TimeUnit = 'ms' | 's' | 'us' | 'ns' | 'iso';

export interface TimeReader {
  /** @returns epoch ms, or NaN for what is not a time in this unit. Not judged against any limit. */
  number(value: number, unit: TimeUnit): number;
  text(text: string, unit: TimeUnit): number;
}

export function isPlausible(sourceMs: number, receivedMs: number): boolean {
  return sourceMs >= EARLIEST_MS && sourceMs <= receivedMs + LONGEST_AHEAD_MS;
}

const perMs: Readonly<Record<Exclude<TimeUnit, 'iso'>, number>> = { ms: 1, s: 1e-3, us: 1e3, ns: 1e6 };

const numeric = /^-?\d{1,20}(\.\d{1,9})?$/;

/** @param timeZone IANA name. */
export function createTimeReader(timeZone: string): TimeReader {
  const zone = createZone(timeZone);
  const fromNumber = (value: number, unit: TimeUnit): number => (unit === 'iso' ? NaN : value / perMs[unit]);
  return {
    number: fromNumber,
    text(text, unit) {
      if (unit === 'iso') return parseIso(text, zone);
      return numeric.test(text) ? fromNumber(Number(text), unit) : NaN;
    },
  };
}

/** Milliseconds that wall-clock time at the site is ahead of UTC. */
type Zone = (localMs: number) => number;

const QUARTER_HOUR_MS = 900_000;
const OFFSETS_KEPT = 256;

function createZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    era: 'short',
  });
  const offsetAt = (utcMs: number): number => {
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(utcMs)) part[type] = value;
    const local = Date.UTC(
      Number(part['year']),
      Number(part['month']) - 1,
      Number(part['day']),
      Number(part['hour']),
      Number(part['minute']),
      Number(part['second']),
    );
    return local - Math.floor(utcMs / 1000) * 1000;
  };
  // Zone rules change at quarter hours only, so one answer serves a quarter hour.
  const known = new Map<number, number>();
  return (localMs) => {
    const quarter = Math.floor(localMs / QUARTER_HOUR_MS);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    const atQuarter = quarter * QUARTER_HOUR_MS;
    const guess = offsetAt(atQuarter - offsetAt(atQuarter));
    if (known.size >= OFFSETS_KEPT) known.clear();
    known.set(quarter, guess);
    return guess;
  };
}

/** Digits at `at`, `count` of them; -1 when one is not a digit. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const DASH = 45;
const COLON = 58;

/** `YYYY-MM-DDThh:mm[:ss[.fff…]][Z|±hh[:]mm]`, also with a space for T (ISO 8601-1:2019 and RFC 3339). */
export function parseIso(text: string, zone: Zone): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const separator = text[10];
  const framed =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(13) === COLON &&
    (separator === 'T' || separator === 't' || separator === ' ');
  if (
    !framed ||
    year < 0 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    hour < 0 ||
    hour > 23 ||
    minute < 0 ||
    minute > 59
  )
    return NaN;
  let at = 16;
  let second = 0;
  let fractionMs = 0;
  if (text.charCodeAt(at) === COLON) {
    second = digits(text, at + 1, 2);
    // 60 is a leap second: the next minute begins.
    if (second < 0 || second > 60) return NaN;
    at += 3;
    const mark = text.charCodeAt(at);
    if (mark === 46 || mark === 44) {
      const begin = (at += 1);
      for (let weight = 100; digits(text, at, 1) >= 0; at += 1, weight /= 10)
        fractionMs += digits(text, at, 1) * weight;
      if (at === begin) return NaN;
    }
  }
  if (day > daysInMonth(year, month)) return NaN;
  const minutes = (daysSince1970(year, month, day) * 24 + hour) * 60 + minute;
  const local = (minutes * 60 + second) * 1000 + Math.floor(fractionMs + 1e-6);
  return zoned(text, at, local, zone);
}

function zoned(text: string, at: number, local: number, zone: Zone): number {
  if (at === text.length) return local - zone(local);
  const mark = text.charCodeAt(at);
  if ((mark | 32) === 122) return at + 1 === text.length ? local : NaN;
  if (mark !== 43 && mark !== DASH) return NaN;
  const hours = digits(text, at + 1, 2);
  const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const minutes = minutesAt >= text.length ? 0 : digits(text, minutesAt, 2);
  const end = minutesAt >= text.length ? at + 3 : minutesAt + 2;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || end !== text.length) return NaN;
  const offset = (hours * 60 + minutes) * 60_000;
  return mark === DASH ? local + offset : local - offset;
}

/** Gregorian calendar; the year begins in March, so that the leap day is its last (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
