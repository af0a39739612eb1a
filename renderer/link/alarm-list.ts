import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';

export interface AlarmList {
  /** Priority first, then newest first. The same array until something changed. */
  list(): readonly Alarm[];
  /** @returns whether anything changed. */
  apply(alarms: readonly Alarm[], ended: readonly AlarmId[], full: boolean): boolean;
}

export function createAlarmList(): AlarmList {
  const byId = new Map<AlarmId, Alarm>();
  let sorted: readonly Alarm[] = [];
  return {
    list: () => sorted,
    apply(alarms, ended, full) {
      if (alarms.length === 0 && ended.length === 0 && !(full && byId.size > 0)) return false;
      if (full) byId.clear();
      for (const alarm of alarms) byId.set(alarm.id, alarm);
      for (const id of ended) byId.delete(id);
      sorted = [...byId.values()].sort(byPriorityThenNewest);
      return true;
    },
  };
}

function byPriorityThenNewest(a: Alarm, b: Alarm): number {
  return a.priority - b.priority || b.raisedAtMs - a.raisedAtMs || (a.id < b.id ? -1 : 1);
}
