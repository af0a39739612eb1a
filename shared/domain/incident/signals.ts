/** Which alarms call for which plan: what is proposed, what opens an incident by itself, and what belongs to one. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { isActive } from '#shared/domain/alarm/machine.ts';
import type { Plan, PlanOpening, PlanSignal } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { GatheredAlarm, Incident } from './incident.ts';
import type { Places } from './places.ts';

/** Every part of the signal that is given fits. */
export function fits(site: Site, signal: PlanSignal, alarm: Alarm): boolean {
  const asset = site.assetById.get(alarm.assetId);
  return (
    alarm.priority <= signal.priority &&
    (signal.rule === undefined || [signal.rule].flat().includes(alarm.ruleId)) &&
    (signal.quantity === undefined || [signal.quantity].flat().includes(quantityOf(site, alarm))) &&
    (signal.discipline === undefined || asset?.discipline === signal.discipline)
  );
}

export function quantityOf(site: Site, alarm: Pick<Alarm, 'pointId'>): string {
  return site.pointById.get(alarm.pointId)?.quantity ?? '';
}

/** Plans that are for such an alarm, those that name its quantity or rule before those that name a discipline only. */
export function suggestedPlans(plans: readonly Plan[], site: Site, alarm: Alarm): readonly Plan[] {
  const ranked = plans.flatMap((plan) => {
    const fitting = plan.suggestedBy.filter((signal) => fits(site, signal, alarm));
    if (fitting.length === 0) return [];
    const exact = fitting.some(({ rule, quantity }) => rule !== undefined || quantity !== undefined);
    return [{ plan, rank: exact ? 0 : 1 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ plan }) => plan);
}

/**
 * The alarms that confirm each other so that an incident is opened by itself: as many different assets as the opening asks
 * for, near enough to `latest`. @returns undefined when they are not enough.
 */
export function confirming(
  site: Site,
  opening: PlanOpening,
  latest: Alarm,
  alarms: readonly Alarm[],
): readonly Alarm[] | undefined {
  const fitting = (alarm: Alarm): boolean =>
    isActive(alarm.phase) && opening.signals.some((signal) => fits(site, signal, alarm));
  if (!fitting(latest)) return undefined;
  const near = alarms.filter((alarm) => fitting(alarm) && isNear(opening.within, alarm, latest));
  return new Set(near.map(({ assetId }) => assetId)).size >= opening.assets ? near : undefined;
}

function isNear(within: PlanOpening['within'], a: Alarm, b: Alarm): boolean {
  if (within === 'site') return true;
  return within === 'zone' ? a.zoneId === b.zoneId : a.storeyId === b.storeyId;
}

/**
 * Whether and why an alarm belongs to an incident: `cause` when the plan is for such alarms and it is on an affected storey
 * or one next to it; `place` when it is urgent or high and stands in an affected zone or one that touches it.
 */
export function belongs(
  site: Site,
  places: Places,
  incident: Pick<Incident, 'plan' | 'zones'>,
  alarm: Alarm,
): GatheredAlarm['why'] | undefined {
  const isIn = (scope: 'near-storeys' | 'neighbours'): boolean =>
    places.zonesIn(scope, incident.zones).some(({ id }) => id === alarm.zoneId);
  const isCause = incident.plan.suggestedBy.some((signal) => fits(site, signal, alarm));
  if (isCause && isIn('near-storeys')) return 'cause';
  return alarm.priority <= PLACE_PRIORITY && isIn('neighbours') ? 'place' : undefined;
}

const PLACE_PRIORITY = 2;

export function gathered(site: Site, alarm: Alarm, why: GatheredAlarm['why']): GatheredAlarm {
  const { id, pointId, assetId, zoneId, storeyId, priority, name, phase, raisedAtMs } = alarm;
  const quantity = quantityOf(site, alarm);
  return { id, pointId, assetId, zoneId, storeyId, quantity, priority, name, phase, raisedAtMs, why };
}
