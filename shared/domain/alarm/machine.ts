/**
 * The alarm state machine of ISA-18.2-2016 clause 5.2.2 (IEC 62682:2022 clause 5.2.2), its four basic states. Pure.
 *
 * | phase \ event            | raise                | clear                    | acknowledge  |
 * | ------------------------ | -------------------- | ------------------------ | ------------ |
 * | normal                   | unacknowledged  (+1) | –                        | –            |
 * | unacknowledged           | –                    | returned-unacknowledged  | acknowledged |
 * | acknowledged             | –                    | normal                   | –            |
 * | returned-unacknowledged  | unacknowledged  (+1) | –                        | normal       |
 *
 * (+1) a new occurrence: what was acknowledged before says nothing about it. – nothing changes.
 * Invariant: the only ways back to normal lead through an acknowledgement of the present occurrence.
 *
 * Shelving, suppression by design and out of service are facts about attention, not about the process: they will stand
 * beside `phase` as a field of their own with a machine of their own, and this one keeps running underneath, as the
 * standard asks (a shelved alarm keeps its own state).
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import type { Alarm, AlarmId, AlarmPhase } from './alarm.ts';

export type AlarmEvent =
  | { readonly type: 'raise'; readonly atMs: EpochMs; readonly value: number }
  | { readonly type: 'clear'; readonly atMs: EpochMs }
  | { readonly type: 'acknowledge'; readonly atMs: EpochMs; readonly by: string };

/** What names an alarm and where it is; taken from the site when it is raised. */
export interface AlarmIdentity {
  readonly id: AlarmId;
  readonly ruleId: string;
  readonly pointId: string;
  readonly assetId: string;
  readonly zoneId: string;
  readonly storeyId: string;
  readonly priority: AlarmPriority;
  readonly name: LocalizedText;
}

export interface Transition {
  /** The same object where nothing changed. */
  readonly alarm: Alarm;
  readonly changed: boolean;
}

/** An alarm that is not in alarm. @param occurrence raisings so far. */
export function quietAlarm(identity: AlarmIdentity, occurrence: number): Alarm {
  return {
    ...identity,
    phase: 'normal',
    occurrence,
    raisedAtMs: 0 as EpochMs,
    clearedAtMs: undefined,
    acknowledgedAtMs: undefined,
    acknowledgedBy: undefined,
    raisedValue: NaN,
    storedSeq: 0,
  };
}

const next: Record<AlarmPhase, Record<AlarmEvent['type'], AlarmPhase | undefined>> = {
  normal: { raise: 'unacknowledged', clear: undefined, acknowledge: undefined },
  unacknowledged: { raise: undefined, clear: 'returned-unacknowledged', acknowledge: 'acknowledged' },
  acknowledged: { raise: undefined, clear: 'normal', acknowledge: undefined },
  'returned-unacknowledged': { raise: 'unacknowledged', clear: undefined, acknowledge: 'normal' },
};

/** The alarm after the event. `storedSeq` is 0 after each change, until the caller has it on disk. */
export function transition(alarm: Alarm, event: AlarmEvent): Transition {
  const phase = next[alarm.phase][event.type];
  if (phase === undefined) return { alarm, changed: false };
  const moved = { ...alarm, phase, storedSeq: 0 };
  switch (event.type) {
    case 'raise':
      return {
        changed: true,
        alarm: {
          ...moved,
          occurrence: alarm.occurrence + 1,
          raisedAtMs: event.atMs,
          raisedValue: event.value,
          clearedAtMs: undefined,
          acknowledgedAtMs: undefined,
          acknowledgedBy: undefined,
        },
      };
    case 'clear':
      return { changed: true, alarm: { ...moved, clearedAtMs: event.atMs } };
    case 'acknowledge':
      return { changed: true, alarm: { ...moved, acknowledgedAtMs: event.atMs, acknowledgedBy: event.by } };
  }
}

/** The condition holds now. */
export function isActive(phase: AlarmPhase): boolean {
  return phase === 'unacknowledged' || phase === 'acknowledged';
}

/** Somebody must still look at it: blinks, sounds. */
export function needsAcknowledgement(phase: AlarmPhase): boolean {
  return phase === 'unacknowledged' || phase === 'returned-unacknowledged';
}
