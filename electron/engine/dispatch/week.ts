import { zoneOffset } from '#shared/analytics/wall-time.ts';

const DAY_MS = 86_400_000;

/** Monday 00:00 to Monday 00:00 on the site's own clock, also where a week has an hour more or less. */
export function weekSpan(
  nowMs: number,
  weeksAgo: number,
  timeZone: string,
): { readonly fromMs: number; readonly toMs: number } {
  const offsetMs = zoneOffset(timeZone);
  const today = Math.floor((nowMs + offsetMs(nowMs)) / DAY_MS);
  // 1970-01-01 was a Thursday.
  const monday = today - ((today + 3) % 7) - 7 * weeksAgo;
  const midnight = (day: number): number => {
    const wallMs = day * DAY_MS;
    return wallMs - offsetMs(wallMs - offsetMs(wallMs));
  };
  return { fromMs: midnight(monday), toMs: midnight(monday + 7) };
}
