import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { SoundHealth } from '#renderer/ui/sound.tsx';
import { createAlarmSound, MUTE_MS } from './alarm-sound.ts';
import { soundPatterns, type SoundPattern } from './patterns.ts';

function alarm(id: string, priority: Alarm['priority'], change: Partial<Alarm> = {}): Alarm {
  return {
    id: id as AlarmId,
    ruleId: 'r',
    pointId: 'p',
    assetId: 'a',
    zoneId: 'z',
    storeyId: 's',
    priority,
    name: { zh: '警', en: 'Alarm' },
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

/** Time that moves only when told to, and a speaker that notes what it is given. */
function station() {
  let nowMs = 0;
  let pending: { readonly atMs: number; readonly work: () => void }[] = [];
  const played: SoundPattern[] = [];
  const advance = (ms: number): void => {
    const untilMs = nowMs + ms;
    for (;;) {
      const due = pending.filter((entry) => entry.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      pending = pending.filter((entry) => entry !== due);
      nowMs = due.atMs;
      due.work();
    }
    nowMs = untilMs;
  };
  const sound = createAlarmSound({
    speaker: {
      health: (): SoundHealth => 'ready',
      play: (pattern) => void played.push(pattern),
      check: () => Promise.resolve('ready'),
      onChange: () => () => undefined,
      close: () => undefined,
    },
    nowMs: () => epochMs(nowMs),
    volume: () => 1,
    after(ms, work) {
      const entry = { atMs: nowMs + ms, work };
      pending.push(entry);
      return () => {
        pending = pending.filter((other) => other !== entry);
      };
    },
  });
  return { sound, played, advance };
}

describe('alarm sound', () => {
  it('repeats the pattern of the most urgent unacknowledged alarm until it is acknowledged', () => {
    const { sound, played, advance } = station();
    sound.setAlarms([alarm('a', 3), alarm('b', 1)]);
    advance(soundPatterns[1].everyS * 1000 * 2);
    expect(played).toEqual([soundPatterns[1], soundPatterns[1], soundPatterns[1]]);
    sound.setAlarms([alarm('a', 3), alarm('b', 1, { phase: 'acknowledged' })]);
    expect(sound.state().sounding).toBe(3);
    sound.setAlarms([alarm('a', 3, { phase: 'acknowledged' })]);
    played.length = 0;
    advance(60_000);
    expect(played).toEqual([]);
  });

  it('sounds for an alarm that came back to normal unseen', () => {
    const { sound } = station();
    sound.setAlarms([alarm('a', 2, { phase: 'returned-unacknowledged' })]);
    expect(sound.state().sounding).toBe(2);
  });

  it('ends a mute by itself', () => {
    const { sound, played, advance } = station();
    sound.setAlarms([alarm('a', 2)]);
    sound.mute();
    played.length = 0;
    advance(MUTE_MS - 1);
    expect([sound.state().sounding, played.length]).toEqual([undefined, 0]);
    advance(1);
    expect(sound.state()).toMatchObject({ sounding: 2, mutedUntilMs: undefined });
  });

  it('ends a mute at once for a new alarm, and for a new occurrence of a muted one', () => {
    const { sound } = station();
    sound.setAlarms([alarm('a', 2)]);
    sound.mute();
    sound.setAlarms([alarm('a', 2)]);
    expect(sound.state().sounding).toBeUndefined();
    sound.setAlarms([alarm('a', 2), alarm('b', 4)]);
    expect(sound.state().sounding).toBe(2);
    sound.mute();
    sound.setAlarms([alarm('a', 2, { occurrence: 2 }), alarm('b', 4)]);
    expect(sound.state().sounding).toBe(2);
  });

  it('keeps a mute from outliving its alarms', () => {
    const { sound } = station();
    sound.setAlarms([alarm('a', 2)]);
    sound.mute();
    sound.setAlarms([]);
    expect(sound.state().mutedUntilMs).toBeUndefined();
  });
});
