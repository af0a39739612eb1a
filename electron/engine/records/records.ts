/**
 * The shared records of this station: incidents, work orders and what else stations keep together. Public door of the room.
 *
 * Owns: every record that is kept, the hybrid clock that stamps what is done here, and their way into the journal.
 * Invariants: a write is in force at once and journalled at once, `stored` says when it is on disk; nothing is ever taken
 * out of a record; what the journal holds after a restart is what was there before it.
 * Loss policy: none. What a record means is for the room that owns its type.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import {
  emptyRecord,
  mergeRecords,
  type Act,
  type JsonObject,
  type Json,
  type SharedRecord,
} from '#shared/domain/record/record.ts';
import { createHybridClock, type HybridClock } from '#shared/domain/record/stamp.ts';
import { createRecordNames, type RecordNames } from './names.ts';

/** The part of the journal that records need. */
export interface RecordJournal {
  append(kind: string, body: unknown): { readonly seq: number; readonly stored: Promise<boolean> };
}

export interface RecordsDeps {
  readonly journal: RecordJournal;
  readonly clock: Clock;
  readonly stationId: string;
  readonly log: Log;
}

export interface NewAct {
  readonly kind: string;
  /** A person's name, or `engine`. */
  readonly by: string;
  readonly body?: JsonObject;
}

export interface RecordWrite {
  readonly acts?: readonly NewAct[];
  readonly fields?: Readonly<Record<string, Json>>;
}

export interface Written {
  readonly record: SharedRecord;
  /** Those of this write, with their stamps. */
  readonly acts: readonly Act[];
  /** False as soon as the disk refuses. Never rejects. */
  readonly stored: Promise<boolean>;
}

/** `here`: written at this station; `elsewhere`: merged from another one. */
export type RecordOrigin = 'here' | 'elsewhere';

export interface RecordChange {
  readonly record: SharedRecord;
  /** Acts that were not known before, in order. */
  readonly acts: readonly Act[];
  readonly origin: RecordOrigin;
}

export interface Records {
  get(type: string, id: string): SharedRecord | undefined;
  all(type: string): readonly SharedRecord[];
  /** Makes the record where there is none yet. */
  write(type: string, id: string, write: RecordWrite): Written;
  /** @returns undefined when it brought nothing new. */
  merge(remote: SharedRecord): Written | undefined;
  /** After each write and merge, in order. @returns unsubscribe. */
  onChange(listener: (change: RecordChange) => void): () => void;
  /** A short name that no other record of any station has, e.g. `INC-1125-03K`: read aloud over radio. */
  newId(prefix: string): string;
}
