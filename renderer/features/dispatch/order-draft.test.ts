import { describe, expect, it } from 'vitest';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { CREATE, workOrder } from '#tests/builders/work-order.ts';
import { changesOf, draftOf, flawOf } from './order-draft.ts';

const order: WorkOrder = {
  ...workOrder([CREATE]),
  title: { zh: '漏水', en: 'Leak' },
  description: { zh: '请看', en: '请看' },
  parts: [{ name: 'valve', count: 2 }],
  checklist: [{ text: 'dry', done: true }],
  cost: 12.5,
};
const draft = draftOf(order, 'en');

describe('the form of an order', () => {
  it('changes nothing while nothing is touched', () => {
    expect(changesOf(order, draft, 'en')).toEqual({});
    expect(
      changesOf({ ...order, cost: undefined }, draftOf({ ...order, cost: undefined }, 'zh'), 'zh'),
    ).toEqual({});
  });

  it('writes the language that is shown, and the other where it said the same', () => {
    const typed = { ...draft, title: ' Flood ', description: 'see' };
    expect(changesOf(order, typed, 'en')).toEqual({
      title: { zh: '漏水', en: 'Flood' },
      description: { zh: 'see', en: 'see' },
    });
  });

  it('leaves out rows without words, and tells parts without a number', () => {
    const rows = { ...draft, parts: [...draft.parts, { name: ' ', count: '' }], checklist: [] };
    expect(flawOf(rows)).toBeUndefined();
    expect(changesOf(order, rows, 'en')).toEqual({ checklist: [] });
    for (const count of ['', '0', '-1', 'x'])
      expect(flawOf({ ...draft, parts: [{ name: 'seal', count }] })).toBe('parts');
    expect(flawOf({ ...draft, cost: '-3' })).toBe('cost');
    expect(flawOf({ ...draft, title: ' ' })).toBe('title');
  });

  it('takes priority and cost', () => {
    expect(changesOf(order, { ...draft, priority: '1', cost: '20' }, 'en')).toEqual({
      priority: 1,
      cost: 20,
    });
  });
});
