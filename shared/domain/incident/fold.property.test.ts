import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyRecord, mergeRecords, type Act } from '#shared/domain/record/record.ts';
import { actAt, opening, recordOf, testPlan } from '#tests/builders/incident.ts';
import { createFolder, foldIncident } from './fold.ts';

const plan = testPlan();
const tasks = fc.constantFrom(...plan.tasks.map(({ id }) => id), 'unknown');
const people = fc.constantFrom('Chen', 'Zhou', 'engine');
const words = fc.constantFrom('', 'because', 'later');

const written = fc.oneof(
  fc.record({
    kind: fc.constant('done'),
    body: fc.record({ task: tasks, answer: fc.constantFrom('wet', 'dry', 'x'), note: words }),
  }),
  fc.record({ kind: fc.constantFrom('skip', 'redo'), body: fc.record({ task: tasks, reason: words }) }),
  fc.record({ kind: fc.constant('late'), body: fc.record({ task: tasks }) }),
  fc.record({
    kind: fc.constant('condition'),
    body: fc.record({ task: tasks, at: fc.nat(1), holds: fc.boolean() }),
  }),
  fc.record({ kind: fc.constantFrom('take', 'accept', 'decline'), body: fc.constant({}) }),
  fc.record({ kind: fc.constantFrom('relieve', 'reopen'), body: fc.record({ reason: words }) }),
  fc.record({ kind: fc.constant('offer'), body: fc.record({ to: people }) }),
  fc.record({ kind: fc.constant('note'), body: fc.record({ text: words }) }),
  fc.record({
    kind: fc.constant('close'),
    body: fc.record({ reason: words, unmet: fc.constantFrom([], ['clear']) }),
  }),
  fc.record({ kind: fc.constantFrom('join', 'dance', '__proto__'), body: fc.constant({ into: 'INC-9' }) }),
);

/** Acts of two stations, each with its own clock, the opening first. */
const histories = fc
  .array(fc.tuple(written, people, fc.constantFrom('desk-1', 'desk-2')), { maxLength: 40 })
  .map((list): Act[] => [
    actAt(0, ...opening(plan)),
    ...list.map(([{ kind, body }, by, station], at) => actAt(at + 1, kind, body, by, station)),
  ]);

it('the fold is the same in whatever order the acts came, and however often', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (acts, order) => {
      const expected = foldIncident(recordOf(acts));
      const shuffled = acts
        .map((act) => ({ act, rank: order.next().value as number }))
        .sort((a, b) => a.rank - b.rank);
      const folder = createFolder('INC-1');
      let record = emptyRecord('incident', 'INC-1');
      for (const { act } of [...shuffled, ...shuffled.slice(0, 3)]) {
        record = mergeRecords(record, recordOf([act]));
        folder.follow(record);
      }
      expect(folder.fold()).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it('every act either counts or is void with its reason, and none is lost, whatever the phase', () => {
  fc.assert(
    fc.property(histories, (acts) => {
      const { incident, voids } = foldIncident(recordOf(acts));
      expect(incident?.acts).toBe(acts.length);
      for (const stamp of voids.keys()) expect(acts.some((act) => act.stamp === stamp)).toBe(true);
    }),
  );
});

it('while a task is open there is a next step, and it is an active one', () => {
  fc.assert(
    fc.property(histories, (acts) => {
      const { incident } = foldIncident(recordOf(acts));
      if (incident?.phase !== 'open') {
        expect(incident?.nextTask).toBeUndefined();
        return;
      }
      const open = incident.tasks.filter(({ status }) => status === 'waiting' || status === 'active');
      const next = incident.tasks.find(({ id }) => id === incident.nextTask);
      expect(next?.status).toBe(open.length > 0 ? 'active' : undefined);
    }),
  );
});

it('a closed incident had everything settled, or says why not', () => {
  fc.assert(
    fc.property(histories, (acts) => {
      const { incident } = foldIncident(recordOf(acts));
      if (incident?.phase !== 'closed' || incident.closeReason !== undefined) return;
      for (const { id, status } of incident.tasks)
        if (!plan.tasks.find((task) => task.id === id)?.optional) expect(status).not.toBe('active');
    }),
  );
});

it('what an act would be refused for is what it is refused for', () => {
  fc.assert(
    fc.property(histories, (acts) => {
      const last = acts.at(-1)!;
      const folder = createFolder('INC-1', acts.slice(0, -1));
      const before = structuredClone(folder.fold());
      const foreseen = folder.wouldRefuse(last);
      expect(foldIncident(recordOf(acts)).voids.get(last.stamp)).toBe(foreseen);
      // Asking is not acting: neither what is known nor what follows is another for it.
      expect(folder.follow(recordOf(acts.slice(0, -1)))).toEqual(before);
      expect(folder.follow(recordOf(acts))).toEqual(foldIncident(recordOf(acts)));
    }),
  );
});
