import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId, AlarmPhase } from './alarm.ts';
import { isActive, needsAcknowledgement, quietAlarm, transition, type AlarmEvent } from './machine.ts';

const identity = {
  id: 'smoke/SD-1.smoke' as AlarmId,
  ruleId: 'smoke',
  pointId: 'SD-1.smoke',
  assetId: 'SD-1',
  zoneId: 'Z',
  storeyId: '1F',
  priority: 1 as const,
  name: { zh: '烟', en: 'Smoke' },
};
const raise: AlarmEvent = { type: 'raise', atMs: epochMs(10), value: 1 };
const clear: AlarmEvent = { type: 'clear', atMs: epochMs(20) };
const acknowledge: AlarmEvent = { type: 'acknowledge', atMs: epochMs(30), by: 'Chen' };
const inPhase = (phase: AlarmPhase): Alarm => ({ ...quietAlarm(identity, 3), phase, storedSeq: 7 });

describe('every state × every event', () => {
  const table: [AlarmPhase, AlarmEvent, AlarmPhase | 'same', number][] = [
    ['normal', raise, 'unacknowledged', 4],
    ['normal', clear, 'same', 3],
    ['normal', acknowledge, 'same', 3],
    ['unacknowledged', raise, 'same', 3],
    ['unacknowledged', clear, 'returned-unacknowledged', 3],
    ['unacknowledged', acknowledge, 'acknowledged', 3],
    ['acknowledged', raise, 'same', 3],
    ['acknowledged', clear, 'normal', 3],
    ['acknowledged', acknowledge, 'same', 3],
    ['returned-unacknowledged', raise, 'unacknowledged', 4],
    ['returned-unacknowledged', clear, 'same', 3],
    ['returned-unacknowledged', acknowledge, 'normal', 3],
  ];
  it.each(table)('%s on %j → %s', (phase, event, expected, occurrence) => {
    const before = inPhase(phase);
    const { alarm, changed } = transition(before, event);
    expect(changed).toBe(expected !== 'same');
    if (expected === 'same') expect(alarm).toBe(before);
    else expect(alarm).toMatchObject({ phase: expected, occurrence, storedSeq: 0 });
  });

  it('forgets who acknowledged when it is raised again', () => {
    const acknowledged = transition(transition(quietAlarm(identity, 0), raise).alarm, acknowledge).alarm;
    const again = transition(transition(acknowledged, clear).alarm, raise).alarm;
    expect(again).toMatchObject({
      acknowledgedBy: undefined,
      acknowledgedAtMs: undefined,
      clearedAtMs: undefined,
    });
  });
});

describe('any sequence of events', () => {
  const anyEvent = fc.constantFrom(raise, clear, acknowledge);

  it('never loses a raised alarm: normal only after an acknowledgement of this occurrence and a clear', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let alarm = quietAlarm(identity, 0);
        let active = false;
        let owed = false;
        for (const event of events) {
          const before = alarm.occurrence;
          alarm = transition(alarm, event).alarm;
          if (event.type === 'raise') active = true;
          if (event.type === 'clear') active = false;
          if (alarm.occurrence > before) owed = true;
          if (event.type === 'acknowledge') owed = false;
          expect(isActive(alarm.phase)).toBe(active);
          expect(needsAcknowledgement(alarm.phase)).toBe(owed);
          expect(alarm.phase === 'normal').toBe(!active && !owed);
        }
      }),
    );
  });

  it('never counts an occurrence down, and only a raise counts it up', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let alarm = quietAlarm(identity, 0);
        for (const event of events) {
          const after = transition(alarm, event).alarm;
          const step = after.occurrence - alarm.occurrence;
          expect(step === 0 || (step === 1 && event.type === 'raise')).toBe(true);
          alarm = after;
        }
      }),
    );
  });
});
