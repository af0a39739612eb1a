/**
 * A command of another station, as the stations of a site tell each other of theirs: enough to see that somebody else is at
 * the same device, who, and what was asked. What became of it is told by the device's own feedback, which all stations hear.
 */
import type { Json } from '#shared/domain/record/record.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import { CONFIRM_WITHIN_MS, isUnderWay, type Command } from './command.ts';

export interface CommandElsewhere {
  readonly id: string;
  readonly pointId: string;
  readonly stationId: string;
  readonly by: string;
  readonly value: string | number;
  /** Name of the choice. */
  readonly valueName: LocalizedText | undefined;
  /** `asked`: it waits for its confirmation there; nothing was sent. `sent`: it is under way. */
  readonly phase: 'asked' | 'sent';
}

/** What is told of it, and how long from then on something may still become of it: no clocks are compared. Milliseconds. */
export interface ToldCommand {
  readonly command: Omit<CommandElsewhere, 'id' | 'stationId'>;
  readonly openMs: number;
}

/** After its deadline a command has ended, whether or not its station still tells so. */
const SLACK_MS = 5_000;
const LONGEST_MS = 3_700_000;
const LONGEST_TEXT = 2_000;

/** @returns null for a command that has ended. */
export function tellCommand({
  pointId,
  origin,
  value,
  valueName,
  phase,
  confirmation,
  deadlineMs,
}: Command): Json {
  const waits = phase === 'asked';
  if (!waits && !isUnderWay({ phase })) return null;
  return {
    pointId,
    by: origin.by,
    value,
    valueName: valueName === undefined ? null : { zh: valueName.zh, en: valueName.en },
    phase: waits ? 'asked' : 'sent',
    openMs: (waits ? CONFIRM_WITHIN_MS[confirmation] : deadlineMs) + SLACK_MS,
  };
}

/** @returns undefined for one that has ended, and for what is no command: another station may run another version. */
export function readTold(told: Json): ToldCommand | undefined {
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return undefined;
  const { pointId, by, value, valueName, phase, openMs } = told as Readonly<Record<string, unknown>>;
  if (!isText(pointId) || !isText(by) || (phase !== 'asked' && phase !== 'sent')) return undefined;
  if (!isText(value) && !Number.isFinite(value)) return undefined;
  if (typeof openMs !== 'number' || !(openMs > 0) || openMs > LONGEST_MS) return undefined;
  const command = { pointId, by, value: value as string | number, valueName: readName(valueName), phase };
  return { command: command as ToldCommand['command'], openMs };
}

function readName(value: unknown): LocalizedText | undefined {
  const { zh, en } = (value ?? {}) as { readonly zh?: unknown; readonly en?: unknown };
  return isText(zh) && isText(en) ? { zh, en } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT;
}
