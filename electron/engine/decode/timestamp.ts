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
  /** The same for ISO 8601 in the bytes from `start` to `end`. */
  iso(bytes: Uint8Array, start: number, end: number): number;
}

export function isPlausible(sourceMs: number, receivedMs: number): boolean {
  return sourceMs >= EARLIEST_MS && sourceMs <= receivedMs + LONGEST_AHEAD_MS;
}

const perMs: Readonly<Record<Exclude<TimeUnit, 'iso'>, number>> = { ms: 1, s: 1e-3, us: 1e3, ns: 1e6 };

/** Characters; with nanoseconds and zone it is 35. */
const LONGEST_ISO = 64;

const numeric = /^-?\d{1,20}(\.\d{1,9})?$/;

/** @param timeZone IANA name. */
export function createTimeReader(timeZone: string): TimeReader {
  const zone = createZone(timeZone);
  const fromNumber = (value: number, unit: TimeUnit): number => (unit === 'iso' ? NaN : value / perMs[unit]);
  return {
    number: fromNumber,
    text(text, unit) {
      if (unit === 'iso') {
        if (text.length > LONGEST_ISO) return NaN;
        const bytes = Buffer.from(text, 'utf8');
        return parseIso(bytes, 0, bytes.length, zone);
      }
      return numeric.test(text) ? fromNumber(Number(text), unit) : NaN;
    },
    iso: (bytes, start, end) => parseIso(bytes, start, end, zone),
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
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i += 1) {
    const digit = (i < bytes.length ? (bytes[i] as number) : 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const DASH = 45;
const PLUS = 43;
const COLON = 58;
const POINT = 46;
const COMMA = 44;
const BLANK = 32;
const LETTER_T = 84;
const LETTER_Z = 90;
const LOWER_CASE = 32;

/** `YYYY-MM-DDThh:mm[:ss[.fff…]][Z|±hh[:]mm]`, also with a space for T (ISO 8601-1:2019 and RFC 3339), in `start` to `end`. */
function parseIso(bytes: Uint8Array, start: number, end: number, zone: Zone): number {
  if (end - start < 16 || end - start > LONGEST_ISO) return NaN;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  const hour = digits(bytes, start + 11, 2);
  const minute = digits(bytes, start + 14, 2);
  const separator = bytes[start + 10] as number;
  const framed =
    bytes[start + 4] === DASH &&
    bytes[start + 7] === DASH &&
    bytes[start + 13] === COLON &&
    (separator === LETTER_T || separator === (LETTER_T | LOWER_CASE) || separator === BLANK);
  if (!framed || year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return NaN;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return NaN;
  let at = start + 16;
  let second = 0;
  let fractionMs = 0;
  if (at < end && bytes[at] === COLON) {
    second = digits(bytes, at + 1, 2);
    at += 3;
    // 60 is a leap second: the next minute begins.
    if (second < 0 || second > 60 || at > end) return NaN;
    if (at < end && (bytes[at] === POINT || bytes[at] === COMMA)) {
      const begin = at + 1;
      for (at = begin; at < end && digits(bytes, at, 1) >= 0; at += 1) {
        if (at - begin < 3) fractionMs = fractionMs * 10 + digits(bytes, at, 1);
      }
      if (at === begin) return NaN;
      for (let given = at - begin; given < 3; given += 1) fractionMs *= 10;
    }
  }
  const minutes = (daysSince1970(year, month, day) * 24 + hour) * 60 + minute;
  return zoned(bytes, at, end, (minutes * 60 + second) * 1000 + fractionMs, zone);
}

function zoned(bytes: Uint8Array, at: number, end: number, local: number, zone: Zone): number {
  if (at === end) return local - zone(local);
  const mark = bytes[at] as number;
  if (mark === LETTER_Z || mark === (LETTER_Z | LOWER_CASE)) return at + 1 === end ? local : NaN;
  if (mark !== PLUS && mark !== DASH) return NaN;
  const hours = digits(bytes, at + 1, 2);
  const minutesAt = at + 3 < end && bytes[at + 3] === COLON ? at + 4 : at + 3;
  const minutes = minutesAt === end ? 0 : digits(bytes, minutesAt, 2);
  const behind = minutesAt === end ? end : minutesAt + 2;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || behind !== end) return NaN;
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
