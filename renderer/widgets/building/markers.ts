/** Alarms as the building shows them. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { SceneMarker } from '#renderer/scene/view.ts';

/** An alarm of a zone that the site no longer has cannot be shown in the building; the list has it. */
export function markersOf(
  site: Site,
  alarms: readonly Alarm[],
  language: 'zh' | 'en',
  linesOf: (alarm: Alarm) => readonly string[],
): SceneMarker[] {
  return alarms.flatMap((alarm): SceneMarker[] => {
    const asset = site.assetById.get(alarm.assetId);
    const zone = asset?.zone ?? site.zoneById.get(alarm.zoneId);
    if (!zone) return [];
    return [
      {
        assetIndex: asset?.index,
        zoneIndex: zone.index,
        priority: alarm.priority,
        unacknowledged: needsAcknowledgement(alarm.phase),
        title: `${alarm.name[language]} · ${zone.id}`,
        lines: linesOf(alarm),
      },
    ];
  });
}
