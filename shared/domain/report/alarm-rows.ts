/** The alarms of an incident with what became of each, from the acts that told of them. */
import type { EpochMs } from '#shared/base/brand.ts';
import { isActive } from '#shared/domain/alarm/machine.ts';
import type { GatheredAlarm } from '#shared/domain/incident/incident.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { ReportAlarm } from './report.ts';

interface Told {
  acknowledgedAtMs: EpochMs | undefined;
  acknowledgedBy: string | undefined;
  normalAtMs: EpochMs | undefined;
}

/** @param alarms as they stand now. @returns in the order in which they were raised. */
export function alarmRows(
  alarms: readonly GatheredAlarm[],
  timeline: readonly TimelineEntry[],
): readonly ReportAlarm[] {
  const told = new Map<string, Told>();
  for (const entry of timeline) {
    if (entry.kind !== 'alarm' || entry.void !== undefined) continue;
    const alarm = entry.body['alarm'] as unknown as Pick<GatheredAlarm, 'id' | 'phase'>;
    const row = told.get(alarm.id) ?? {
      acknowledgedAtMs: undefined,
      acknowledgedBy: undefined,
      normalAtMs: undefined,
    };
    told.set(alarm.id, row);
    const by = entry.body['acknowledgedBy'];
    if (row.acknowledgedAtMs === undefined && (alarm.phase === 'acknowledged' || typeof by === 'string')) {
      row.acknowledgedAtMs = entry.atMs;
      row.acknowledgedBy = typeof by === 'string' ? by : undefined;
    }
    row.normalAtMs = isActive(alarm.phase) ? undefined : (row.normalAtMs ?? entry.atMs);
  }
  return [...alarms]
    .sort((a, b) => a.raisedAtMs - b.raisedAtMs || (a.id < b.id ? -1 : 1))
    .map(({ id, assetId, zoneId, priority, name, phase, why, raisedAtMs }, at) => {
      const { acknowledgedAtMs, acknowledgedBy, normalAtMs } = told.get(id) ?? {
        acknowledgedAtMs: undefined,
        acknowledgedBy: undefined,
        normalAtMs: undefined,
      };
      return {
        ...{ id, number: at + 1, assetId, zoneId, priority, name, phase, why, raisedAtMs },
        ...{ acknowledgedAtMs, acknowledgedBy, normalAtMs },
      };
    });
}
