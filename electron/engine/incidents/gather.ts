/** What alarms do to incidents: they join open ones, they keep them informed, and together they open one. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { isActive } from '#shared/domain/alarm/machine.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { Places } from '#shared/domain/incident/places.ts';
import { belongs, confirming, gathered } from '#shared/domain/incident/signals.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { NewAct } from '#engine/records/records.ts';

export interface GatherDeps {
  readonly site: Site;
  readonly places: Places;
  readonly plans: () => Iterable<Plan>;
  readonly activeAlarms: () => readonly Alarm[];
  /** Open and real: a drill and the building do not see each other. */
  readonly open: () => readonly Incident[];
  readonly write: (incidentId: string, acts: readonly NewAct[]) => void;
  readonly openByRule: (plan: Plan, alarms: readonly Alarm[]) => void;
}

/** `by` in acts of the program itself. */
export const ENGINE = 'engine';

export function createGathering(deps: GatherDeps): (alarm: Alarm) => void {
  const { site, places } = deps;
  return (alarm) => {
    let causeOf: Incident | undefined;
    const open = deps.open();
    for (const incident of open) {
      const known = incident.alarms.find(({ id }) => id === alarm.id);
      if (known) {
        if (known.why === 'cause') causeOf = incident;
        if (known.phase !== alarm.phase) deps.write(incident.id, [alarmAct(site, alarm, known.why)]);
        continue;
      }
      if (!isActive(alarm.phase)) continue;
      const why = belongs(site, places, incident, alarm);
      if (!why) continue;
      if (why === 'cause') causeOf = incident;
      deps.write(incident.id, [alarmAct(site, alarm, why)]);
    }
    if (causeOf || alarm.phase !== 'unacknowledged') return;
    for (const plan of deps.plans()) {
      for (const opening of plan.opens) {
        const together = confirming(site, opening, alarm, deps.activeAlarms());
        if (together) return deps.openByRule(plan, together);
      }
    }
  };
}

export function alarmAct(site: Site, alarm: Alarm, why: 'cause' | 'place'): NewAct {
  const { acknowledgedBy } = alarm;
  const body = { alarm: gathered(site, alarm, why), ...(acknowledgedBy && { acknowledgedBy }) };
  return { kind: 'alarm', by: ENGINE, body: body as unknown as JsonObject };
}
