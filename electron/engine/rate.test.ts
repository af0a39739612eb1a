import { describe, expect, it } from 'vitest';
import { createRateMeter } from './rate.ts';

describe('rate meter', () => {
  it('is 0 before two observations', () => {
    const meter = createRateMeter();
    expect(meter.perSecond()).toBe(0);
    meter.observe(100, 0);
    expect(meter.perSecond()).toBe(0);
  });

  it('gives the rate of the last five seconds, not of the whole run', () => {
    const meter = createRateMeter();
    let total = 0;
    for (let s = 0; s <= 60; s += 1) meter.observe((total += s < 30 ? 1_000 : 10), s * 1_000);
    expect(meter.perSecond()).toBe(10);
  });
});
