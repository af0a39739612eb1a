import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { epochMs } from '#shared/base/brand.ts';
import { QUALITY_BAD, QUALITY_GOOD, QUALITY_UNCERTAIN } from '#shared/domain/sample.ts';
import { aCommand } from '#tests/builders/command.ts';
import { isOpen, isUnderWay, type Command, type CommandPhase } from './command.ts';
import { advance, mayConfirm, type CommandEvent } from './machine.ts';

const atMs = epochMs(50);
const feedback = (value: number, more: object = {}): CommandEvent => ({
  type: 'feedback',
  atMs,
  value,
  quality: QUALITY_GOOD,
  sinceSentMs: 1,
  ...more,
});
const events = {
  confirm: { type: 'confirm', atMs, by: 'Wang' },
  refuse: { type: 'refuse', atMs, reason: 'offline' },
  send: { type: 'send', atMs },
  accept: { type: 'accept', atMs, by: 'broker' },
  right: feedback(0),
  wrong: feedback(1),
  fail: { type: 'fail', atMs, reason: 'device-refused' },
  deadline: { type: 'deadline', atMs },
  withdraw: { type: 'withdraw', atMs },
  supersede: { type: 'supersede', atMs },
  restart: { type: 'restart', atMs },
  rehearse: { type: 'rehearse', atMs },
} satisfies Record<string, CommandEvent>;
type EventName = keyof typeof events;

const phases: readonly CommandPhase[] = [
  'asked',
  'confirmed',
  'sent',
  'accepted',
  'proved',
  'failed',
  'no-answer',
  'refused',
  'expired',
  'withdrawn',
  'rehearsed',
];

/** The table of `machine.ts`; what is not here changes nothing. `same`: a change within the phase. */
const table: Partial<Record<CommandPhase, Partial<Record<EventName, CommandPhase | 'same'>>>> = {
  asked: {
    confirm: 'confirmed',
    refuse: 'refused',
    deadline: 'expired',
    withdraw: 'withdrawn',
    supersede: 'withdrawn',
    restart: 'expired',
  },
  confirmed: {
    refuse: 'refused',
    send: 'sent',
    withdraw: 'withdrawn',
    supersede: 'withdrawn',
    restart: 'no-answer',
    rehearse: 'rehearsed',
  },
  sent: {
    accept: 'accepted',
    right: 'proved',
    wrong: 'same',
    fail: 'failed',
    deadline: 'no-answer',
    supersede: 'no-answer',
    restart: 'no-answer',
  },
  accepted: {
    right: 'proved',
    wrong: 'same',
    fail: 'failed',
    deadline: 'no-answer',
    supersede: 'no-answer',
    restart: 'no-answer',
  },
};

describe('every state × every event', () => {
  const rows = phases.flatMap((phase) =>
    (Object.keys(events) as EventName[]).map((name) => [phase, name, table[phase]?.[name]] as const),
  );
  it.each(rows)('%s on %s → %s', (phase, name, expected) => {
    const before = aCommand({ phase, storedSeq: 7 });
    const { command, changed } = advance(before, events[name]);
    expect(changed).toBe(expected !== undefined);
    if (expected === undefined) expect(command).toBe(before);
    else if (expected === 'same') expect(command).toMatchObject({ phase, storedSeq: 7 });
    else expect(command).toMatchObject({ phase: expected, storedSeq: 0 });
    expect(command.endedAtMs !== undefined).toBe(changed && !isOpen(command));
  });
});

describe('the finer rules', () => {
  const after = (command: Command, ...given: CommandEvent[]): Command =>
    given.reduce((now, event) => advance(now, event).command, command);

  it('asks for another name where two people are wanted, however the first is written', () => {
    const asked = aCommand({ phase: 'asked', confirmation: 'two-people', origin: { by: 'Chen Wei' } });
    for (const by of ['Chen Wei', ' chen  wei ', 'ＣＨＥＮ ＷＥＩ']) {
      expect(mayConfirm(asked, by)).toBe(false);
      expect(advance(asked, { type: 'confirm', atMs, by }).changed).toBe(false);
    }
    expect(after(asked, events.confirm)).toMatchObject({ phase: 'confirmed', confirmedBy: 'Wang' });
    expect(mayConfirm(aCommand({ confirmation: 'two-step', origin: { by: 'Wang' } }), 'Wang')).toBe(true);
  });

  it.each([
    ['a bad value', feedback(0, { quality: QUALITY_BAD })],
    ['an uncertain value', feedback(0, { quality: QUALITY_UNCERTAIN })],
    ['a value of the moment it was sent', feedback(0, { sinceSentMs: 0 })],
    ['a value from before', feedback(0, { sinceSentMs: -5 })],
    ['a value at no known time', feedback(0, { sinceSentMs: NaN })],
  ])('is not proved by %s', (_what, event) => {
    expect(advance(aCommand({ phase: 'accepted' }), event).changed).toBe(false);
  });

  it('tells another state from silence at the deadline', () => {
    const sent = aCommand({ phase: 'sent' });
    expect(after(sent, events.wrong, events.deadline)).toMatchObject({
      phase: 'failed',
      reason: 'other-state',
      feedback: 1,
    });
    expect(after(sent, events.deadline)).toMatchObject({ phase: 'no-answer', reason: 'silent' });
  });

  it('takes the word of the device over that of the broker, once', () => {
    const device: CommandEvent = { type: 'accept', atMs: epochMs(60), by: 'device' };
    const accepted = after(aCommand({ phase: 'sent' }), events.accept, device);
    expect(accepted).toMatchObject({ phase: 'accepted', acceptedBy: 'device', acceptedAtMs: 60 });
    expect(advance(accepted, events.accept).changed).toBe(false);
    expect(advance(accepted, device).changed).toBe(false);
  });
});

describe('any sequence of events', () => {
  const anyEvent: fc.Arbitrary<CommandEvent> = fc.oneof(
    fc.constantFrom(...Object.values(events)),
    fc
      .record({
        value: fc.constantFrom(0, 1, 0.4),
        quality: fc.constantFrom(QUALITY_GOOD, QUALITY_UNCERTAIN, QUALITY_BAD),
        sinceSentMs: fc.constantFrom(-10, 0, 0.01, 500, NaN),
      })
      .map((more) => feedback(more.value, more)),
  );

  it('is green only after a good value of the asked state that came after the sending', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (given) => {
        let command = aCommand({ phase: 'asked' });
        let sent = false;
        for (const event of given) {
          const before = command;
          command = advance(command, event).command;
          sent ||= command.phase === 'sent';
          if (command.phase === 'proved' && before.phase !== 'proved') {
            expect(sent).toBe(true);
            expect(event).toMatchObject({ type: 'feedback', value: 0, quality: QUALITY_GOOD });
            expect(event.type === 'feedback' && event.sinceSentMs > 0).toBe(true);
          }
          if (isUnderWay(command)) expect(command.confirmedBy).toBeDefined();
          if (['refused', 'expired', 'withdrawn', 'rehearsed'].includes(command.phase))
            expect(sent).toBe(false);
        }
      }),
    );
  });

  it('never goes on once it has ended, and always can end', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (given) => {
        let command = aCommand({ phase: 'asked' });
        let end: Command | undefined;
        for (const event of given) {
          command = advance(command, event).command;
          if (end) expect(command).toBe(end);
          else if (!isOpen(command)) end = command;
        }
        if (isOpen(command)) {
          const stopped = advance(command, events.restart).command;
          expect(present(stopped.endedAtMs, 'an end')).toBe(atMs);
        }
      }),
    );
  });
});
