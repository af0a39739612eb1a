import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Shift } from '#shared/domain/site/dispatch-document.ts';
import type { WorkOrderId } from '#shared/domain/work-order/work-order.ts';
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
      ['silent', 'not-heard-of'],
      ['near-but-busy', 'busy'],
      ['off', 'off-shift'],
      ['walled-in', 'no-way'],
      ['near-unskilled', 'lacks-skill'],
    ]);
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
          skills.includes('lift') && onShift && phone === 'online' && !busy && zoneId !== 'vault'
            ? [seconds[zoneId as keyof typeof seconds]]
            : [],
        );
        expect(chosen?.walkS).toBe(able.length === 0 ? undefined : Math.min(...able));
      }),
    );
  });
});
