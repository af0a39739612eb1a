import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import {
  hasValue,
  isStale,
  qualityOf,
  QUALITY_BAD,
  QUALITY_GOOD,
  QUALITY_UNCERTAIN,
  STATUS_SKEWED,
} from '#shared/domain/sample.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';
import { createLive, type Live } from './live.ts';

const POINT = 0 as PointIndex;
const SLOW_POINT = 1 as PointIndex;
const START = Date.UTC(2026, 0, 1);

function siteWith(...staleAfterMs: number[]): Site {
  return { points: staleAfterMs.map((ms) => ({ staleAfterMs: ms })) } as unknown as Site;
}

describe('live table', () => {
  let wall: number;
  let mono: number;
  let live: Live;
  let applied: unknown[][];
  let recorded: unknown[][];
  let staleEvents: [number, boolean][];
  const clock: Clock = { nowMs: () => epochMs(wall), monotonicMs: () => mono };
  const pass = (ms: number): void => {
    wall += ms;
    mono += ms;
    live.tick();
  };
  const status = (point: number = POINT): number => live.columns.status[point] as number;

  beforeEach(() => {
    wall = START;
    mono = 0;
    applied = [];
    recorded = [];
    staleEvents = [];
    live = createLive({
      site: siteWith(10_000, 3_600_000),
      clock,
      onSample: (...args) => applied.push(args),
      onRecord: (...args) => recorded.push(args),
      onStale: (point, stale) => staleEvents.push([point, stale]),
    });
  });

  it('knows nothing until the first sample', () => {
    expect(hasValue(status())).toBe(false);
    expect(live.counts()).toEqual({ total: 2, live: 0, stale: 0, never: 2 });
  });

  it('keeps value, times and quality of a sample and passes it on once', () => {
    live.sample(POINT, 21.5, START - 50, START, QUALITY_UNCERTAIN);
    expect(live.columns.value[POINT]).toBe(21.5);
    expect(live.columns.sourceMs[POINT]).toBe(START - 50);
    expect(live.columns.receivedMs[POINT]).toBe(START);
    expect(qualityOf(status())).toBe(QUALITY_UNCERTAIN);
    expect(applied).toEqual([[POINT, 21.5, START - 50, START, QUALITY_UNCERTAIN]]);
    expect(recorded).toEqual([[POINT, 21.5, START - 50, QUALITY_UNCERTAIN]]);
    expect(live.counts()).toEqual({ total: 2, live: 1, stale: 0, never: 1 });
  });

  it('keeps the last value of a null and marks it bad', () => {
    live.sample(POINT, 7, START, START, QUALITY_GOOD);
    live.sample(POINT, NaN, START + 1, START + 1, QUALITY_BAD);
    expect(live.columns.value[POINT]).toBe(7);
    expect(qualityOf(status())).toBe(QUALITY_BAD);
    expect(recorded[1]).toEqual([POINT, NaN, START + 1, QUALITY_BAD]);
  });

  it('has no value after a null alone', () => {
    live.sample(POINT, NaN, START, START, QUALITY_BAD);
    expect(hasValue(status())).toBe(false);
    expect(live.counts().never).toBe(2);
  });

  it('turns stale after its own limit, once, and fresh with the next sample', () => {
    live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
    live.sample(SLOW_POINT, 1, wall, wall, QUALITY_GOOD);
    pass(10_000);
    expect(isStale(status())).toBe(false);
    pass(1);
    pass(1);
    expect(isStale(status())).toBe(true);
    expect(isStale(status(SLOW_POINT))).toBe(false);
    live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
    expect(isStale(status())).toBe(false);
    expect(staleEvents).toEqual([
      [POINT, true],
      [POINT, false],
    ]);
    expect(live.counts()).toEqual({ total: 2, live: 2, stale: 0, never: 0 });
  });

  it.each([86_400_000, -86_400_000])(
    'neither ages nor rejuvenates when the wall clock steps by %d ms',
    (step) => {
      live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
      wall += step;
      pass(9_000);
      expect(isStale(status())).toBe(false);
      pass(2_000);
      expect(isStale(status())).toBe(true);
    },
  );

  it('makes every point of a lost source stale within 10 s, and only those', () => {
    live.fromSource(1, false);
    live.sample(SLOW_POINT, 1, wall, wall, QUALITY_GOOD);
    live.fromSource(2, false);
    live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
    live.sourceOnline(1, false);
    pass(7_000);
    expect(isStale(status(SLOW_POINT))).toBe(false);
    pass(2_000);
    expect(isStale(status(SLOW_POINT))).toBe(true);
    expect(isStale(status(POINT))).toBe(false);
  });

  it('counts the silence before a loss was noticed', () => {
    live.fromSource(1, false);
    live.sample(SLOW_POINT, 1, wall, wall, QUALITY_GOOD);
    live.sourceOnline(1, false, 3_500);
    pass(4_000);
    expect(isStale(status(SLOW_POINT))).toBe(false);
    pass(1_000);
    expect(isStale(status(SLOW_POINT))).toBe(true);
  });

  it('does not turn stale when the source is back in time', () => {
    live.fromSource(1, false);
    live.sample(SLOW_POINT, 1, wall, wall, QUALITY_GOOD);
    live.sourceOnline(1, false);
    pass(5_000);
    live.sourceOnline(1, true);
    pass(60_000);
    expect(isStale(status(SLOW_POINT))).toBe(false);
  });

  it('marks points of a dead source stale at once, once', () => {
    live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
    live.sourceLost([POINT, SLOW_POINT], wall);
    live.sourceLost([POINT], wall);
    expect(staleEvents).toEqual([[POINT, true]]);
    expect(live.counts()).toEqual({ total: 2, live: 0, stale: 1, never: 1 });
  });

  it('shows an old retained value as stale, but still lets the alarm rules see it', () => {
    live.sample(POINT, 1, wall - 86_400_000, wall, QUALITY_GOOD);
    expect(isStale(status())).toBe(true);
    expect(applied).toHaveLength(1);
    expect(recorded).toHaveLength(1);
  });

  it('believes a source whose clock is steadily behind, and marks it', () => {
    live.sample(POINT, 1, wall - 86_400_000, wall, QUALITY_GOOD);
    pass(1_000);
    live.sample(POINT, 2, wall - 86_400_000, wall, QUALITY_GOOD);
    expect(isStale(status())).toBe(false);
    expect(status() & STATUS_SKEWED).toBe(STATUS_SKEWED);
    expect(applied).toHaveLength(2);
  });

  it('marks a source from the future and writes our time, doubted, into its history', () => {
    live.sample(POINT, 1, wall + 3_600_000, wall, QUALITY_GOOD);
    expect(status() & STATUS_SKEWED).toBe(STATUS_SKEWED);
    expect(isStale(status())).toBe(false);
    expect(recorded).toEqual([[POINT, 1, wall, QUALITY_UNCERTAIN]]);
  });

  it('sends a late sample to the history only', () => {
    live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
    live.sample(POINT, 2, wall - 5_000, wall, QUALITY_GOOD);
    expect(live.columns.value[POINT]).toBe(1);
    expect(recorded).toHaveLength(2);
    expect(applied).toHaveLength(1);
  });

  it('takes what comes last for true where events are in order, though its clock was set back', () => {
    live.fromSource(0, true);
    live.sample(POINT, 0, wall, wall, QUALITY_GOOD);
    live.sample(POINT, 1, wall - 5_000, wall, QUALITY_GOOD);
    expect(live.columns.value[POINT]).toBe(1);
    expect(applied).toHaveLength(2);
  });

  it('never shows a historical value', () => {
    live.historical(POINT, 5, wall - 1_000_000, wall, QUALITY_GOOD);
    expect(hasValue(status())).toBe(false);
    expect(recorded).toEqual([[POINT, 5, wall - 1_000_000, QUALITY_GOOD]]);
  });

  it('tells by generation what changed', () => {
    live.sample(POINT, 1, wall, wall, QUALITY_GOOD);
    const first = live.nextGeneration();
    live.sample(SLOW_POINT, 1, wall, wall, QUALITY_GOOD);
    const second = live.nextGeneration();
    expect(live.columns.changedIn[POINT]).toBe(first);
    expect(live.columns.changedIn[SLOW_POINT]).toBe(second);
  });
});
