import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import type { Command, CommandId, CommandPhase, CommandReason } from '#shared/domain/command/command.ts';
import { toCommandRecord } from '#shared/domain/command/record.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { aCommand } from '#tests/builders/command.ts';
import { lastSteps } from './CommandHistory.tsx';
import { latestByPoint, OUTCOME_SHAPES, outcomeOf, remainingOf, stateKey } from './command-view.ts';

const reasons: Readonly<Record<CommandPhase, readonly (CommandReason | undefined)[]>> = {
  asked: [undefined],
  confirmed: [undefined],
  sent: [undefined],
  accepted: [undefined],
  proved: [undefined],
  failed: ['other-state', 'device-refused', 'broker-refused', 'not-sent', undefined],
  'no-answer': ['silent', 'superseded', 'restarted', undefined],
  refused: ['interlock', 'offline', 'not-stored', undefined],
  expired: ['not-confirmed', 'restarted', undefined],
  withdrawn: ['by-person', 'superseded', undefined],
  rehearsed: [undefined],
};
const phases = Object.keys(reasons) as CommandPhase[];

describe('what is shown of a command', () => {
  it('is a success in one phase only, and of one shape', () => {
    expect(phases.filter((phase) => outcomeOf(aCommand({ phase })) === 'proved')).toEqual(['proved']);
    expect(new Set(Object.values(OUTCOME_SHAPES)).size).toBe(Object.keys(OUTCOME_SHAPES).length);
  });

  it.each(['zh', 'en'])('has words for every phase and every reason (%s)', (language) => {
    const file = new URL(`../../../assets/locales/${language}/commands.json`, import.meta.url);
    const texts: unknown = JSON.parse(readFileSync(fileURLToPath(file), 'utf8'));
    const missing = phases.flatMap((phase) =>
      reasons[phase].flatMap((reason) =>
        (['none', 'two-step', 'two-people'] as const).flatMap((confirmation) =>
          (['broker', 'device'] as const).flatMap((acceptedBy) => {
            const key = `state.${stateKey(aCommand({ phase, reason, confirmation, acceptedBy }))}`;
            const found = key
              .split('.')
              .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], texts);
            return typeof found === 'string' ? [] : [key];
          }),
        ),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('runs a clock while something is waited for, and no other', () => {
    const askedAtMs = epochMs(1_000);
    const sentAtMs = epochMs(5_000);
    const left = (changes: Partial<Command>, nowMs: number): unknown =>
      remainingOf(aCommand({ askedAtMs, sentAtMs, deadlineMs: 8_000, ...changes }), nowMs);
    expect(left({ phase: 'asked', confirmation: 'two-step' }, 3_500)).toEqual({ leftMs: 7_500, part: 0.75 });
    expect(left({ phase: 'asked', confirmation: 'two-people' }, 61_000)).toEqual({
      leftMs: 60_000,
      part: 0.5,
    });
    expect(left({ phase: 'asked', confirmation: 'none' }, 3_500)).toBeUndefined();
    expect(left({ phase: 'sent' }, 9_000)).toEqual({ leftMs: 4_000, part: 0.5 });
    expect(left({ phase: 'accepted' }, 99_000)).toEqual({ leftMs: 0, part: 0 });
    // The window's clock may be behind the engine's.
    expect(left({ phase: 'sent' }, 1_000)).toEqual({ leftMs: 8_000, part: 1 });
    for (const phase of phases.filter((one) => !['asked', 'sent', 'accepted'].includes(one)))
      expect(left({ phase }, 6_000)).toBeUndefined();
  });

  it('is, of the past, each command as its newest step left it', () => {
    const step = (seq: number, id: string, phase: CommandPhase): JournalEntry => ({
      seq,
      atMs: epochMs(seq),
      kind: `command.${phase}`,
      body: toCommandRecord(aCommand({ id: id as CommandId, phase }), 'engine'),
    });
    const entries = [
      step(4, 'b', 'sent'),
      step(3, 'a', 'proved'),
      step(2, 'b', 'asked'),
      step(1, 'a', 'sent'),
    ];
    const broken = { ...step(9, 'c', 'sent'), body: { command: 7 } };
    expect(lastSteps([broken, ...entries]).map(({ id, phase }) => `${id} ${phase}`)).toEqual([
      'b sent',
      'a proved',
    ]);
  });

  it('is the last one to its point, and never a rehearsal', () => {
    const command = (id: string, askedAt: number, changes: Partial<Command> = {}): [string, Command] => [
      id,
      aCommand({ id: id as CommandId, askedAtMs: epochMs(askedAt), ...changes }),
    ];
    const latest = latestByPoint(
      new Map([
        command('b', 20),
        command('a', 10),
        command('drill', 30, { drill: true }),
        command('other', 5, { pointId: 'D-2.locked' }),
      ]),
    );
    expect([...latest].map(([pointId, { id }]) => [pointId, id])).toEqual([
      ['D-1.locked', 'b'],
      ['D-2.locked', 'other'],
    ]);
  });
});
