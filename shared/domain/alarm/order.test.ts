import { expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId, AlarmPhase } from './alarm.ts';
import { quietAlarm } from './machine.ts';
import { compareAlarms } from './order.ts';
import { fromStored, toStored } from './record.ts';

const alarm = (id: string, priority: 1 | 2 | 3 | 4, phase: AlarmPhase, raisedAt: number): Alarm => ({
  ...quietAlarm(
    {
      id: id as AlarmId,
      ruleId: 'r',
      pointId: 'p',
      assetId: 'a',
      zoneId: 'z',
      storeyId: 's',
      priority,
      name: { zh: '名', en: 'name' },
    },
    1,
  ),
  phase,
  raisedAtMs: epochMs(raisedAt),
});

it('puts priority first, then what needs acknowledgement, then the newest', () => {
  const sorted = [
    alarm('e', 2, 'acknowledged', 900),
    alarm('c', 2, 'unacknowledged', 100),
    alarm('f', 4, 'unacknowledged', 999),
    alarm('b', 2, 'returned-unacknowledged', 200),
    alarm('a', 1, 'acknowledged', 1),
    alarm('d', 2, 'unacknowledged', 100),
  ].sort(compareAlarms);
  expect(sorted.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('brings an alarm back from its record, through JSON, a NaN included', () => {
  const before = {
    ...alarm('a', 3, 'acknowledged', 5),
    acknowledgedBy: 'Chen',
    acknowledgedAtMs: epochMs(6),
  };
  expect(fromStored(JSON.parse(JSON.stringify(toStored(before))), 42)).toEqual({ ...before, storedSeq: 42 });
});

it.each([
  null,
  'x',
  {},
  { id: 'a', phase: 'gone', occurrence: 1, priority: 1 },
  { id: 'a', phase: 'normal', occurrence: 1, priority: 9 },
])('refuses %j as an alarm', (stored) => {
  expect(fromStored(stored, 1)).toBeUndefined();
});
