/**
 * The life of a command. Pure.
 *
 * | phase \ event | confirm        | refuse  | send | accept    | feedback | fail   | deadline        | withdraw  | supersede | restart   | rehearse  |
 * | ------------- | -------------- | ------- | ---- | --------- | -------- | ------ | --------------- | --------- | --------- | --------- | --------- |
 * | asked         | confirmed (a)  | refused | –    | –         | –        | –      | expired         | withdrawn | withdrawn | expired   | –         |
 * | confirmed     | –              | refused | sent | –         | –        | –      | –               | withdrawn | withdrawn | no-answer | rehearsed |
 * | sent          | –              | –       | –    | accepted  | (b)      | failed | (c)             | –         | no-answer | no-answer | –         |
 * | accepted      | –              | –       | –    | (d)       | (b)      | failed | (c)             | –         | no-answer | no-answer | –         |
 * | any other     | –              | –       | –    | –         | –        | –      | –               | –         | –         | –         | –         |
 *
 * (a) where two people are asked for, only by another name than the one who asked; else nothing changes.
 * (b) proved, where the value is good, came after the sending and is the one that was asked for; a good value that is
 *     another one is remembered. Bad and uncertain values and older ones say nothing.
 * (c) failed where the feedback said another state since; else no-answer.
 * (d) the device's own word takes the place of the broker's; nothing else changes.
 * – nothing changes.
 *
 * Invariants: `proved` is reached only through (b), so there is no green light on hope; what ended never goes on; what was
 * not `sent` is never called unanswered, but for a restart between `confirmed` and `sent`, when nobody knows.
 *
 * Sources: IEC 61850-7-2, control model: "enhanced security" ends with a command termination only once the new state is
 * seen, as here; its causes blocked-by-interlocking, command-already-in-execution and time-limit-over are our `interlock`,
 * `busy` and `silent`; select-before-operate is our confirmation. OPC UA Part 4, Write: Good_CompletesAsynchronously means
 * taken, not done, hence `accepted` beside `proved`. BACnet (ASHRAE 135 clause 19.2) arbitrates between writers by priority
 * in the device; nothing here overrides a device that decides otherwise, and that shows as `other-state`.
 */
import { unreachable } from '#shared/base/assert.ts';
import type { EpochMs } from '#shared/base/brand.ts';
import { QUALITY_GOOD, type Quality } from '#shared/domain/sample.ts';
import type { Command, CommandReason, Expectation, Violation } from './command.ts';
import { isOpen, isUnderWay } from './command.ts';

export type CommandEvent =
  | { readonly type: 'confirm'; readonly atMs: EpochMs; readonly by: string }
  | {
      readonly type: 'refuse';
      readonly atMs: EpochMs;
      readonly reason: 'interlock' | 'offline' | 'not-stored' | 'elsewhere';
      readonly violations?: readonly Violation[];
    }
  | { readonly type: 'send'; readonly atMs: EpochMs }
  | { readonly type: 'accept'; readonly atMs: EpochMs; readonly by: 'broker' | 'device' }
  | {
      readonly type: 'feedback';
      readonly atMs: EpochMs;
      readonly value: number;
      readonly quality: Quality;
      /** Received this long after the command was sent, on a clock that never steps. */
      readonly sinceSentMs: number;
    }
  | {
      readonly type: 'fail';
      readonly atMs: EpochMs;
      readonly reason: 'device-refused' | 'broker-refused' | 'not-sent';
    }
  | { readonly type: 'deadline' | 'withdraw' | 'supersede' | 'restart' | 'rehearse'; readonly atMs: EpochMs };

export interface CommandTransition {
  /** The same object where nothing changed. */
  readonly command: Command;
  readonly changed: boolean;
}

/** The command after the event. `storedSeq` is 0 after each step to a phase, until the caller has that on disk. */
export function advance(command: Command, event: CommandEvent): CommandTransition {
  const change = isOpen(command) ? changeBy(command, event) : undefined;
  if (change === undefined) return { command, changed: false };
  const storedSeq = change.phase === undefined ? command.storedSeq : 0;
  return { command: { ...command, ...change, storedSeq }, changed: true };
}

export function meets({ low, high }: Expectation, value: number): boolean {
  return value >= low && value <= high;
}

/** May this name confirm what the other asked? */
export function mayConfirm({ confirmation, origin }: Command, by: string): boolean {
  return confirmation !== 'two-people' || person(by) !== person(origin.by);
}

/** One person may write the same name in several ways. */
function person(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

type Change = Partial<Command> | undefined;

function changeBy(command: Command, event: CommandEvent): Change {
  const { phase } = command;
  switch (event.type) {
    case 'confirm':
      if (phase !== 'asked' || !mayConfirm(command, event.by)) return undefined;
      return { phase: 'confirmed', confirmedAtMs: event.atMs, confirmedBy: event.by };
    case 'refuse':
      if (isUnderWay(command)) return undefined;
      return { ...ended('refused', event.reason, event.atMs), violations: event.violations ?? [] };
    case 'send':
      return phase === 'confirmed' ? { phase: 'sent', sentAtMs: event.atMs } : undefined;
    case 'accept':
      if (!isUnderWay(command)) return undefined;
      if (phase === 'accepted' && (event.by === 'broker' || command.acceptedBy === 'device'))
        return undefined;
      return { phase: 'accepted', acceptedAtMs: event.atMs, acceptedBy: event.by };
    case 'feedback':
      return isUnderWay(command) ? seen(command, event) : undefined;
    case 'fail':
      return isUnderWay(command) ? ended('failed', event.reason, event.atMs) : undefined;
    case 'deadline':
      return atDeadline(command, event.atMs);
    case 'withdraw':
      return isUnderWay(command) ? undefined : ended('withdrawn', 'by-person', event.atMs);
    case 'supersede':
      return ended(isUnderWay(command) ? 'no-answer' : 'withdrawn', 'superseded', event.atMs);
    case 'restart':
      return ended(phase === 'asked' ? 'expired' : 'no-answer', 'restarted', event.atMs);
    case 'rehearse':
      return phase === 'confirmed' ? ended('rehearsed', undefined, event.atMs) : undefined;
    default:
      return unreachable(event);
  }
}

function seen(command: Command, event: Extract<CommandEvent, { type: 'feedback' }>): Change {
  if (event.quality !== QUALITY_GOOD || !(event.sinceSentMs > 0)) return undefined;
  const feedback = event.value;
  if (meets(command.expectation, feedback)) return { ...ended('proved', undefined, event.atMs), feedback };
  return feedback === command.feedback ? undefined : { feedback };
}

function atDeadline(command: Command, atMs: EpochMs): Change {
  if (command.phase === 'asked') return ended('expired', 'not-confirmed', atMs);
  if (!isUnderWay(command)) return undefined;
  return command.feedback === undefined
    ? ended('no-answer', 'silent', atMs)
    : ended('failed', 'other-state', atMs);
}

function ended(
  phase: Command['phase'],
  reason: CommandReason | undefined,
  atMs: EpochMs,
): Pick<Command, 'phase' | 'reason' | 'endedAtMs'> {
  return { phase, reason, endedAtMs: atMs };
}
