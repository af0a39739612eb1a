import { expect, it } from 'vitest';
import { zoneOffset } from '#shared/analytics/wall-time.ts';
import { ANY_ORDER } from '#shared/domain/work-order/search.ts';
import { isFiltered, NO_FILTERS, queryOf } from './order-filters.ts';

const shanghai = zoneOffset('Asia/Shanghai');

it('asks for everything while nothing is chosen', () => {
  expect(queryOf('', NO_FILTERS, shanghai)).toEqual(ANY_ORDER);
  expect(isFiltered(NO_FILTERS)).toBe(false);
});

it('takes days as the site counts them, both included', () => {
  const filters = { ...NO_FILTERS, from: '2026-11-25', to: '2026-11-25' };
  expect(isFiltered(filters)).toBe(true);
  expect(queryOf('', filters, shanghai)).toMatchObject({
    madeFromMs: Date.parse('2026-11-25T00:00:00+08:00'),
    madeToMs: Date.parse('2026-11-26T00:00:00+08:00'),
  });
  // 25 October 2026 has 25 hours in Berlin.
  const autumn = queryOf(
    '',
    { ...NO_FILTERS, from: '2026-10-25', to: '2026-10-25' },
    zoneOffset('Europe/Berlin'),
  );
  expect((autumn.madeToMs ?? 0) - (autumn.madeFromMs ?? 0)).toBe(25 * 3_600_000);
  for (const from of ['2026-13', '2026-02-30', '26-01-01', 'x'])
    expect(queryOf('', { ...NO_FILTERS, from }, shanghai).madeFromMs).toBeUndefined();
});
