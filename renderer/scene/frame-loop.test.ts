import { describe, expect, it } from 'vitest';
import { createFrameLoop, type Dirty } from './frame-loop.ts';

function harness(animateFrames = 0) {
  const pending = new Map<number, () => void>();
  const drawn: Dirty[][] = [];
  let nextHandle = 1;
  let left = animateFrames;
  const loop = createFrameLoop({
    requestFrame(callback) {
      pending.set(nextHandle, callback);
      return nextHandle++;
    },
    cancelFrame: (handle) => void pending.delete(handle),
    frame(dirty) {
      drawn.push([...dirty]);
      left -= 1;
      return left >= 0;
    },
  });
  const turn = (): void => {
    const callbacks = [...pending.values()];
    pending.clear();
    for (const callback of callbacks) callback();
  };
  return { loop, pending, drawn, turn };
}

describe('createFrameLoop', () => {
  it('asks for no frame until something is invalidated', () => {
    expect(harness().pending.size).toBe(0);
  });

  it('draws many invalidations as one frame, then rests', () => {
    const { loop, pending, drawn, turn } = harness();
    for (let i = 0; i < 100; i += 1) loop.invalidate(i % 2 ? 'canvas' : 'overlay');
    expect(pending.size).toBe(1);
    turn();
    expect(drawn).toEqual([['overlay', 'canvas']]);
    expect(pending.size).toBe(0);
  });

  it('does not draw the canvas for a change of the overlay', () => {
    const { loop, drawn, turn } = harness();
    loop.invalidate('overlay');
    turn();
    expect(drawn).toEqual([['overlay']]);
  });

  it('goes on while an animation runs and stops with it', () => {
    const { loop, pending, drawn, turn } = harness(3);
    loop.invalidate('canvas');
    for (let i = 0; i < 10; i += 1) turn();
    expect(drawn).toHaveLength(4);
    expect(pending.size).toBe(0);
  });

  it('keeps what was invalidated while paused', () => {
    const { loop, pending, drawn, turn } = harness();
    loop.invalidate('canvas');
    loop.pause();
    loop.invalidate('overlay');
    expect(pending.size).toBe(0);
    loop.resume();
    turn();
    expect(drawn).toEqual([['canvas', 'overlay']]);
  });

  it('is silent once disposed', () => {
    const { loop, pending } = harness();
    loop.invalidate('canvas');
    loop.dispose();
    loop.invalidate('canvas');
    expect(pending.size).toBe(0);
  });
});
