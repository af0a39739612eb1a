/** An incident as every window mirrors it: bounded, whatever happened; the whole story is asked for. */
import { isActive } from '#shared/domain/alarm/machine.ts';
import type { Incident } from './incident.ts';

export interface IncidentView extends Incident {
  /** Of all alarms; `alarms` holds the most urgent. */
  readonly alarmCount: number;
}

const MOST_ALARMS = 60;
const MOST_DEVIATIONS = 60;
const MOST_INJECTED = 40;

export function viewOf(incident: Incident): IncidentView {
  const { alarms, deviations, injected } = incident;
  const urgent = [...alarms].sort(
    (a, b) =>
      Number(isActive(b.phase)) - Number(isActive(a.phase)) ||
      a.priority - b.priority ||
      b.raisedAtMs - a.raisedAtMs,
  );
  return {
    ...incident,
    alarms: urgent.slice(0, MOST_ALARMS),
    alarmCount: alarms.length,
    deviations: deviations.slice(-MOST_DEVIATIONS),
    injected: injected.slice(-MOST_INJECTED),
  };
}

/** The most urgent first: open before closed, real before drill, severe before minor, old before new; closed ones newest first. */
export function compareIncidents(a: Incident, b: Incident): number {
  const isOpen = (incident: Incident): number => Number(incident.phase === 'open');
  const byState = isOpen(b) - isOpen(a) || Number(a.layer === 'drill') - Number(b.layer === 'drill');
  if (byState !== 0) return byState;
  if (a.phase === 'open') return a.severity - b.severity || a.openedAtMs - b.openedAtMs;
  return (b.closedAtMs ?? 0) - (a.closedAtMs ?? 0);
}
