import { describe, expect, it } from 'vitest';
import { createSharpness } from './sharpness.ts';

function harness() {
  let nowMs = 0;
  let pending: { atMs: number; callback: () => void } | undefined;
  let rests = 0;
  const sharpness = createSharpness({
    clock: () => nowMs,
    after(ms, callback) {
      const own = { atMs: nowMs + ms, callback };
      pending = own;
      return () => {
        if (pending === own) pending = undefined;
      };
    },
    onRest: () => (rests += 1),
  });
  const pass = (ms: number): void => {
    nowMs += ms;
    if (pending && pending.atMs <= nowMs) {
      const { callback } = pending;
      pending = undefined;
      callback();
    }
  };
  return { sharpness, pass, rests: () => rests };
}

describe('createSharpness', () => {
  it('draws a resting view fully, however long it took', () => {
    const { sharpness, pass } = harness();
    for (let i = 0; i < 5; i += 1) {
      expect(sharpness.next(false)).toBe(1);
      pass(900);
    }
  });

  it('leaves a quick machine sharp while it moves', () => {
    const { sharpness, pass } = harness();
    for (let i = 0; i < 50; i += 1) {
      expect(sharpness.next(true)).toBe(1);
      pass(16);
    }
  });

  it('goes coarser step by step while frames are slow, never below a third', () => {
    const { sharpness, pass } = harness();
    const drawn = [...Array(8)].map(() => {
      const share = sharpness.next(true);
      pass(200);
      return share;
    });
    expect(drawn).toEqual([1, 0.7, 0.5, 0.35, 0.35, 0.35, 0.35, 0.35]);
  });

  it('asks for one sharp frame once the hand rests', () => {
    const { sharpness, pass, rests } = harness();
    for (let i = 0; i < 3; i += 1) {
      sharpness.touched();
      sharpness.next(false);
      pass(150);
    }
    expect(rests()).toBe(0);
    pass(1000);
    expect(rests()).toBe(1);
    expect(sharpness.next(false)).toBe(1);
    pass(5000);
    expect(rests()).toBe(1);
  });

  it('does not take the pause between two movements for a slow frame', () => {
    const { sharpness, pass } = harness();
    sharpness.next(true);
    pass(10_000);
    expect(sharpness.next(true)).toBe(1);
  });
});
