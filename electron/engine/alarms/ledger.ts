/**
 * Every alarm that is not normal, and its way into the journal. Each transition is one record; now and then
 * a snapshot bounds the next replay.
 *
 * Invariants: what listeners hear is in force at once, stored or not; `storedSeq` is 0 until the record of the last
 * transition is on disk. An alarm is left out only when it is normal.
 */
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { quietAlarm, transition, type AlarmEvent, type AlarmIdentity } from '#shared/domain/alarm/machine.ts';
import {
  ALARM_RECORD_KINDS,
  fromStored,
  SNAPSHOT_KIND,
  toStored,
  type AlarmRecordBody,
  type SnapshotBody,
} from '#shared/domain/alarm/record.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';

/** The part of the journal that alarms need. */
export interface AlarmJournal {
  append(kind: string, body: unknown): { readonly seq: number; readonly stored: Promise<boolean> };
  onStored(listener: (seq: number) => void): () => void;
}

export type AlarmListener = (changed: Alarm, ended: boolean) => void;

export interface AlarmCounts {
  readonly unacknowledged: number;
  readonly acknowledged: number;
  readonly returnedUnacknowledged: number;
}

/** Records between snapshots: this many, and one more for each alarm it has to tell, so that a flood is not half snapshots. */
const SNAPSHOT_EVERY = 1_000;

export class AlarmLedger {
  readonly #journal: AlarmJournal;
  readonly #current = new Map<AlarmId, Alarm>();
  readonly #occurrences = new Map<AlarmId, number>();
  /** Number of the record of the last transition, of alarms not normal. */
  readonly #lastSeq = new Map<AlarmId, number>();
  /** Records on their way to the disk, in order. */
  #unstored: { readonly seq: number; readonly id: AlarmId }[] = [];
  #pending: Promise<void> | undefined;
  readonly #listeners = new Set<AlarmListener>();
  readonly #counts = { normal: 0, unacknowledged: 0, acknowledged: 0, 'returned-unacknowledged': 0 };
  #sinceSnapshot = 0;

  constructor(journal: AlarmJournal) {
    this.#journal = journal;
    journal.onStored((seq) => this.#markStored(seq));
  }

  get(id: AlarmId): Alarm | undefined {
    return this.#current.get(id);
  }
  all(): Alarm[] {
    return [...this.#current.values()];
  }
  pending(): Promise<void> | undefined {
    return this.#pending;
  }
  counts(): AlarmCounts {
    const { unacknowledged, acknowledged } = this.#counts;
    return { unacknowledged, acknowledged, returnedUnacknowledged: this.#counts['returned-unacknowledged'] };
  }
  onChange(listener: AlarmListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Applies an event and records it.
   * @returns when the record is stored, or undefined where the event changed nothing.
   */
  apply(identity: AlarmIdentity, event: AlarmEvent, by: string): Promise<boolean> | undefined {
    const { id } = identity;
    const before = this.#current.get(id) ?? quietAlarm(identity, this.#occurrences.get(id) ?? 0);
    const { alarm: moved, changed } = transition(before, event);
    if (!changed) return undefined;
    // Raised anew it speaks the words of today's site, also where it was raised before under another.
    const alarm = event.type === 'raise' ? { ...moved, ...identity } : moved;
    this.#put(alarm);
    const body: AlarmRecordBody = { alarm: toStored(alarm), by };
    const { seq, stored } = this.#journal.append(ALARM_RECORD_KINDS[event.type], body);
    if (alarm.phase !== 'normal') this.#lastSeq.set(id, seq);
    this.#unstored.push({ seq, id });
    this.#await(stored);
    this.#tell(alarm);
    this.#sinceSnapshot += 1;
    if (this.#sinceSnapshot >= SNAPSHOT_EVERY + this.#occurrences.size) this.snapshot();
    return stored;
  }

  snapshot(): void {
    this.#sinceSnapshot = 0;
    const body: SnapshotBody = {
      alarms: this.all().map((alarm) => ({
        alarm: toStored(alarm),
        storedSeq: this.#lastSeq.get(alarm.id) ?? alarm.storedSeq,
      })),
      occurrences: Object.fromEntries(this.#occurrences),
    };
    this.#await(this.#journal.append(SNAPSHOT_KIND, body).stored);
  }

  /** Brings back what the journal says, in its order. Entries of other kinds are passed over. Nobody is told. */
  restore(entries: Iterable<JournalEntry>): void {
    const kinds = new Set<string>(Object.values(ALARM_RECORD_KINDS));
    for (const { seq, kind, body } of entries) {
      if (kind === SNAPSHOT_KIND) this.#restoreSnapshot(body as Partial<SnapshotBody> | null);
      if (!kinds.has(kind)) continue;
      this.#sinceSnapshot += 1;
      this.#restoreAlarm((body as Partial<AlarmRecordBody> | null)?.alarm, seq);
    }
  }

  #restoreSnapshot(body: Partial<SnapshotBody> | null): void {
    this.#sinceSnapshot = 0;
    for (const id of [...this.#current.keys()]) this.#drop(id);
    for (const [id, occurrence] of Object.entries(body?.occurrences ?? {})) {
      this.#occurrences.set(id as AlarmId, occurrence);
    }
    for (const { alarm, storedSeq } of body?.alarms ?? []) this.#restoreAlarm(alarm, storedSeq);
  }

  /** Whether it was ever raised. */
  hasCounted(id: AlarmId): boolean {
    return this.#occurrences.has(id);
  }

  /** Lets go of the counts of alarms that are normal and can never be raised again. */
  forgetCounts(isGone: (id: AlarmId) => boolean): void {
    for (const id of this.#occurrences.keys()) {
      if (!this.#current.has(id) && isGone(id)) this.#occurrences.delete(id);
    }
  }

  #restoreAlarm(stored: unknown, seq: number): void {
    const alarm = fromStored(stored, seq);
    if (!alarm) return;
    this.#put(alarm);
    if (alarm.phase !== 'normal') this.#lastSeq.set(alarm.id, seq);
  }

  #put(alarm: Alarm): void {
    this.#drop(alarm.id);
    this.#occurrences.set(alarm.id, alarm.occurrence);
    if (alarm.phase === 'normal') return;
    this.#current.set(alarm.id, alarm);
    this.#counts[alarm.phase] += 1;
  }

  #drop(id: AlarmId): void {
    const before = this.#current.get(id);
    if (!before) return;
    this.#counts[before.phase] -= 1;
    this.#current.delete(id);
    this.#lastSeq.delete(id);
  }

  /** The journal keeps order, so the last promise answers for all before it. */
  #await(stored: Promise<boolean>): void {
    const pending = stored.then(() => {
      if (this.#pending === pending) this.#pending = undefined;
    });
    this.#pending = pending;
  }

  #markStored(upTo: number): void {
    let done = 0;
    while (done < this.#unstored.length && (this.#unstored[done] as { seq: number }).seq <= upTo) done += 1;
    for (const { seq, id } of this.#unstored.splice(0, done)) {
      const alarm = this.#current.get(id);
      if (!alarm || this.#lastSeq.get(id) !== seq) continue;
      const stored = { ...alarm, storedSeq: seq };
      this.#current.set(id, stored);
      this.#tell(stored);
    }
  }

  #tell(alarm: Alarm): void {
    for (const listener of [...this.#listeners]) listener(alarm, alarm.phase === 'normal');
  }
}
