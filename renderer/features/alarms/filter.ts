/** Which alarms are shown, and in which order. Pure, so that what "acknowledge all shown" means can be tested. */
import type { Alarm, AlarmPhase } from '#shared/domain/alarm/alarm.ts';
import { compareAlarms } from '#shared/domain/alarm/order.ts';
import type { AlarmPriority, Discipline } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';

export const ALARM_ORDERS = ['priority', 'newest', 'first-out'] as const;
/** `first-out`: oldest first, the one that began it on top. */
export type AlarmOrder = (typeof ALARM_ORDERS)[number];

export interface AlarmFilter {
  /** Empty: all. */
  readonly priorities: ReadonlySet<AlarmPriority>;
  readonly phase: AlarmPhase | 'all';
  /** Empty text: all. */
  readonly storeyId: string;
  readonly discipline: Discipline | '';
  readonly text: string;
  readonly order: AlarmOrder;
}

export const NO_FILTER: AlarmFilter = {
  priorities: new Set(),
  phase: 'all',
  storeyId: '',
  discipline: '',
  text: '',
  order: 'priority',
};

export function filterAlarms(alarms: readonly Alarm[], filter: AlarmFilter, site: Site): Alarm[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return alarms
    .filter((alarm) => {
      if (filter.priorities.size > 0 && !filter.priorities.has(alarm.priority)) return false;
      if (filter.phase !== 'all' && alarm.phase !== filter.phase) return false;
      if (filter.storeyId !== '' && alarm.storeyId !== filter.storeyId) return false;
      if (filter.discipline !== '' && site.assetById.get(alarm.assetId)?.discipline !== filter.discipline)
        return false;
      const found = words.length === 0 ? '' : searchText(alarm, site);
      return words.every((word) => found.includes(word));
    })
    .sort(comparators[filter.order]);
}

const comparators: Readonly<Record<AlarmOrder, (a: Alarm, b: Alarm) => number>> = {
  priority: compareAlarms,
  newest: (a, b) => b.raisedAtMs - a.raisedAtMs || compareAlarms(a, b),
  'first-out': (a, b) => a.raisedAtMs - b.raisedAtMs || compareAlarms(a, b),
};

/** Both languages: an operator types the name that is on the plate. */
function searchText(alarm: Alarm, site: Site): string {
  const asset = site.assetById.get(alarm.assetId);
  const zone = site.zoneById.get(alarm.zoneId);
  return [
    alarm.name.zh,
    alarm.name.en,
    alarm.pointId,
    alarm.zoneId,
    zone?.name.zh,
    zone?.name.en,
    zone?.storey.label,
    asset?.name.zh,
    asset?.name.en,
    alarm.acknowledgedBy,
  ]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
}

/** Marks survive while their alarm stands in the list; what has ended cannot be acknowledged by an old mark. */
export function livingMarks(marks: ReadonlySet<string>, alarms: readonly Alarm[]): ReadonlySet<string> {
  return new Set(alarms.flatMap((alarm) => (marks.has(alarm.id) ? [alarm.id] : [])));
}
