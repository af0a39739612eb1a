import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { CollectionChange, CollectionName } from '#shared/protocol/collections.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { hasValue, isStale, STATUS_HAS_VALUE } from '#shared/domain/sample.ts';
import { fakeClock, frame, welcome } from '#tests/builders/link.ts';
import { tinySiteDocument } from '#tests/builders/tiny-site.ts';
import type { LinkState } from './link.ts';
import { createLiveState, type LiveState } from './live-state.ts';

const live: LinkState = { phase: 'live', sinceMs: epochMs(0), loss: undefined, attempts: 0 };
const lost: LinkState = {
  phase: 'lost',
  sinceMs: epochMs(0),
  loss: { code: 'closed', detail: '' },
  attempts: 1,
};

function alarm(id: string, changes: Partial<Alarm> = {}): Alarm {
  return {
    id: id as AlarmId,
    ruleId: 'r',
    pointId: 'p',
    assetId: 'a',
    zoneId: 'z',
    storeyId: 's',
    priority: 2,
    name: { zh: '一', en: 'one' },
    phase: 'unacknowledged',
    occurrence: 1,
    raisedAtMs: epochMs(1000),
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: 1,
    storedSeq: 1,
    ...changes,
  };
}

function connected(): LiveState {
  const state = createLiveState(fakeClock.nowMs);
  state.applyWelcome(welcome());
  state.applyLink(live);
  return state;
}

function pass(state: LiveState, seconds: number): void {
  for (let s = 0; s < seconds; s += 1) {
    vi.advanceTimersByTime(1_000);
    state.tick();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('live state', () => {
  it('holds the site and the columns of its points', () => {
    const state = connected();
    expect(state.site()?.points).toHaveLength(6);
    expect(hasValue(state.statusOf(0))).toBe(false);
    state.applyFrame(frame([[4, 7.5, STATUS_HAS_VALUE]], { full: true }));
    expect(state.columns().value[4]).toBe(7.5);
    expect(state.reading(4)).toMatchObject({ value: 7.5, status: STATUS_HAS_VALUE });
  });

  it('forgets everything on a full frame', () => {
    const state = connected();
    state.applyFrame(frame([[0, 1, STATUS_HAS_VALUE]], { full: true, alarms: [alarm('a')] }));
    state.applyFrame(frame([[1, 2, STATUS_HAS_VALUE]], { full: true }));
    expect(hasValue(state.statusOf(0))).toBe(false);
    expect(state.alarms()).toEqual([]);
  });

  it('keeps a copy of each collection: the same map until it changed, emptied by a full frame', () => {
    const state = connected();
    const things = 'things' as CollectionName;
    const heard: number[] = [];
    state.subscribe(things, () => heard.push(state.collection(things).size));
    const change = (id: string, value: unknown): CollectionChange =>
      ({ collection: things, id, value }) as unknown as CollectionChange;
    state.applyFrame(frame([], { changes: [change('a', 1), change('b', 2)] }));
    const before = state.collection(things);
    state.applyFrame(frame([]));
    expect(state.collection(things)).toBe(before);
    state.applyFrame(frame([], { changes: [change('a', undefined), change('c', 3)] }));
    expect([...before]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect([...state.collection(things)]).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
    state.applyFrame(frame([], { full: true }));
    expect(heard).toEqual([2, 2, 0]);
  });

  it('ignores rows outside the site instead of failing', () => {
    const state = connected();
    state.applyFrame(frame([[99, 1, STATUS_HAS_VALUE]]));
    expect(state.reading(99).value).toBeNaN();
  });

  it('sorts alarms by priority, then newest first, and drops ended ones', () => {
    const state = connected();
    const alarms = [
      alarm('old', { raisedAtMs: epochMs(1) }),
      alarm('new', { raisedAtMs: epochMs(2) }),
      alarm('urgent', { priority: 1, raisedAtMs: epochMs(0) }),
      alarm('gone', { priority: 1 }),
    ];
    state.applyFrame(frame([], { alarms }));
    state.applyFrame(frame([], { endedAlarms: ['gone' as AlarmId] }));
    expect(state.alarms().map((a) => a.id)).toEqual(['urgent', 'new', 'old']);
  });

  it('notifies each topic only when it changed', () => {
    const state = connected();
    const heard: string[] = [];
    for (const topic of ['points', 'alarms', 'vitals', 'health', 'site'] as const)
      state.subscribe(topic, () => heard.push(topic));
    state.applyFrame(frame([]));
    expect(heard).toEqual([]);
    state.applyFrame(frame([[0, 1, STATUS_HAS_VALUE]], { alarms: [alarm('a')], health: [] }));
    expect(heard).toEqual(['points', 'alarms', 'health']);
    state.applyWelcome(welcome({ site: undefined }));
    expect(heard).toHaveLength(3);
  });

  it('tells a point’s listener of that point only, and keeps the reading until it changes', () => {
    const state = connected();
    state.applyFrame(frame([[0, 1, STATUS_HAS_VALUE]], { full: true }));
    const heard = vi.fn();
    const stop = state.onPoint(0, heard);
    const before = state.reading(0);
    state.applyFrame(frame([[1, 1, STATUS_HAS_VALUE]]));
    expect(heard).not.toHaveBeenCalled();
    expect(state.reading(0)).toBe(before);
    state.applyFrame(frame([[0, 2, STATUS_HAS_VALUE]]));
    expect(heard).toHaveBeenCalledOnce();
    expect(state.reading(0).value).toBe(2);
    stop();
    state.applyFrame(frame([[0, 3, STATUS_HAS_VALUE]]));
    expect(heard).toHaveBeenCalledOnce();
  });

  it('names the missing frames after 3 s, shows all as stale after 10 s of it, and recovers with the next frame', () => {
    const state = connected();
    state.applyFrame(frame([[0, 1, STATUS_HAS_VALUE]], { full: true }));
    expect(state.feedTrust()).toBe('live');
    pass(state, 4);
    expect(state.feedTrust()).toBe('no-frames');
    expect(isStale(state.statusOf(0))).toBe(false);
    pass(state, 10);
    expect(isStale(state.statusOf(0))).toBe(true);
    expect(isStale(state.reading(0).status)).toBe(true);
    state.applyFrame(frame([]));
    expect(state.feedTrust()).toBe('live');
    expect(isStale(state.reading(0).status)).toBe(false);
  });

  it('shows all as stale 10 s after the link was lost', () => {
    const state = connected();
    state.applyFrame(frame([[0, 1, STATUS_HAS_VALUE]], { full: true }));
    state.applyLink(lost);
    expect(state.feedTrust()).toBe('link-lost');
    pass(state, 10);
    expect(isStale(state.statusOf(0))).toBe(true);
  });

  it('knows the engine’s time from the welcome and from pongs', () => {
    const state = createLiveState(fakeClock.nowMs);
    state.applyWelcome(welcome({ nowMs: epochMs(Date.now() + 60_000) }));
    expect(state.engineNowMs()).toBe(Date.now() + 60_000);
    state.applyEngineTime(epochMs(Date.now() - 1_000), 40);
    expect(state.engineNowMs()).toBe(Date.now() - 980);
  });

  it('shows what was recorded, as stale, until the engine speaks', () => {
    const state = createLiveState(fakeClock.nowMs);
    const columns = { value: Float64Array.of(1, 2, 3, 4, 5, 6), quality: new Uint8Array(6) };
    const recorded = {
      document: tinySiteDocument(),
      siteRevision: 'rev-9',
      ...columns,
      sourceMs: Float64Array.of(1e12, NaN, 1e12, 1e12, 1e12, 1e12),
    };
    state.loadRecorded(recorded);
    expect(state.origin()).toBe('recorded');
    expect(state.reading(0).value).toBe(1);
    expect(isStale(state.statusOf(0))).toBe(true);
    expect(hasValue(state.statusOf(1))).toBe(false);
    state.applyWelcome(welcome());
    state.loadRecorded(recorded);
    expect(state.origin()).toBe('engine');
    expect(state.site()?.revision).toBe('rev-1');
  });
});
