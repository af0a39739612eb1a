/**
 * The order of every alarm list: priority, then what still needs acknowledgement, then the newest.
 *
 * EEMUA 191 (3rd ed., alarm list design) and ISA-18.2 clause 11 want the list to answer "what do I do first": priority is
 * exactly that answer (consequence × time to respond), so it leads, also over newer or unacknowledged alarms of
 * lower priority: in a flood a red one is never below the fold. Within one priority the unacknowledged come first,
 * returned ones included, since a fleeting alarm nobody saw must not sink. The newest of those is on top.
 */
import type { Alarm } from './alarm.ts';
import { needsAcknowledgement } from './machine.ts';

export function compareAlarms(a: Alarm, b: Alarm): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  const unacknowledged = Number(needsAcknowledgement(b.phase)) - Number(needsAcknowledgement(a.phase));
  if (unacknowledged !== 0) return unacknowledged;
  if (a.raisedAtMs !== b.raisedAtMs) return b.raisedAtMs - a.raisedAtMs;
  // Same instant: any fixed order, so that rows do not jump.
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
