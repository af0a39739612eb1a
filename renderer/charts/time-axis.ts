/** Words of a time axis in the site's time zone and the operator's language; the machine's own zone never shows. */
export interface TimeWords {
  /** Short tick label for a span of this many milliseconds. */
  tick(atMs: number, spanMs: number): string;
  /** Date and time to the second. */
  exact(atMs: number): string;
}

const DAY_MS = 86_400_000;

export function createTimeWords(language: 'zh' | 'en', timeZone: string): TimeWords {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone, hourCycle: 'h23' });
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const day = format({ month: 'numeric', day: 'numeric' });
  const exact = format({
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return {
    tick(atMs, spanMs) {
      if (spanMs <= 10 * 60_000) return seconds.format(atMs);
      if (spanMs <= 2 * DAY_MS) return clock.format(atMs);
      return spanMs <= 10 * DAY_MS ? `${day.format(atMs)} ${clock.format(atMs)}` : day.format(atMs);
    },
    exact: (atMs) => exact.format(atMs),
  };
}
