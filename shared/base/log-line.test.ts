import { describe, expect, it } from 'vitest';
import { isLogged, logLine } from './log-line.ts';

describe('logLine', () => {
  it('is one line whatever it tells', () => {
    const line = logLine('2026-01-02T03:04:05.006Z', 'warn', 'a\nb', {
      detail: 'x\r\ny',
      count: 3,
      nothing: undefined,
    });
    expect(line).toBe('2026-01-02T03:04:05.006Z warn a | b detail="x\\r\\ny" count=3');
  });

  it('writes what JSON cannot', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(logLine('t', 'info', 'm', { circle, nan: NaN, missing: Symbol('s') })).toContain('not writable');
  });

  it('knows what is worth writing', () => {
    expect(isLogged('debug', 'info')).toBe(false);
    expect(isLogged('error', 'warn')).toBe(true);
  });
});
