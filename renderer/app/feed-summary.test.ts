import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { ConnectionVitals, Vitals } from '#shared/protocol/vitals.ts';
import { feedWord, recorderWord } from './feed-summary.ts';

const connection = (state: ConnectionVitals['state'], attempts = 0): ConnectionVitals => ({
  brokerId: 'main',
  lane: 'telemetry',
  url: 'mqtt://x',
  state,
  failure: undefined,
  failureDetail: undefined,
  protocol: undefined,
  sinceMs: epochMs(0),
  attempts,
});

function vitals(connections: readonly ConnectionVitals[], change: Partial<Vitals> = {}): Vitals {
  return {
    connections,
    received: 0,
    decoded: 0,
    quarantined: 0,
    dropped: 0,
    messagesPerS: 0,
    lastMessageMs: epochMs(1000),
    points: { total: 0, live: 0, stale: 0, never: 0 },
    alarms: { unacknowledged: 0, acknowledged: 0, returnedUnacknowledged: 0 },
    journal: { head: 0, headHash: '', lag: 0, storing: true },
    recorder: { connected: true, lagBatches: 0, lagMs: 0, lostSamples: 0 },
    windows: 1,
    ...change,
  };
}

describe('feed summary', () => {
  it('says the worst thing that is true', () => {
    const online = vitals([connection('online'), connection('online')]);
    expect(feedWord(online, 'live', 'engine', 2000)).toBe('live');
    expect(feedWord(online, 'live', 'engine', 60_000)).toBe('quiet');
    expect(feedWord(online, 'link-lost', 'engine', 2000)).toBe('cut');
    expect(feedWord(online, 'link-lost', 'recorded', 2000)).toBe('recorded');
    expect(feedWord(undefined, 'live', 'engine', 2000)).toBe('starting');
    expect(feedWord(vitals([connection('online'), connection('waiting')]), 'live', 'engine', 0)).toBe(
      'partly',
    );
    expect(feedWord(vitals([connection('connecting')]), 'live', 'engine', 0)).toBe('connecting');
    expect(feedWord(vitals([connection('connecting', 4)]), 'live', 'engine', 0)).toBe('offline');
    expect(feedWord(vitals([connection('refused')]), 'live', 'engine', 0)).toBe('offline');
  });

  it('tells a recorder that is gone from one that is behind', () => {
    const off = vitals([], { recorder: { connected: false, lagBatches: 0, lagMs: 0, lostSamples: 0 } });
    const late = vitals([], { recorder: { connected: true, lagBatches: 9, lagMs: 20_000, lostSamples: 0 } });
    expect(recorderWord(off, 'none')).toBe('off');
    expect(recorderWord(late, 'here')).toBe('lagging');
    expect(recorderWord(vitals([]), 'elsewhere')).toBe('elsewhere');
    expect(recorderWord(undefined, 'here')).toBe('recording');
  });
});
