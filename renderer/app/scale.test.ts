import { describe, expect, it } from 'vitest';
import { scaleOf } from './scale.ts';

describe('scale', () => {
  it('is 1 on a desk, 2 on a 4K wall, and never below 1 but by preference', () => {
    expect(scaleOf(1920, 1080, 1)).toBe(1);
    expect(scaleOf(3840, 2160, 1)).toBe(2);
    expect(scaleOf(1366, 768, 1)).toBe(1);
    expect(scaleOf(2560, 1080, 1)).toBe(1);
    expect(scaleOf(1920, 1080, 1.3)).toBe(1.3);
  });
});
