/**
 * One command to one point: what was asked, by whom, and how far it came. Every text it needs stands in it, so that a
 * record can be read without the site file of its day.
 */
import type { Brand, EpochMs } from '#shared/base/brand.ts';
import type { Confirmation } from '#shared/domain/site/command-schema.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';

/** Drawn for each command; also the correlation that the device sees. */
export type CommandId = Brand<string, 'CommandId'>;

/** See the table in `machine.ts`. */
export type CommandPhase =
  | 'asked'
  | 'confirmed'
  | 'sent'
  | 'accepted'
  | 'proved'
  | 'failed'
  | 'no-answer'
  | 'refused'
  | 'expired'
  | 'withdrawn'
  | 'rehearsed';

/** Why it ended as it did; stable, picks the text shown. */
export type CommandReason =
  /** refused: nothing was sent. */
  | 'interlock'
  | 'offline'
  | 'not-stored'
  | 'elsewhere'
  /** failed. */
  | 'other-state'
  | 'device-refused'
  | 'broker-refused'
  | 'not-sent'
  /** no-answer: whether it was obeyed is not known. */
  | 'silent'
  | 'superseded'
  | 'restarted'
  /** expired, withdrawn: nothing was sent. */
  | 'not-confirmed'
  | 'by-person';

/** A condition of the site file that did not hold. */
export interface Violation {
  readonly pointId: string;
  readonly pointName: LocalizedText;
  readonly assetName: LocalizedText;
  readonly why: LocalizedText;
  /**
   * `value`: it is known not to hold. Otherwise nobody knows whether it holds, which counts as no: `stale`, `bad`
   * (uncertain counts as bad here) or `never` heard of.
   */
  readonly because: 'value' | 'stale' | 'bad' | 'never';
  /** What the point said last; null where it never did. */
  readonly value: number | null;
}

/** Values that prove it, both ends included. */
export interface Expectation {
  readonly low: number;
  readonly high: number;
}

/** Who asked, and for what. */
export interface CommandOrigin {
  readonly by: string;
  /** In the words of whoever asked, e.g. the task of a plan. */
  readonly because?: string | undefined;
  readonly incidentId?: string | undefined;
}

export interface Command {
  readonly id: CommandId;
  readonly pointId: string;
  readonly assetId: string;
  readonly zoneId: string;
  readonly storeyId: string;
  readonly name: LocalizedText;
  readonly assetName: LocalizedText;
  /** Id of the choice, the number, or the words. */
  readonly value: string | number;
  /** Name of the choice. */
  readonly valueName: LocalizedText | undefined;
  readonly feedbackId: string;
  readonly expectation: Expectation;
  readonly confirmation: Confirmation;
  readonly deadlineMs: number;
  /** A rehearsal: nothing of it ever leaves this machine. */
  readonly drill: boolean;
  readonly origin: CommandOrigin;
  readonly phase: CommandPhase;
  readonly reason: CommandReason | undefined;
  readonly violations: readonly Violation[];
  readonly askedAtMs: EpochMs;
  readonly confirmedAtMs: EpochMs | undefined;
  readonly confirmedBy: string | undefined;
  readonly sentAtMs: EpochMs | undefined;
  readonly acceptedAtMs: EpochMs | undefined;
  /** `broker`: it has the message. `device`: the device says that it took it. Neither is a proof. */
  readonly acceptedBy: 'broker' | 'device' | undefined;
  readonly endedAtMs: EpochMs | undefined;
  /** Last good value of the feedback point since it was sent. */
  readonly feedback: number | undefined;
  /** Journal number of the last transition, or 0 while that is not stored on disk. */
  readonly storedSeq: number;
}

/** Pressed again within this long, and a second person found within that. Milliseconds since it was asked. */
export const CONFIRM_WITHIN_MS: Readonly<Record<Confirmation, number>> = {
  none: 0,
  'two-step': 10_000,
  'two-people': 120_000,
};

const openPhases: ReadonlySet<CommandPhase> = new Set(['asked', 'confirmed', 'sent', 'accepted']);

/** Something may still become of it. */
export function isOpen({ phase }: Pick<Command, 'phase'>): boolean {
  return openPhases.has(phase);
}

/** It left, or may have left: it cannot be taken back. */
export function isUnderWay({ phase }: Pick<Command, 'phase'>): boolean {
  return phase === 'sent' || phase === 'accepted';
}
