import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute } from './route.ts';

describe('route', () => {
  it('reads back what it writes', () => {
    const hash = formatRoute('equipment', 'EM 09/03', { point: 'activePower', none: undefined });
    expect(parseRoute(hash)).toEqual({
      screen: 'equipment',
      subject: 'EM 09/03',
      query: { point: 'activePower' },
    });
    expect(parseRoute(formatRoute('overview', undefined, { select: 'zone:7F-E2' })).query).toEqual({
      select: 'zone:7F-E2',
    });
  });
  it('leads anything unknown to the overview', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#overview', '#/%E0%A4%A'])
      expect(parseRoute(hash).screen).toBe('overview');
    expect(parseRoute('#/equipment/100%').subject).toBe('100%');
  });
});
