import { describe, expect, it } from 'vitest';
import { actAt, actsOf, opening, recordOf, testPlan } from '#tests/builders/incident.ts';
import { createFolder, foldIncident, incidentOf } from './fold.ts';
import type { Incident, TaskStatus, VoidReason } from './incident.ts';

type Written = readonly [kind: string, body?: object, by?: string];

const after = (...written: Written[]): Incident => incidentOf(recordOf(actsOf(opening(), ...written)));
const statusOf = (incident: Incident, id: string): TaskStatus | undefined =>
  incident.tasks.find((task) => task.id === id)?.status;
/** Why the last of the acts does not count. */
const refusal = (...written: Written[]): VoidReason | undefined => {
  const acts = actsOf(...written);
  return foldIncident(recordOf(acts)).voids.get(acts.at(-1)!.stamp);
};

const look = (answer: string): Written => ['done', { task: 'look', answer, note: 'seen' }];

describe('tasks', () => {
  it('begin with what waits for nothing; the first that must be done is the next step', () => {
    const incident = after();
    expect(incident.tasks.map(({ status }) => status)).toEqual([
      'active',
      'active',
      'waiting',
      'waiting',
      'waiting',
      'not-needed',
    ]);
    expect(incident.nextTask).toBe('look');
  });

  it('an answer decides which come and which are not needed', () => {
    const wet = after(look('wet'));
    expect([statusOf(wet, 'valve'), statusOf(wet, 'pump'), statusOf(wet, 'sensor')]).toEqual([
      'active',
      'waiting',
      'not-needed',
    ]);
    expect(wet.nextTask).toBe('valve');
    const dry = after(look('dry'));
    expect([statusOf(dry, 'valve'), statusOf(dry, 'pump'), statusOf(dry, 'sensor')]).toEqual([
      'not-needed',
      'not-needed',
      'active',
    ]);
  });

  it('a skipped question settles what depended on it', () => {
    expect(statusOf(after(['skip', { task: 'look', reason: 'smoke' }]), 'valve')).toBe('not-needed');
  });

  it('a condition on points comes and goes', () => {
    const high: Written = ['condition', { task: 'garage', at: 0, holds: true }, 'engine'];
    expect(statusOf(after(high), 'garage')).toBe('active');
    expect(
      statusOf(after(high, ['condition', { task: 'garage', at: 0, holds: false }, 'engine']), 'garage'),
    ).toBe('not-needed');
  });

  it('clocks start when a task becomes active, not when the incident does', () => {
    const incident = after(['note', { text: 'x' }], look('wet'));
    const [first, , valve] = incident.tasks;
    expect(first?.activeSinceMs).toBe(incident.openedAtMs);
    expect(valve?.activeSinceMs).toBe(incident.openedAtMs + 2_000);
  });

  it('done before its turn counts, and is told', () => {
    const incident = after(['done', { task: 'pump' }]);
    expect(statusOf(incident, 'pump')).toBe('done');
    expect(incident.deviations).toMatchObject([{ kind: 'out-of-order', task: 'pump', by: 'Chen' }]);
  });

  it('done without its evidence is told, unless something was said', () => {
    const kinds = (...written: Written[]): string[] => after(...written).deviations.map(({ kind }) => kind);
    expect(kinds(['done', { task: 'look', answer: 'wet' }])).toEqual(['no-evidence']);
    expect(kinds(look('wet'))).toEqual([]);
    expect(
      kinds(
        ['evidence', { task: 'look', item: 'picture', text: 'CAM-1' }],
        ['done', { task: 'look', answer: 'wet' }],
      ),
    ).toEqual([]);
  });

  it('late and redone are told; a redone question takes back what it decided', () => {
    const incident = after(['late', { task: 'look' }, 'engine'], look('wet'), [
      'redo',
      { task: 'look', reason: 'wrong camera' },
    ]);
    expect(incident.deviations.map(({ kind }) => kind)).toEqual(['late', 'redone']);
    expect([statusOf(incident, 'look'), statusOf(incident, 'valve')]).toEqual(['active', 'waiting']);
  });
});

describe('every act × every state in which it does not count', () => {
  const closed: Written = ['close', { reason: 'enough', unmet: [] }];
  const joined: Written = ['join', { into: 'INC-2' }, 'engine'];
  const open = opening();
  it.each<[VoidReason | undefined, Written[]]>([
    ['not-open', [['note', { text: 'early' }]]],
    ['already-open', [open, open]],
    ['malformed', [open, ['dance', {}]]],
    ['malformed', [open, ['done', {}]]],
    ['malformed', [open, ['alarm', { alarm: { id: 'a' } }]]],
    ['malformed', [['open', { plan: { id: 'x' }, zones: [], severity: 1 }]]],
    ['unknown-task', [open, ['done', { task: 'dance' }]]],
    ['needs-answer', [open, ['done', { task: 'look' }]]],
    ['unknown-answer', [open, look('moist')]],
    ['already-settled', [open, look('wet'), look('dry')]],
    ['needs-reason', [open, ['skip', { task: 'look' }]]],
    ['already-settled', [open, ['skip', { task: 'garage', reason: 'x' }]]],
    ['not-settled', [open, ['redo', { task: 'look', reason: 'x' }]]],
    ['needs-reason', [open, look('wet'), ['redo', { task: 'look' }]]],
    ['not-active', [open, ['late', { task: 'valve' }]]],
    ['repeated', [open, ['late', { task: 'look' }], ['late', { task: 'look' }]]],
    ['unknown-task', [open, ['condition', { task: 'valve', at: 0, holds: true }]]],
    ['repeated', [open, ['condition', { task: 'garage', at: 0, holds: false }]]],
    ['unknown-task', [open, ['evidence', { task: 'valve', item: 'picture', text: 'x' }]]],
    ['unknown-task', [open, ['notified', { task: 'valve', who: 'nobody' }]]],
    [
      'repeated',
      [open, ['notified', { task: 'valve', who: 'owner' }], ['notified', { task: 'valve', who: 'owner' }]],
    ],
    ['repeated', [open, ['zone', { zone: '1F-A' }]]],
    ['repeated', [open, ['severity', { severity: 2 }]]],
    ['not-a-drill', [open, ['inject', { quantity: 'smoke', value: 1, text: { zh: '烟', en: 'Smoke' } }]]],
    ['not-normal', [open, ['close', { unmet: [] }]]],
    ['not-settled', [open, ['reopen', { reason: 'x' }]]],
    ['closed', [open, closed, look('wet')]],
    ['closed', [open, closed, closed]],
    ['needs-reason', [open, closed, ['reopen', {}]]],
    ['closed', [open, joined, look('wet')]],
    ['closed', [open, joined, ['reopen', { reason: 'x' }]]],
    [undefined, [open, closed, ['note', { text: 'afterwards' }]]],
    [undefined, [open, joined, ['note', { text: 'afterwards' }]]],
    [undefined, [open, closed, ['reopen', { reason: 'smoke again' }], look('wet')]],
  ])('%s: %j', (expected, written) => {
    expect(refusal(...written)).toBe(expected);
  });
});

describe('command: every state × every act', () => {
  const open = opening();
  const taken: Written = ['take', {}, 'Chen'];
  const offered: Written = ['offer', { to: 'Zhou' }, 'Chen'];
  it.each<[string, Written[], VoidReason | undefined, string | undefined, string | undefined]>([
    ['nobody, take', [['take', {}, 'Chen']], undefined, 'Chen', undefined],
    ['nobody, relieve', [['relieve', { reason: 'x' }, 'Li']], 'not-commander', undefined, undefined],
    ['nobody, offer', [['offer', { to: 'Li' }, 'Chen']], 'not-commander', undefined, undefined],
    ['nobody, accept', [['accept', {}, 'Li']], 'not-offered', undefined, undefined],
    ['A, take', [taken, ['take', {}, 'Li']], 'has-commander', 'Chen', undefined],
    ['A, relieve', [taken, ['relieve', { reason: 'unreachable' }, 'Li']], undefined, 'Li', undefined],
    ['A, relieve without a reason', [taken, ['relieve', {}, 'Li']], 'needs-reason', 'Chen', undefined],
    ['A, relieve oneself', [taken, ['relieve', { reason: 'x' }, 'Chen']], 'has-commander', 'Chen', undefined],
    ['A, offer', [taken, offered], undefined, 'Chen', 'Zhou'],
    ['A, offer by another', [taken, ['offer', { to: 'Zhou' }, 'Li']], 'not-commander', 'Chen', undefined],
    ['A to B, accept', [taken, offered, ['accept', {}, 'Zhou']], undefined, 'Zhou', undefined],
    ['A to B, accept by another', [taken, offered, ['accept', {}, 'Li']], 'not-offered', 'Chen', 'Zhou'],
    ['A to B, decline', [taken, offered, ['decline', {}, 'Zhou']], undefined, 'Chen', undefined],
    ['A to B, offer again', [taken, offered, ['offer', { to: 'Li' }, 'Chen']], undefined, 'Chen', 'Li'],
    ['A to B, relieve', [taken, offered, ['relieve', { reason: 'x' }, 'Li']], undefined, 'Li', undefined],
  ])('%s', (_name, written, expected, commander, offeredTo) => {
    expect(refusal(open, ...written)).toBe(expected);
    expect(after(...written)).toMatchObject({ commander, offeredTo });
  });

  it('roles are given and taken back', () => {
    expect(after(['assign', { role: 'engineer', to: 'Wu' }]).roles).toEqual({ engineer: 'Wu' });
    expect(
      after(['assign', { role: 'engineer', to: 'Wu' }], ['assign', { role: 'engineer', to: '' }]).roles,
    ).toEqual({});
    expect(refusal(open, ['assign', { role: 'pilot', to: 'Wu' }])).toBe('unknown-role');
  });
});

describe('closing', () => {
  const done: Written[] = [look('dry'), ['done', { task: 'sensor' }]];

  it('goes without a reason once every duty is settled and everything is normal', () => {
    const incident = after(...done, ['close', { unmet: [] }]);
    expect(incident).toMatchObject({ phase: 'closed', closedBy: 'Chen', closeReason: undefined });
    expect(incident.deviations).toEqual([]);
  });

  it('with something missing needs a reason, which stands in the report', () => {
    expect(refusal(opening(), ...done, ['close', { unmet: ['clear'] }])).toBe('not-normal');
    const incident = after(...done, ['close', { unmet: ['clear'], reason: 'detector is broken' }]);
    expect(incident).toMatchObject({ phase: 'closed', closeReason: 'detector is broken' });
    expect(incident.deviations).toMatchObject([{ kind: 'closed-early', reason: 'detector is broken' }]);
  });

  it('can be taken back', () => {
    expect(after(['close', { reason: 'x', unmet: [] }], ['reopen', { reason: 'again' }])).toMatchObject({
      phase: 'open',
      closedAtMs: undefined,
      nextTask: 'look',
    });
  });
});

describe('following a record', () => {
  it('an act that belongs before known ones begins the fold anew', () => {
    const acts = actsOf(opening(), ['take', {}, 'Chen'], look('wet'));
    const early = actAt(0.5, 'take', {}, 'Zhou', 'desk-2');
    const folder = createFolder('INC-1', acts);
    expect(folder.fold().incident?.commander).toBe('Chen');
    const merged = [acts[0]!, early, ...acts.slice(1)];
    const fold = folder.follow(recordOf(merged));
    expect(fold.incident?.commander).toBe('Zhou');
    expect(fold.voids.get(acts[1]!.stamp)).toBe('has-commander');
    expect(fold.incident?.acts).toBe(4);
  });

  it('keeps the plan as it was when it was opened', () => {
    const plan = testPlan({ name: { zh: '旧', en: 'Old' } });
    expect(incidentOf(recordOf(actsOf(opening(plan)))).plan).toEqual(plan);
  });

  it('an alarm of the cause widens the place, one of the place does not, and the same news twice is told once', () => {
    const alarm = (why: string, zoneId: string, phase = 'unacknowledged'): Written => [
      'alarm',
      {
        alarm: {
          id: `a/${zoneId}`,
          zoneId,
          why,
          phase,
          priority: 1,
          name: { zh: '烟', en: 'Smoke' },
          raisedAtMs: 1,
        },
      },
      'engine',
    ];
    const incident = after(
      alarm('cause', '1F-B'),
      alarm('place', '1F-C'),
      alarm('cause', '1F-B', 'acknowledged'),
    );
    expect(incident.zones).toEqual(['1F-A', '1F-B']);
    expect(incident.alarms.map(({ phase }) => phase)).toEqual(['acknowledged', 'unacknowledged']);
    expect(refusal(opening(), alarm('cause', '1F-B'), alarm('cause', '1F-B'))).toBe('repeated');
  });
});
