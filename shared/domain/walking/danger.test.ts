import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { present } from '#shared/base/assert.ts';
import type { Alarm, AlarmId, AlarmPhase } from '#shared/domain/alarm/alarm.ts';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { smallSite } from '#tests/builders/site.ts';
import { dangerZones } from './danger.ts';

const site = buildSite(smallSite(), 'small');

function alarmOn(pointId: string, priority: AlarmPriority, phase: AlarmPhase): Alarm {
  const { asset } = present(site.pointById.get(pointId), pointId);
  return {
    id: `rule/${pointId}` as AlarmId,
    ruleId: 'rule',
    pointId,
    assetId: asset.id,
    zoneId: asset.zone.id,
    storeyId: asset.zone.storey.id,
    priority,
    name: { zh: '报警', en: 'Alarm' },
    phase,
    occurrence: 1,
    raisedAtMs: epochMs(0),
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: 1,
    storedSeq: 1,
  };
}

const zonesOf = (...alarms: Alarm[]): (string | undefined)[] =>
  [...dangerZones(site, alarms)].map((index) => site.zones[index]?.id);

describe('zones in danger', () => {
  it('have an urgent alarm, still active, on what harms where it is measured', () => {
    expect(zonesOf(alarmOn('SD-1.smoke', 1, 'unacknowledged'))).toEqual(['1F-E1']);
    expect(zonesOf(alarmOn('SD-1.smoke', 1, 'acknowledged'))).toEqual(['1F-E1']);
  });

  it('are no others: smoke that has gone, lesser alarms, alarms that harm nobody who walks by', () => {
    const lift = present(
      site.points.find(({ quantity }) => quantity === 'lift-state'),
      'a lift',
    );
    expect(
      zonesOf(
        alarmOn('SD-1.smoke', 1, 'returned-unacknowledged'),
        alarmOn('SD-2.smoke', 2, 'unacknowledged'),
        alarmOn(lift.id, 1, 'unacknowledged'),
      ),
    ).toEqual([]);
  });
});
