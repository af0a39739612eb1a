/**
 * The shared records of this station: incidents, work orders and what else stations keep together. Public door of the room.
 *
 * Owns: every record that is kept, the hybrid clock that stamps what is done here, and their way into the journal.
 * Invariants: a write is in force at once and journalled at once, `stored` says when it is on disk; nothing is ever taken
 * out of a record; what the journal holds after a restart is what was there before it.
 * Loss policy: none. What a record means is for the room that owns its type.
 */
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import type { Result } from '#shared/base/result.ts';
import {
  emptyRecord,
  mergeRecords,
  newestStamp,
  RECORD_SCHEMA,
  type Act,
  type FieldWrite,
  type Json,
  type JsonObject,
  type SharedRecord,
} from '#shared/domain/record/record.ts';
import { createHybridClock, readStamp, type HybridClock } from '#shared/domain/record/stamp.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { Journal } from '#engine/journal/journal.ts';
import { readSinceSnapshot } from '#engine/journal/replay.ts';
import { createRecordNames, type RecordNames } from './names.ts';

/** The part of the journal that records need. */
export interface RecordJournal {
  append(kind: string, body: unknown): { readonly seq: number; readonly stored: Promise<boolean> };
}

/** What the room of a type says of its records. */
export interface RecordType {
  /** E.g. `work-order`. */
  readonly name: string;
  /** Untouched for so long, a record leaves memory and broker; the journal keeps it. */
  readonly keepMs: number;
}

export interface RecordsDeps {
  readonly types: readonly RecordType[];
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
  /** Those that were not known before, in order, with their stamps. */
  readonly acts: readonly Act[];
  /** False as soon as the disk refuses. Never rejects. */
  readonly stored: Promise<boolean>;
}

export interface RecordChange {
  readonly record: SharedRecord;
  /** Those that were not known before, in order. */
  readonly acts: readonly Act[];
  /** `here`: written at this station; `elsewhere`: merged from another one. */
  readonly origin: 'here' | 'elsewhere';
}

export interface Records {
  /** Once, before anything else. @param entries from `readRecordEntries`. Nobody is told. */
  restore(entries: Iterable<JournalEntry>): void;
  get(type: string, id: string): SharedRecord | undefined;
  all(type: string): readonly SharedRecord[];
  /** Makes the record where there is none yet. */
  write(type: string, id: string, write: RecordWrite): Written;
  /** @param remote from `readRecord`. @returns undefined when it brought nothing new. */
  merge(remote: SharedRecord): Written | undefined;
  /** After each write and merge, in order. @returns unsubscribe. */
  onChange(listener: (change: RecordChange) => void): () => void;
  /** A record left because nobody had touched it for so long. @returns unsubscribe. */
  onExpired(listener: (type: string, id: string, record: SharedRecord) => void): () => void;
  /** A short name that no other record has, e.g. `INC-261125-03KQT`: read aloud over radio. */
  newId(type: string, prefix: string): string;
  /** The wall clock, or the newest stamp seen where the clock has fallen behind it. */
  believedMs(): number;
  readonly typeNames: readonly string[];
  /**
   * By its own stamps: nobody touched it for as long as its type is kept. Such a record is not offered to other stations
   * again; one that comes is still taken, since only a wrong clock may have made it look old.
   */
  isOld(record: SharedRecord): boolean;
  /** Lets go of what was untouched for too long; every minute or so. */
  tick(): void;
  /** Puts a snapshot into the journal, so that the next start has little to replay; before a planned stop. */
  snapshot(): void;
}

const WRITTEN_KIND = 'record.written';
const SNAPSHOT_KIND = 'record.snapshot';
const SNAPSHOT_EVERY = 2_000;
const OVERDUE_MS = 3_600_000;

interface WrittenBody {
  readonly type: string;
  readonly id: string;
  readonly acts: readonly Act[];
  readonly fields: Readonly<Record<string, FieldWrite>>;
}

interface Kept {
  readonly record: SharedRecord;
  /** This station's wall clock: another station's clock must not make a record old. */
  readonly touchedMs: number;
}

interface SnapshotBody {
  readonly records: readonly Kept[];
}

export function createRecords(deps: RecordsDeps): Records {
  return new KeptRecords(deps);
}

/** Everything `restore` needs: the latest snapshot and what came after it. */
export function readRecordEntries(
  journal: Pick<Journal, 'latest' | 'read'>,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  return readSinceSnapshot(journal, SNAPSHOT_KIND, 'record.');
}

class KeptRecords implements Records {
  readonly #deps: RecordsDeps;
  readonly #stamps: HybridClock;
  readonly #names: RecordNames;
  readonly #byType: ReadonlyMap<string, Map<string, Kept>>;
  readonly #listeners = new Set<(change: RecordChange) => void>();
  readonly #expiredListeners = new Set<(type: string, id: string, record: SharedRecord) => void>();
  /** Too old by the wall clock → since when, monotonic: a clock that jumps years ahead and back again costs no record. */
  readonly #overdue = new WeakMap<Kept, number>();
  #sinceSnapshot = 0;

  constructor(deps: RecordsDeps) {
    this.#deps = deps;
    this.#stamps = createHybridClock(() => deps.clock.nowMs(), deps.stationId);
    this.#names = createRecordNames(deps.stationId);
    this.#byType = new Map(deps.types.map(({ name }) => [name, new Map<string, Kept>()]));
  }

  restore(entries: Iterable<JournalEntry>): void {
    for (const { kind, body, atMs } of entries) {
      if (kind === SNAPSHOT_KIND)
        this.#restoreSnapshot((body as Partial<SnapshotBody> | null)?.records ?? []);
      if (kind !== WRITTEN_KIND) continue;
      this.#sinceSnapshot += 1;
      const { type, id, acts, fields } = body as WrittenBody;
      this.#put(mergeRecords(this.#before(type, id), { ...emptyRecord(type, id), acts, fields }), atMs);
    }
    this.#deps.log('info', 'records restored', {
      ...Object.fromEntries([...this.#byType].map(([type, kept]) => [type, kept.size])),
    });
  }

  get(type: string, id: string): SharedRecord | undefined {
    return this.#byType.get(type)?.get(id)?.record;
  }
  all(type: string): readonly SharedRecord[] {
    return [...(this.#byType.get(type)?.values() ?? [])].map(({ record }) => record);
  }
  believedMs(): number {
    return Math.max(this.#deps.clock.nowMs(), this.#stamps.newestMs);
  }
  get typeNames(): readonly string[] {
    return [...this.#byType.keys()];
  }
  isOld(record: SharedRecord): boolean {
    const keepMs = this.#deps.types.find(({ name }) => name === record.type)?.keepMs ?? Infinity;
    return this.#deps.clock.nowMs() - (readStamp(newestStamp(record))?.wallMs ?? 0) > keepMs;
  }
  newId(type: string, prefix: string): string {
    return this.#names.next(prefix, this.#deps.clock.nowMs(), (id) => this.get(type, id) !== undefined);
  }
  onChange(listener: (change: RecordChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  onExpired(listener: (type: string, id: string, record: SharedRecord) => void): () => void {
    this.#expiredListeners.add(listener);
    return () => this.#expiredListeners.delete(listener);
  }

  write(type: string, id: string, { acts = [], fields = {} }: RecordWrite): Written {
    const nowMs = this.#deps.clock.nowMs();
    const written: SharedRecord = {
      schema: RECORD_SCHEMA,
      type,
      id,
      acts: acts.map(({ kind, by, body = {} }) => ({
        stamp: this.#stamps.next(),
        kind,
        by,
        atMs: epochMs(nowMs),
        body,
      })),
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, { value, stamp: this.#stamps.next() }]),
      ),
    };
    return this.#take(written, 'here');
  }

  merge(remote: SharedRecord): Written | undefined {
    const before = this.#before(remote.type, remote.id);
    if (mergeRecords(before, remote) === before) return undefined;
    for (const { stamp } of remote.acts) this.#stamps.observe(stamp);
    for (const { stamp } of Object.values(remote.fields)) this.#stamps.observe(stamp);
    return this.#take(remote, 'elsewhere');
  }

  tick(): void {
    const { clock, types } = this.#deps;
    for (const { name, keepMs } of types) {
      for (const [id, kept] of this.#byType.get(name) ?? []) {
        if (clock.nowMs() - kept.touchedMs <= keepMs || !this.isOld(kept.record)) this.#overdue.delete(kept);
        else if (!this.#overdue.has(kept)) this.#overdue.set(kept, clock.monotonicMs());
        else if (clock.monotonicMs() - (this.#overdue.get(kept) ?? 0) > OVERDUE_MS) {
          this.#byType.get(name)?.delete(id);
          for (const listener of [...this.#expiredListeners]) listener(name, id, kept.record);
        }
      }
    }
  }

  snapshot(): void {
    this.#sinceSnapshot = 0;
    const records = [...this.#byType.values()].flatMap((kept) => [...kept.values()]);
    this.#deps.journal.append(SNAPSHOT_KIND, { records } satisfies SnapshotBody);
  }

  #take(coming: SharedRecord, origin: RecordChange['origin']): Written {
    const { type, id } = coming;
    const before = this.#before(type, id);
    const record = mergeRecords(before, coming);
    const known = new Set(before.acts);
    const acts = record.acts.filter((act) => !known.has(act));
    const fields = Object.fromEntries(
      Object.entries(record.fields).filter(([name, write]) => before.fields[name] !== write),
    );
    this.#put(record, this.#deps.clock.nowMs());
    const body: WrittenBody = { type, id, acts, fields };
    const { stored } = this.#deps.journal.append(WRITTEN_KIND, body);
    this.#sinceSnapshot += 1;
    if (this.#sinceSnapshot >= SNAPSHOT_EVERY) this.snapshot();
    for (const listener of [...this.#listeners]) listener({ record, acts, origin });
    return { record, acts, stored };
  }

  #before(type: string, id: string): SharedRecord {
    return this.get(type, id) ?? emptyRecord(type, id);
  }

  #put(record: SharedRecord, touchedMs: number): void {
    // A journal outlives the program that wrote it: a type that nobody knows any more stays on disk.
    this.#byType.get(record.type)?.set(record.id, { record, touchedMs });
    for (const { stamp } of record.acts.slice(-1)) this.#stamps.observe(stamp);
    for (const { stamp } of Object.values(record.fields)) this.#stamps.observe(stamp);
  }

  #restoreSnapshot(records: readonly Kept[]): void {
    this.#sinceSnapshot = 0;
    for (const kept of this.#byType.values()) kept.clear();
    for (const { record, touchedMs } of records) this.#put(record, touchedMs);
  }
}
