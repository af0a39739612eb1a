/** Commands as they stand in the journal: each record carries the whole command, kind `command.<phase>`. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { Command, CommandOrigin, CommandPhase } from './command.ts';

export const COMMAND_KIND = 'command.';

export interface CommandRecordBody {
  readonly command: Omit<Command, 'storedSeq'>;
  /** Who brought it into this phase: a person, or `engine` for the process itself. */
  readonly by: string;
}

export function commandKind(phase: CommandPhase): string {
  return COMMAND_KIND + phase;
}

export function toCommandRecord({ storedSeq: _, ...command }: Command, by: string): CommandRecordBody {
  return { command, by };
}

const phases: ReadonlySet<unknown> = new Set<CommandPhase>([
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
]);

/** The command of a record, or undefined for something that is none: a journal outlives the program that wrote it. */
export function fromCommandRecord(body: unknown, storedSeq: number): Command | undefined {
  const raw = (body as { command?: unknown } | null)?.command as Partial<Command> | null | undefined;
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { id, pointId, phase, value, origin, expectation } = raw;
  if (!isName(id) || !isName(pointId) || !phases.has(phase)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (typeof (origin as Partial<CommandOrigin> | undefined)?.by !== 'string') return undefined;
  const name = raw.name ?? { zh: pointId, en: pointId };
  return {
    id,
    pointId,
    assetId: raw.assetId ?? '',
    zoneId: raw.zoneId ?? '',
    storeyId: raw.storeyId ?? '',
    name,
    assetName: raw.assetName ?? name,
    value,
    valueName: raw.valueName,
    feedbackId: raw.feedbackId ?? pointId,
    expectation: expectation ?? { low: Infinity, high: -Infinity },
    confirmation: raw.confirmation ?? 'none',
    deadlineMs: raw.deadlineMs ?? 0,
    drill: raw.drill === true,
    origin: origin as CommandOrigin,
    phase: phase as CommandPhase,
    reason: raw.reason,
    violations: Array.isArray(raw.violations) ? raw.violations : [],
    askedAtMs: raw.askedAtMs ?? (0 as EpochMs),
    confirmedAtMs: raw.confirmedAtMs,
    confirmedBy: raw.confirmedBy,
    sentAtMs: raw.sentAtMs,
    acceptedAtMs: raw.acceptedAtMs,
    acceptedBy: raw.acceptedBy,
    endedAtMs: raw.endedAtMs,
    feedback: raw.feedback,
    storedSeq,
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
