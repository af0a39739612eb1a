/**
 * Alarms as they stand in the journal: each transition carries the whole alarm, so that any single record can be read
 * without the ones before it and without the site file of that day.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import type { Alarm, AlarmId, AlarmPhase } from './alarm.ts';

export const ALARM_RECORD_KINDS = {
  raise: 'alarm.raised',
  clear: 'alarm.cleared',
  acknowledge: 'alarm.acknowledged',
} as const;

/** Bounds the replay at start: everything before the newest one is already in it. */
export const SNAPSHOT_KIND = 'alarms.snapshot';

/** JSON has no NaN: `raisedValue` is null there. `storedSeq` is the record's own number and left out. */
export type StoredAlarm = Omit<Alarm, 'raisedValue' | 'storedSeq'> & { readonly raisedValue: number | null };

export interface AlarmRecordBody {
  readonly alarm: StoredAlarm;
  /** Who: a person, or `engine` for the process itself. */
  readonly by: string;
}

export interface SnapshotBody {
  /** Every alarm that is not normal, with the number of its last transition. */
  readonly alarms: readonly { readonly alarm: StoredAlarm; readonly storedSeq: number }[];
  /** Raisings so far, also of alarms that are normal now. */
  readonly occurrences: Readonly<Record<string, number>>;
}

export function toStored(alarm: Alarm): StoredAlarm {
  const { storedSeq: _, ...rest } = alarm;
  return { ...rest, raisedValue: Number.isFinite(alarm.raisedValue) ? alarm.raisedValue : null };
}

const phases: readonly AlarmPhase[] = ['normal', 'unacknowledged', 'acknowledged', 'returned-unacknowledged'];

/** The alarm of a record, or `undefined` for something that is none: a journal outlives the program that wrote it. */
export function fromStored(stored: unknown, storedSeq: number): Alarm | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const raw = stored as Record<string, unknown>;
  const { id, phase, occurrence, priority } = raw;
  const name = raw.name as { zh?: unknown; en?: unknown } | undefined;
  if (typeof id !== 'string' || id === '') return undefined;
  if (typeof occurrence !== 'number' || !phases.includes(phase as AlarmPhase)) return undefined;
  if (priority !== 1 && priority !== 2 && priority !== 3 && priority !== 4) return undefined;
  return {
    id: id as AlarmId,
    ruleId: text(raw.ruleId),
    pointId: text(raw.pointId),
    assetId: text(raw.assetId),
    zoneId: text(raw.zoneId),
    storeyId: text(raw.storeyId),
    priority: priority satisfies AlarmPriority,
    name: { zh: text(name?.zh) || id, en: text(name?.en) || id },
    phase: phase as AlarmPhase,
    occurrence,
    raisedAtMs: (instant(raw.raisedAtMs) ?? 0) as EpochMs,
    clearedAtMs: instant(raw.clearedAtMs),
    acknowledgedAtMs: instant(raw.acknowledgedAtMs),
    acknowledgedBy: typeof raw.acknowledgedBy === 'string' ? raw.acknowledgedBy : undefined,
    raisedValue: typeof raw.raisedValue === 'number' ? raw.raisedValue : NaN,
    storedSeq,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function instant(value: unknown): EpochMs | undefined {
  return typeof value === 'number' ? (value as EpochMs) : undefined;
}
