/** Which alarms make a zone one that nobody should walk into. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { dangerQuantities } from './quantities.ts';

/**
 * Zones with an active alarm of priority 1 on something that harms where it is measured: fire, smoke, gas. A pressed call
 * point or flowing sprinkler water says that something burns, not that it burns right there.
 * @returns `Zone.index`.
 */
export function dangerZones(site: Site, alarms: readonly Alarm[]): ReadonlySet<number> {
  const zones = new Set<number>();
  for (const { priority, phase, pointId, zoneId } of alarms) {
    if (priority !== 1 || (phase !== 'unacknowledged' && phase !== 'acknowledged')) continue;
    const point = site.pointById.get(pointId);
    const zone = point?.asset.zone ?? site.zoneById.get(zoneId);
    if (zone && point && dangerQuantities.has(point.quantity)) zones.add(zone.index);
  }
  return zones;
}
