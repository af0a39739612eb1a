import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Shift } from '#shared/domain/site/dispatch-document.ts';
import type { WorkOrderId } from '#shared/domain/work-order/work-order.ts';
import { served, workOrder } from '#tests/builders/work-order.ts';
import { pastWorkOf, type PastWork } from './past-work.ts';
import { propose, skillsNeededFor, type ProposalInput } from './proposal.ts';
import { isOnShift, weekMinuteIn } from './shift.ts';
import { statusOf, type StaffMemberState } from './staff.ts';

describe('shifts', () => {
  const minuteIn = weekMinuteIn('Asia/Shanghai');
  const on = (shift: Shift, iso: string): boolean => isOnShift([shift], minuteIn(Date.parse(iso)));
  const weekdays: Shift = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '20:00' };
  const sundayNight: Shift = { days: ['sun'], from: '20:00', to: '08:00' };

  it.each<[string, Shift, string, boolean]>([
    ['before it begins', weekdays, '2026-11-25T07:59:59+08:00', false],
    ['when it begins', weekdays, '2026-11-25T08:00:00+08:00', true],
    ['just before it ends', weekdays, '2026-11-25T19:59:59+08:00', true],
    ['when it ends', weekdays, '2026-11-25T20:00:00+08:00', false],
    ['on another day', weekdays, '2026-11-28T10:00:00+08:00', false],
    ['over midnight, over the week', sundayNight, '2026-11-30T07:59:00+08:00', true],
    ['the morning after, ended', sundayNight, '2026-11-30T08:00:00+08:00', false],
    ['the evening of another day', sundayNight, '2026-11-30T21:00:00+08:00', false],
    ['all day', { ...weekdays, from: '00:00', to: '00:00' }, '2026-11-25T23:59:00+08:00', true],
  ])('%s', (_name, shift, iso, expected) => {
    expect(on(shift, iso)).toBe(expected);
  });
});

const NOW = 1_000_000;
const person = (id: string, part: Partial<StaffMemberState> = {}): StaffMemberState => {
  const state = {
    id,
    name: { zh: id, en: id },
    skills: ['lift'],
    carriesKeys: true,
    contact: undefined,
    onShift: true,
    phone: 'online' as const,
    available: undefined,
    orderIds: [] as readonly WorkOrderId[],
    place: { zoneId: 'Z', position: [0, 0] as const, atMs: epochMs(NOW) },
    ...part,
  };
  return { ...state, status: statusOf(state) };
};
const walkTo = (seconds: Readonly<Record<string, number>>): ProposalInput['walkFrom'] => {
  return ({ zoneId }) => seconds[zoneId];
};
const proposalFor = (staff: readonly StaffMemberState[], part: Partial<ProposalInput> = {}) =>
  propose({
    order: { id: 'WO-1' as WorkOrderId, refusals: [], assigneeId: undefined },
    skillsNeeded: ['lift'],
    staff,
    walkFrom: walkTo({ Z: 60, near: 10, far: 300 }),
    pastWork: () => ({ orders: 0, freeSinceMs: undefined }),
    nowMs: NOW,
    placeStaleMs: 600_000,
    ...part,
  });
const inZone = (zoneId: string) => ({ place: { zoneId, position: [0, 0] as const, atMs: epochMs(NOW) } });

describe('a proposal', () => {
  it('is the nearest who is qualified and free, and says of each other why not', () => {
    const { chosen, others } = proposalFor([
      person('far', inZone('far')),
      person('near-but-busy', { ...inZone('near'), orderIds: ['WO-9' as WorkOrderId] }),
      person('near-unskilled', { ...inZone('near'), skills: ['fire'] }),
      person('off', { onShift: false }),
      person('right'),
      person('silent', { phone: 'offline' }),
      person('nowhere', { place: undefined }),
      person('walled-in', inZone('vault')),
    ]);
    expect(chosen).toMatchObject({ staffId: 'right', walkS: 60, against: [] });
    expect(others.map(({ staffId, against }) => [staffId, against[0]?.code])).toEqual([
      ['far', 'farther'],
      ['nowhere', 'no-place'],
      ['walled-in', 'no-way'],
      ['silent', 'not-heard-of'],
      ['near-but-busy', 'busy'],
      ['off', 'off-shift'],
      ['near-unskilled', 'lacks-skill'],
    ]);
  });

  it('sends somebody whose way nobody knows where there is no other, and says so', () => {
    const busy = person('busy', { orderIds: ['WO-9' as WorkOrderId] });
    const { chosen, others } = proposalFor([busy, person('walled-in', inZone('vault'))]);
    expect(chosen).toMatchObject({ staffId: 'walled-in', walkS: undefined, against: [{ code: 'no-way' }] });
    expect(others.map(({ staffId }) => staffId)).toEqual(['busy']);
    const known = proposalFor([
      person('a', inZone('vault')),
      person('nowhere', { place: undefined }),
      person('z'),
    ]);
    expect(known.chosen?.staffId).toBe('z');
    expect(known.others.map(({ staffId, against }) => [staffId, against])).toEqual([
      ['a', [{ code: 'no-way' }]],
      ['nowhere', [{ code: 'no-place' }]],
    ]);
  });

  it('decides between those who are as near by their work of late, then by who is free longest, and says which', () => {
    const past: Readonly<Record<string, PastWork>> = {
      a: { orders: 2, freeSinceMs: NOW - 9_000 },
      b: { orders: 1, freeSinceMs: NOW - 1_000 },
      c: { orders: 1, freeSinceMs: NOW - 5_000 },
      d: { orders: 1, freeSinceMs: NOW - 5_000 },
      near: { orders: 7, freeSinceMs: NOW },
    };
    const pastWork = (id: string): PastWork => past[id] as PastWork;
    const staff = ['a', 'b', 'c', 'd'].map((id) => person(id));
    const { chosen, others } = proposalFor(staff, { pastWork });
    expect(chosen).toMatchObject({ staffId: 'c', against: [] });
    expect(others.map(({ staffId, against }) => [staffId, against[0]])).toEqual([
      ['d', { code: 'as-good' }],
      ['b', { code: 'free-later', sinceMs: NOW - 1_000 }],
      ['a', { code: 'more-work', orders: 2, chosen: 1 }],
    ]);
    expect(proposalFor([...staff, person('near', inZone('near'))], { pastWork }).chosen?.staffId).toBe(
      'near',
    );
  });

  it('counts the work of the last shift, and the time since the last order was done', () => {
    const hour = 3_600_000;
    const orders = [served('verify'), served('accept')].map((acts) => workOrder(acts));
    const startMs = orders[0]?.createdAtMs ?? 0;
    expect(pastWorkOf(orders, startMs + hour)).toEqual({ orders: 2, freeSinceMs: startMs + 40 * 60_000 });
    expect(pastWorkOf(orders, startMs + 13 * hour).orders).toBe(0);
    expect(pastWorkOf([], startMs)).toEqual({ orders: 0, freeSinceMs: undefined });
  });

  it('passes over who refused in this round', () => {
    const refusals = [{ staffId: 'a', why: 'declined' as const }];
    const { chosen, others } = proposalFor([person('a', inZone('near')), person('b')], {
      order: { id: 'WO-1' as WorkOrderId, refusals, assigneeId: undefined },
    });
    expect(chosen?.staffId).toBe('b');
    expect(others[0]).toMatchObject({ staffId: 'a', against: [{ code: 'declined' }] });
  });

  it('says that a place is old, and is nobody where nobody is free', () => {
    const old = { place: { zoneId: 'Z', position: [0, 0] as const, atMs: epochMs(NOW - 700_000) } };
    expect(proposalFor([person('a', old)]).chosen).toMatchObject({ placeStale: true, placeAgeMs: 700_000 });
    expect(proposalFor([person('a', { onShift: false })]).chosen).toBeUndefined();
    expect(proposalFor([])).toMatchObject({ chosen: undefined, others: [] });
  });

  it('needs the skills of the class, else of the discipline, else none', () => {
    const needs = { classes: { lift: ['lift'] }, disciplines: { transport: ['mechanic'] } };
    expect(skillsNeededFor({ classId: 'lift', discipline: 'transport' }, needs)).toEqual(['lift']);
    expect(skillsNeededFor({ classId: 'escalator', discipline: 'transport' }, needs)).toEqual(['mechanic']);
    expect(skillsNeededFor({ classId: 'camera', discipline: 'security' }, needs)).toEqual([]);
    expect(skillsNeededFor(undefined, needs)).toEqual([]);
  });

  it('holds everybody, and nobody is nearer, free and qualified than the one chosen', () => {
    const anyPerson = fc.record({
      zoneId: fc.constantFrom('Z', 'near', 'far', 'vault'),
      skills: fc.subarray(['lift', 'fire']),
      onShift: fc.boolean(),
      phone: fc.constantFrom('online' as const, 'offline' as const, 'unknown' as const),
      busy: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyPerson, { maxLength: 12 }), (list) => {
        const seconds = { Z: 60, near: 10, far: 300 };
        const staff = list.map(({ zoneId, busy, ...rest }, index) =>
          person(`p${index}`, { ...rest, ...inZone(zoneId), orderIds: busy ? ['WO-9' as WorkOrderId] : [] }),
        );
        const { chosen, others } = proposalFor(staff);
        const everybody = [...(chosen ? [chosen] : []), ...others].map(({ staffId }) => staffId);
        expect([...everybody].sort()).toEqual(staff.map(({ id }) => id).sort());
        const able = list.flatMap(({ zoneId, skills, onShift, phone, busy }) =>
          skills.includes('lift') && onShift && phone === 'online' && !busy
            ? [seconds[zoneId as keyof typeof seconds] ?? Infinity]
            : [],
        );
        expect(chosen === undefined).toBe(able.length === 0);
        // Known ways first: one without a known way is proposed only where all are like that.
        if (chosen) expect(chosen.walkS ?? Infinity).toBe(Math.min(...able));
      }),
    );
  });
});
