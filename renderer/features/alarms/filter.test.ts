import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { smallSite } from '#tests/builders/site.ts';
import { filterAlarms, livingMarks, NO_FILTER } from './filter.ts';

const site = buildSite(smallSite(), 'r');

function alarm(id: string, assetId: string, change: Partial<Alarm> = {}): Alarm {
  const zone = site.assetById.get(assetId)!.zone;
  return {
    id: id as AlarmId,
    ruleId: 'smoke',
    pointId: `${assetId}.x`,
    assetId,
    zoneId: zone.id,
    storeyId: zone.storey.id,
    priority: 2,
    name: { zh: '烟感报警', en: 'Smoke detected' },
    phase: 'unacknowledged',
    occurrence: 1,
    raisedAtMs: epochMs(0),
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: 1,
    storedSeq: 1,
    ...change,
  };
}

const alarms = [
  alarm('a', 'SD-1', { raisedAtMs: epochMs(10), priority: 1 }),
  alarm('b', 'SD-2', { raisedAtMs: epochMs(5), phase: 'acknowledged' }),
  alarm('c', 'D-1', { raisedAtMs: epochMs(20), priority: 4 }),
];
const shown = (change: Partial<typeof NO_FILTER>) =>
  filterAlarms(alarms, { ...NO_FILTER, ...change }, site).map(({ id }) => id);

describe('alarm filter', () => {
  it('shows all by priority without a filter', () => {
    expect(shown({})).toEqual(['a', 'b', 'c']);
  });
  it('filters by priority, state, storey and discipline', () => {
    expect(shown({ priorities: new Set([1, 4]) })).toEqual(['a', 'c']);
    expect(shown({ phase: 'acknowledged' })).toEqual(['b']);
    expect(shown({ storeyId: '1F' })).toEqual(['a', 'c']);
    expect(shown({ discipline: 'security' })).toEqual(['c']);
  });
  it('finds words of either language, in any order', () => {
    expect(shown({ text: 'SMOKE sd-2' })).toEqual(['b']);
    expect(shown({ text: '烟感' })).toHaveLength(3);
    expect(shown({ text: 'none' })).toEqual([]);
  });
  it('puts what began it on top in first-out order', () => {
    expect(shown({ order: 'first-out' })).toEqual(['b', 'a', 'c']);
    expect(shown({ order: 'newest' })).toEqual(['c', 'a', 'b']);
  });
  it('forgets marks of alarms that have ended', () => {
    expect([...livingMarks(new Set(['a', 'gone']), alarms)]).toEqual(['a']);
  });
});
