/** Times and ages as text. Wall times are shown in the site's time zone, whatever the station's own is. */

export interface TimeTexts {
  /** 14:32:08 */
  clock(atMs: number): string;
  /** 14:32 */
  minute(atMs: number): string;
  /** 14:32:08 on the day of `nowMs`, otherwise 07-21 14:32. */
  moment(atMs: number, nowMs: number): string;
  /** 2026-07-21 14:32:08 */
  full(atMs: number): string;
  /** A span, coarse: `0.4 s`, `3 min`; one unit, because an age is a glance and not a measurement. */
  span(ms: number): string;
  /** 00:01:12, for how long an alarm has lasted. */
  stopwatch(ms: number): string;
}

/** Symbols of ISO 80000-3 in English; the words people say in Chinese. */
const unitTexts = {
  en: { second: '\u00a0s', minute: '\u00a0min', hour: '\u00a0h', day: '\u00a0d' },
  zh: { second: '秒', minute: '分钟', hour: '小时', day: '天' },
} as const;

type Parts = Readonly<Record<string, string>>;

export function createTimeTexts(language: 'zh' | 'en', timeZone: string): TimeTexts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = (atMs: number): Parts =>
    Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const day = ({ year, month, day: date }: Parts): string => `${year}-${month}-${date}`;
  const clock = ({ hour, minute, second }: Parts): string => `${hour}:${minute}:${second}`;
  const unit = (value: number, name: keyof (typeof unitTexts)['en'], decimals = 0): string =>
    `${value.toFixed(decimals)}${unitTexts[language][name]}`;
  return {
    clock: (atMs) => clock(parts(atMs)),
    minute: (atMs) => clock(parts(atMs)).slice(0, 5),
    moment(atMs, nowMs) {
      const at = parts(atMs);
      return day(at) === day(parts(nowMs))
        ? clock(at)
        : `${at['month']}-${at['day']} ${at['hour']}:${at['minute']}`;
    },
    full: (atMs) => `${day(parts(atMs))} ${clock(parts(atMs))}`,
    span(ms) {
      const seconds = Math.max(0, ms) / 1000;
      if (seconds < 9.95) return unit(seconds, 'second', 1);
      if (seconds < 90) return unit(Math.round(seconds), 'second');
      if (seconds < 90 * 60) return unit(Math.round(seconds / 60), 'minute');
      if (seconds < 48 * 3600) return unit(Math.round(seconds / 3600), 'hour');
      return unit(Math.round(seconds / 86_400), 'day');
    },
    stopwatch(ms) {
      const seconds = Math.floor(Math.max(0, ms) / 1000);
      const two = (value: number): string => String(value).padStart(2, '0');
      return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    },
  };
}
