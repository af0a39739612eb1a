import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { compareAlarms } from '#shared/domain/alarm/order.ts';
import type { Urgent } from './player.ts';

/**
 * What takes a wall over: an alarm of priority 1 that nobody has acknowledged. The one that is shown stays until it is
 * over: a fire that spreads raises one alarm after the other, and a wall that jumps with each cannot be read.
 * @param shownId of the one that has the wall now.
 */
export function urgentOf(alarms: readonly Alarm[], shownId: string | undefined): Urgent | undefined {
  const waiting = alarms.filter((alarm) => alarm.priority === 1 && needsAcknowledgement(alarm.phase));
  const chosen = waiting.find(({ id }) => id === shownId) ?? waiting.toSorted(compareAlarms)[0];
  return chosen && { id: chosen.id, priority: chosen.priority, place: `alarm:${chosen.id}` };
}
