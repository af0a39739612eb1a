import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { compareAlarms } from '#shared/domain/alarm/order.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import { compareIncidents } from '#shared/domain/incident/view.ts';
import type { Urgent } from './player.ts';

/**
 * What takes a wall over: an alarm of priority 1 that nobody has acknowledged, and after that an open incident of severity 1,
 * drills excepted. Of its kind, the one that is shown stays until it is over: a fire that spreads raises one alarm after the
 * other, and a wall that jumps with each cannot be read.
 * @param shownId of the one that has the wall now.
 */
export function urgentOf(
  { alarms, incidents }: { readonly alarms: readonly Alarm[]; readonly incidents: readonly Incident[] },
  shownId: string | undefined,
): Urgent | undefined {
  const waiting = alarms.filter((alarm) => alarm.priority === 1 && needsAcknowledgement(alarm.phase));
  const alarm = waiting.find(({ id }) => id === shownId) ?? waiting.toSorted(compareAlarms)[0];
  if (alarm) return { kind: 'alarm', id: alarm.id, place: `alarm:${alarm.id}` };
  const open = incidents.filter(
    ({ phase, layer, severity }) => phase === 'open' && layer === 'live' && severity === 1,
  );
  const incident = open.find(({ id }) => id === shownId) ?? open.toSorted(compareIncidents)[0];
  if (!incident) return undefined;
  const [zone] = incident.zones;
  return { kind: 'incident', id: incident.id, place: zone === undefined ? undefined : `zone:${zone}` };
}
