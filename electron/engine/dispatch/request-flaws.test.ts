import { describe, expect, it } from 'vitest';
import { newOrderFlaw } from './request-flaws.ts';

const order = {
  kind: 'corrective',
  priority: 2,
  zoneId: '1F-A',
  title: { zh: '灯', en: 'Lamp' },
  source: { from: 'hand' },
};

describe('a new order of a window', () => {
  it.each(['hand', 'alarm', 'request'])('from %s may be made', (from) => {
    expect(newOrderFlaw({ ...order, source: { from } })).toBeUndefined();
  });

  it('for an incident may not: a drill would send somebody real', () => {
    expect(newOrderFlaw({ ...order, source: { from: 'incident', ref: 'DRL-1' } })).toContain('source');
  });

  it.each([
    ['no object', undefined, 'object'],
    ['no kind', { ...order, kind: 'dance' }, 'kind'],
    ['no priority', { ...order, priority: undefined }, 'priority'],
    ['no place', { ...order, zoneId: undefined }, 'zoneId'],
    ['an asset that is no id', { ...order, assetId: 7 }, 'assetId'],
    ['an empty title', { ...order, title: { zh: '', en: '' } }, 'title'],
    ['a cost below nothing', { ...order, cost: -1 }, 'cost'],
  ])('with %s is refused and says so', (_name, value, word) => {
    expect(newOrderFlaw(value)).toContain(word);
  });
});
