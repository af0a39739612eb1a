import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRecords, type SharedRecord } from '#shared/domain/record/record.ts';
import { CREATE, served, workOrder, workOrderRecord, type WrittenAct } from '#tests/builders/work-order.ts';
import { foldWorkOrder } from './fold.ts';
import { MOVES, nextState, type Move } from './machine.ts';
import { WORK_ORDER_STATES, type WorkOrderState } from './work-order.ts';

describe('every state × every move', () => {
  const fits: Record<WorkOrderState, Partial<Record<Move, WorkOrderState>>> = {
    created: { assign: 'assigned', hold: 'on-hold', cancel: 'cancelled' },
    assigned: {
      assign: 'assigned',
      accept: 'accepted',
      travel: 'on-the-way',
      arrive: 'on-site',
      decline: 'declined',
      'no-answer': 'declined',
      hold: 'on-hold',
      cancel: 'cancelled',
    },
    accepted: {
      assign: 'assigned',
      travel: 'on-the-way',
      arrive: 'on-site',
      decline: 'declined',
      hold: 'on-hold',
      cancel: 'cancelled',
    },
    'on-the-way': {
      assign: 'assigned',
      arrive: 'on-site',
      decline: 'declined',
      hold: 'on-hold',
      cancel: 'cancelled',
    },
    'on-site': { finish: 'done', hold: 'on-hold', cancel: 'cancelled' },
    done: { verify: 'verified', reopen: 'reopened' },
    verified: { reopen: 'reopened' },
    declined: { assign: 'assigned', hold: 'on-hold', cancel: 'cancelled' },
    reopened: { assign: 'assigned', hold: 'on-hold', cancel: 'cancelled' },
    'on-hold': { resume: 'on-site', cancel: 'cancelled' },
    cancelled: { reopen: 'reopened' },
  };
  const table = WORK_ORDER_STATES.flatMap((state) =>
    MOVES.map((move) => [state, move, fits[state][move]] as const),
  );
  it.each(table)('%s on %s → %s', (state, move, to) => {
    expect(nextState(state, move, 'on-site')).toBe(to);
  });
});

describe('an order', () => {
  it('goes the whole way, and keeps when', () => {
    const order = workOrder(served('verify'));
    expect(order).toMatchObject({ state: 'verified', assigneeId: 'zhao', owner: 'desk', reopenings: 0 });
    expect(order.arrivedAtMs).toBe(order.createdAtMs + 600_000);
  });

  it('voids an answer of somebody it was not given to, and keeps it', () => {
    const acts = [...served('assign'), { kind: 'accept', body: { staffId: 'li' } }];
    const folded = foldWorkOrder(workOrderRecord(acts));
    expect(folded?.order.state).toBe('assigned');
    expect(folded?.history.at(-1)).toMatchObject({ kind: 'accept', staffId: 'li', void: 'not-assignee' });
  });

  it('lets two stations act at once: both acts stay, the second has no effect', () => {
    const acts: WrittenAct[] = [
      ...served('arrive'),
      { kind: 'cancel', atMin: 11, station: 'desk', body: { reason: 'double' } },
      { kind: 'finish', atMin: 11, station: 'wall', body: { staffId: 'zhao' } },
    ];
    const folded = foldWorkOrder(workOrderRecord(acts));
    expect(folded?.order.state).toBe('cancelled');
    expect(folded?.history.at(-1)).toMatchObject({ kind: 'finish', void: 'does-not-fit' });
  });

  it('gives itself to the first station that takes over, not to the second', () => {
    const takeOver = (station: string): WrittenAct => ({
      kind: 'take-over',
      station,
      body: { station, from: 'desk' },
    });
    expect(workOrder([CREATE, takeOver('wall'), takeOver('gate')]).owner).toBe('wall');
  });

  it('resumes where it was held, and counts the hold', () => {
    const acts: WrittenAct[] = [
      ...served('arrive'),
      { kind: 'hold', atMin: 12 },
      { kind: 'resume', atMin: 20 },
    ];
    const order = workOrder(acts);
    expect(order.state).toBe('on-site');
    expect(order.holds).toHaveLength(1);
  });

  it('remembers who refused, until it is reopened', () => {
    const refused = [...served('assign'), { kind: 'decline', body: { staffId: 'zhao', reason: 'far' } }];
    expect(workOrder(refused).refusals).toEqual([{ staffId: 'zhao', why: 'declined' }]);
    const again = [...refused, { kind: 'cancel' }, { kind: 'reopen' }];
    expect(workOrder(again)).toMatchObject({ state: 'reopened', refusals: [], reopenings: 1 });
  });

  it('takes what it does not know for void, never for an error', () => {
    const acts = [CREATE, { kind: 'teleport' }, { kind: 'score', body: { score: 9 } }];
    const voids = foldWorkOrder(workOrderRecord(acts))?.history.map((event) => event.void);
    expect(voids).toEqual([undefined, 'unknown-act', 'malformed']);
  });
});

const people = ['zhao', 'li'];
const kinds = [...MOVES, 'create', 'note', 'reach', 'escalate', 'take-over', 'score', 'teleport'];
const act: fc.Arbitrary<WrittenAct> = fc.record({
  kind: fc.constantFrom(...kinds),
  body: fc.record({
    staffId: fc.constantFrom(...people),
    score: fc.integer({ min: 0, max: 6 }),
    station: fc.constantFrom('desk', 'wall'),
    from: fc.constantFrom('desk', 'wall'),
    kind: fc.constant('corrective'),
    zoneId: fc.constant('Z'),
  }),
  atMin: fc.integer({ min: 0, max: 90 }),
  station: fc.constantFrom('desk', 'wall'),
});
const acts = fc.array(act, { maxLength: 40 }).map((list) => [CREATE, ...list]);

/** As if each act had come alone, in that order. */
function mergedOneByOne(record: SharedRecord, order: readonly number[]): SharedRecord {
  const empty: SharedRecord = { ...record, acts: [] };
  return order.reduce(
    (known, index) => mergeRecords(known, { ...record, acts: record.acts.slice(index, index + 1) }),
    empty,
  );
}

describe('properties', () => {
  it('means the same in whatever order the acts arrived', () => {
    const shuffled = acts.chain((list) =>
      fc.tuple(
        fc.constant(workOrderRecord(list)),
        fc.shuffledSubarray([...list.keys()], { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([record, order]) => {
        const straight = mergedOneByOne(record, [...record.acts.keys()]);
        expect(foldWorkOrder(mergedOneByOne(record, order))).toEqual(foldWorkOrder(straight));
      }),
    );
  });

  it('loses no act', () => {
    fc.assert(
      fc.property(acts, (list) => {
        expect(foldWorkOrder(workOrderRecord(list))?.history).toHaveLength(list.length);
      }),
    );
  });

  it('is verified only after it was done, and done only after somebody was on site', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const history = foldWorkOrder(workOrderRecord(list))?.history ?? [];
        let state: WorkOrderState | undefined;
        for (const { to } of history) {
          if (to === 'verified') expect(state).toBe('done');
          if (to === 'done') expect(state).toBe('on-site');
          state = to ?? state;
        }
      }),
    );
  });

  it('has somebody while it is under way, and nobody while it waits', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const order = foldWorkOrder(workOrderRecord(list))?.order;
        if (!order) return;
        if (['assigned', 'accepted', 'on-the-way', 'on-site'].includes(order.state))
          expect(people).toContain(order.assigneeId);
        if (['created', 'declined', 'reopened'].includes(order.state))
          expect(order.assigneeId).toBeUndefined();
      }),
    );
  });
});
