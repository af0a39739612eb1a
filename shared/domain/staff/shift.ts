/** Who is on shift when. Pure; a shift is told in the site's own time. */
import { WEEKDAYS, type Shift } from '#shared/domain/site/dispatch-document.ts';

const DAY_MIN = 24 * 60;
const WEEK_MIN = 7 * DAY_MIN;

/** Minutes since Monday 00:00 of the site's own week. */
export type WeekMinute = number;

/** @returns whether somebody who works these shifts is at work in that minute. */
export function isOnShift(shifts: readonly Shift[], minute: WeekMinute): boolean {
  return shifts.some(({ days, from, to }) => {
    const [begins, length] = spanOf(from, to);
    return days.some((day) => {
      const start = WEEKDAYS.indexOf(day) * DAY_MIN + begins;
      // A night shift of Sunday goes on in the next week.
      return (minute - start + WEEK_MIN) % WEEK_MIN < length;
    });
  });
}

function spanOf(from: string, to: string): readonly [begins: number, length: number] {
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  return [begins, ends > begins ? ends - begins : ends - begins + DAY_MIN];
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

export type WeekMinuteOf = (epochMs: number) => WeekMinute;

/** @param timeZone IANA name that `Intl` knows (the site file is checked for it). */
export function weekMinuteIn(timeZone: string): WeekMinuteOf {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (epochMs) => {
    const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    const day = WEEKDAYS.findIndex((name) => name === parts.get('weekday')?.toLowerCase());
    return day * DAY_MIN + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  };
}
