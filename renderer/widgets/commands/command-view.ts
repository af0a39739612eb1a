/** What a person is to see of a command: its shape, whether it still runs, and when that ends. Pure. */
import { unreachable } from '#shared/base/assert.ts';
import { CONFIRM_WITHIN_MS, isUnderWay, type Command } from '#shared/domain/command/command.ts';

/** `proved` alone is a success. `open`: nobody may read it as one. */
export type Outcome = 'open' | 'proved' | 'failed' | 'unknown' | 'nothing' | 'drill';

export const OUTCOME_SHAPES: Readonly<Record<Outcome, string>> = {
  open: '…',
  proved: '✓',
  failed: '✕',
  unknown: '?',
  nothing: '–',
  drill: '◌',
};

export function outcomeOf({ phase }: Command): Outcome {
  switch (phase) {
    case 'asked':
    case 'confirmed':
    case 'sent':
    case 'accepted':
      return 'open';
    case 'proved':
      return 'proved';
    case 'failed':
    case 'refused':
      return 'failed';
    case 'no-answer':
      return 'unknown';
    case 'expired':
    case 'withdrawn':
      return 'nothing';
    case 'rehearsed':
      return 'drill';
    default:
      return unreachable(phase);
  }
}

/** Key of its text below `state.` of the namespace `commands`. */
export function stateKey(command: Command): string {
  const { phase, confirmation, acceptedBy, reason } = command;
  switch (phase) {
    case 'asked':
      return `asked.${confirmation}`;
    case 'accepted':
      return `accepted.${acceptedBy ?? 'broker'}`;
    case 'confirmed':
    case 'sent':
    case 'proved':
    case 'rehearsed':
      return phase;
    case 'failed':
    case 'no-answer':
    case 'refused':
    case 'expired':
    case 'withdrawn':
      return `${phase}.${reason ?? 'unsaid'}`;
    default:
      return unreachable(phase);
  }
}

export interface Remaining {
  readonly leftMs: number;
  /** 1 at its beginning, 0 at the deadline. */
  readonly part: number;
}

/** Until it expires or its deadline; undefined where no clock runs. @param nowMs the engine's clock. */
export function remainingOf(command: Command, nowMs: number): Remaining | undefined {
  const asked = command.phase === 'asked';
  const sinceMs = asked ? command.askedAtMs : isUnderWay(command) ? command.sentAtMs : undefined;
  const wholeMs = asked ? CONFIRM_WITHIN_MS[command.confirmation] : command.deadlineMs;
  if (sinceMs === undefined || wholeMs <= 0) return undefined;
  const leftMs = Math.min(wholeMs, Math.max(0, sinceMs + wholeMs - nowMs));
  return { leftMs, part: leftMs / wholeMs };
}

/** By point: the last command that was meant; rehearsals are the drill's own affair. */
export function latestByPoint(commands: ReadonlyMap<string, Command>): ReadonlyMap<string, Command> {
  const latest = new Map<string, Command>();
  for (const command of commands.values()) {
    const before = latest.get(command.pointId);
    if (!command.drill && (!before || before.askedAtMs <= command.askedAtMs))
      latest.set(command.pointId, command);
  }
  return latest;
}
