import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { conditionList, type ConditionSources } from './condition-list.ts';

const calm: ConditionSources = {
  engine: [],
  recorder: [],
  sound: { health: 'ready', sounding: undefined, mutedUntilMs: undefined },
  link: { phase: 'live', sinceMs: epochMs(0), loss: undefined, attempts: 0 },
  trust: 'live',
  origin: 'engine',
  trustSinceMs: 0,
  recordedUntilMs: undefined,
};
const codes = (change: Partial<ConditionSources>) =>
  conditionList({ ...calm, ...change }).map((condition) => condition.code);

describe('conditions', () => {
  it('says nothing when nothing is wrong, nor in the first moments', () => {
    expect(codes({})).toEqual([]);
    expect(
      codes({
        origin: 'none',
        trust: 'link-lost',
        link: { phase: 'connecting', sinceMs: epochMs(0), loss: undefined, attempts: 0 },
      }),
    ).toEqual([]);
  });

  it('puts failures before warnings before notices', () => {
    const engine = [
      { key: 'a', code: 'x.notice', severity: 'notice' as const, facts: {}, sinceMs: epochMs(0) },
      { key: 'b', code: 'x.failure', severity: 'failure' as const, facts: {}, sinceMs: epochMs(0) },
    ];
    expect(codes({ engine, sound: { ...calm.sound, health: 'blocked' } })).toEqual([
      'x.failure',
      'sound.blocked',
      'x.notice',
    ]);
  });

  it('tells recorded data, a lost link, silence and a link that never was apart', () => {
    const loss = { code: 'unreachable' as const, detail: '' };
    const lost = { phase: 'lost' as const, sinceMs: epochMs(0), loss, attempts: 3 };
    expect(codes({ origin: 'recorded', trust: 'link-lost' })).toEqual(['link.recorded']);
    expect(codes({ trust: 'link-lost', link: lost })).toEqual(['link.lost']);
    expect(codes({ trust: 'no-frames' })).toEqual(['link.no-frames']);
    expect(codes({ origin: 'none', trust: 'link-lost', link: lost })).toEqual(['link.never']);
  });

  it('keeps a mute in sight', () => {
    expect(codes({ sound: { health: 'ready', sounding: undefined, mutedUntilMs: 5 } })).toEqual([
      'sound.muted',
    ]);
  });
});
