import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { StaffMemberState } from '#shared/domain/staff/staff.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import { dispatchSite } from '#tests/builders/dispatch.ts';
import { workOrder } from '#tests/builders/work-order.ts';
import { peopleOf } from './people-of.ts';

const site = dispatchSite();
const zone = site.zones[0];
const NOW = 10_000_000;
const words = { status: (status: string) => status, state: (state: string) => state, stale: 'old' };

function person(id: string, part: Partial<StaffMemberState> = {}): StaffMemberState {
  return {
    id,
    name: { zh: id, en: id },
    skills: [],
    carriesKeys: true,
    contact: undefined,
    onShift: true,
    phone: 'online',
    available: undefined,
    status: 'free',
    orderIds: [],
    place: { zoneId: zone?.id ?? '', position: [1, 2], atMs: epochMs(NOW) },
    ...part,
  };
}
const shown = (staff: readonly StaffMemberState[], orders: readonly WorkOrderView[] = []) =>
  peopleOf(site, staff, orders, 'en', NOW, words);
const orderView = (source: string): WorkOrderView =>
  ({
    order: workOrder([
      {
        kind: 'create',
        body: { kind: 'corrective', zoneId: zone?.id ?? '', source: { from: source, ref: 'x' } },
      },
    ]),
  }) as unknown as WorkOrderView;

describe('people on the building', () => {
  it('are those at work whose place is known, filled while they are under way', () => {
    const marks = shown([
      person('a'),
      person('b', { status: 'busy' }),
      person('c', { status: 'off' }),
      person('d', { place: undefined }),
    ]);
    expect(marks.map(({ id, active }) => [id, active])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('are called old where nobody knows how old, and after the time of the site', () => {
    const at = (atMs: number | undefined) =>
      person('a', {
        place: {
          zoneId: zone?.id ?? '',
          position: [1, 2],
          atMs: atMs === undefined ? undefined : epochMs(atMs),
        },
      });
    expect(shown([at(NOW - 599_000)])[0]?.stale).toBe(false);
    expect(shown([at(NOW - 601_000)])[0]).toMatchObject({ stale: true, title: 'a · free · old' });
    expect(shown([at(undefined)])[0]?.stale).toBe(true);
  });

  it('have the orders beside them that no alarm marks already', () => {
    expect(shown([], [orderView('hand')])).toMatchObject([{ kind: 'order', id: 'WO-1', active: false }]);
    expect(shown([], [orderView('alarm')])).toEqual([]);
  });
});
