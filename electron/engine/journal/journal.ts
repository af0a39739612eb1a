/**
 * The record of the site: alarm transitions, acknowledgements, later commands, incidents and notes. Public door of the room.
 *
 * Owns `<data>/journal/`: segments of checksummed, hash-chained lines (`line.ts`). Invariants: numbers rise by one, also
 * over restarts; `stored` resolves true only after fdatasync; nothing on the disk is written over or deleted.
 * Loss policy: nothing is shed. While the disk refuses, records wait in memory, `stored` is false, the health condition
 * `journal.not-stored` stands, and they are written, in order, once it accepts again.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import { createDisk, errorCode, isRefusal, type JournalDisk } from './disk.ts';
import { chainHash, formatLine, recordJson } from './line.ts';
import { acquireLock, type Lock } from './lock.ts';
import {
  lineMatcher,
  parseEntry,
  readForwards,
  readLatest,
  readLink,
  type ChainLink,
  type LatestQuery,
} from './read.ts';
import { NOTHING_FOUND, recover, type Recovery, type Torn } from './recover.ts';
import type { Damage } from './segments.ts';
import { JournalWriter } from './writer.ts';

export type { JournalDisk, OpenSegment } from './disk.ts';
export type { ChainLink, LatestQuery } from './read.ts';
export { describeReport, verifyJournal, type VerifyReport } from './verify.ts';

export interface JournalHead {
  /** Last record on the disk; 0: none. */
  readonly seq: number;
  readonly hash: string;
  /** Records waiting for the disk. */
  readonly lag: number;
  readonly storing: boolean;
  /** On the disk, all segments. */
  readonly bytes: number;
}

export interface Appended {
  readonly seq: number;
  /** Ties it to all before it; to be kept elsewhere. */
  readonly link: ChainLink;
  /** False as soon as the disk refuses; the record is then still stored later (see `onStored`). Never rejects. */
  readonly stored: Promise<boolean>;
}

export interface Journal {
  /** What the start found. */
  readonly recovery: { readonly torn: Torn | undefined; readonly damages: readonly Damage[] };
  /** @throws TypeError on a body that JSON cannot carry (a bug). */
  append(kind: string, body: unknown): Appended;
  head(): JournalHead;
  /** Every record up to `seq` is on the disk. @returns unsubscribe. */
  onStored(listener: (seq: number) => void): () => void;
  /** In order, each number once, what is damaged left out; without those still waiting for the disk. */
  read(fromSeq: number): AsyncGenerator<JournalEntry>;
  /** Newest first, with those still waiting for the disk. */
  latest(query: LatestQuery): Promise<Result<JournalEntry[], 'unreadable'>>;
  /** A record on the disk; undefined where there is no sound one of this number. */
  link(seq: number): Promise<Result<ChainLink | undefined, 'unreadable'>>;
  /** Tries to store what waits, once, and lets go of the folder. */
  close(): Promise<void>;
}

export interface JournalOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: Health;
  /** A new file is begun beyond this. Default 16 MiB. */
  readonly segmentBytes?: number;
  /** Default 1 s. */
  readonly retryMs?: number;
  /** A disk that has not answered this long counts as refusing. Default 5 s. */
  readonly stallMs?: number;
  readonly disk?: JournalDisk;
}

const NOT_STORED = 'journal.not-stored';
const MIB = 1024 * 1024;

/**
 * Opens the journal, or begins one. A torn end and damage do not stop it: see `Journal.recovery` and the health
 * conditions `journal.torn-record` and `journal.damaged`.
 */
export async function openJournal(
  options: JournalOptions,
): Promise<Result<Journal, 'unreadable' | 'locked'>> {
  const { folder, clock, log } = options;
  const disk = options.disk ?? createDisk();
  try {
    await disk.ensureFolder(folder);
  } catch (error) {
    if (!isRefusal(error)) return fail('unreadable', `${folder}: ${errorCode(error)}`);
    // A full disk at the very first start: alarms must run all the same. Without the folder there is nothing to lock.
    return ok(new OpenJournal(options, disk, undefined, NOTHING_FOUND));
  }
  const lock = await acquireLock(folder, clock.nowMs(), log);
  if (!lock.ok) return lock;
  try {
    return ok(new OpenJournal(options, disk, lock.value, await recover(folder)));
  } catch (error) {
    await lock.value.release();
    return fail('unreadable', `${folder}: ${errorCode(error)}`);
  }
}

class OpenJournal implements Journal {
  readonly recovery: Journal['recovery'];
  readonly #options: JournalOptions;
  readonly #lock: Lock | undefined;
  readonly #writer: JournalWriter;
  readonly #listeners = new Set<(seq: number) => void>();
  readonly #bytesBefore: number;
  /** Of the last record appended, stored or not: the chain is made at `append`. */
  #seq: number;
  #hash: string;
  #refusing = false;
  #closing: Promise<void> | undefined;

  constructor(options: JournalOptions, disk: JournalDisk, lock: Lock | undefined, found: Recovery) {
    const { resume, torn, damages, bytes } = found;
    this.#options = options;
    this.#lock = lock;
    this.recovery = { torn, damages };
    this.#bytesBefore = bytes;
    this.#seq = resume.seq;
    this.#hash = resume.hash;
    this.#writer = new JournalWriter(
      {
        folder: options.folder,
        disk,
        segmentBytes: options.segmentBytes ?? 16 * MIB,
        retryMs: options.retryMs ?? 1_000,
        stallMs: options.stallMs ?? 5_000,
        nowMs: () => options.clock.nowMs(),
        onDurable: (seq) => this.#durable(seq),
        onRefused: (code) => this.#refused(code),
      },
      resume,
    );
    this.#tell();
  }

  append(kind: string, body: unknown): Appended {
    const seq = this.#seq + 1;
    const json = recordJson(seq, this.#options.clock.nowMs(), kind, body);
    const previousHash = this.#hash;
    const hash = chainHash(previousHash, json);
    this.#seq = seq;
    this.#hash = hash;
    let settle: (stored: boolean) => void = () => undefined;
    const stored = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    this.#writer.push({ seq, hash, line: formatLine(hash, json), settle });
    return { seq, link: { previousHash, json, hash }, stored };
  }

  head(): JournalHead {
    const { durable, waiting, storing, writtenBytes } = this.#writer;
    return { ...durable, lag: waiting.length, storing, bytes: this.#bytesBefore + writtenBytes };
  }

  onStored(listener: (seq: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  read(fromSeq: number): AsyncGenerator<JournalEntry> {
    return readForwards(this.#options.folder, fromSeq, this.#writer.durable.seq, (damage) =>
      this.#damaged([damage]),
    );
  }

  async latest(query: LatestQuery): Promise<Result<JournalEntry[], 'unreadable'>> {
    // Both taken at the same instant: a record is in exactly one of the two.
    const durableSeq = this.#writer.durable.seq;
    const matches = lineMatcher(query);
    const waiting: JournalEntry[] = [];
    for (const { line } of [...this.#writer.waiting].reverse()) {
      if (waiting.length >= query.limit) break;
      const entry = matches(line) ? parseEntry(line.subarray(line.indexOf('{'))) : undefined;
      if (entry?.kind.startsWith(query.kind)) waiting.push(entry);
    }
    try {
      const rest = { ...query, limit: query.limit - waiting.length };
      return ok([
        ...waiting,
        ...(await readLatest(this.#options.folder, rest, durableSeq, (damage) => this.#damaged([damage]))),
      ]);
    } catch (error) {
      return fail('unreadable', `${this.#options.folder}: ${errorCode(error)}`);
    }
  }

  async link(seq: number): Promise<Result<ChainLink | undefined, 'unreadable'>> {
    if (seq > this.#writer.durable.seq) return ok(undefined);
    try {
      return ok(await readLink(this.#options.folder, seq));
    } catch (error) {
      return fail('unreadable', `${this.#options.folder}: ${errorCode(error)}`);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const lost = await this.#writer.close();
    if (lost > 0)
      this.#options.log('error', 'the journal was closed with records that the disk did not take', { lost });
    await this.#lock?.release();
  }

  #durable(seq: number): void {
    if (this.#refusing) {
      this.#refusing = false;
      this.#options.health.clear(NOT_STORED);
      this.#options.log('info', 'the journal takes records again', { seq });
    }
    for (const listener of [...this.#listeners]) listener(seq);
  }

  #refused(code: string): void {
    const { folder, health, log } = this.#options;
    if (!this.#refusing) log('error', 'the journal does not take records', { folder, reason: code });
    this.#refusing = true;
    health.set(NOT_STORED, {
      code: NOT_STORED,
      severity: 'failure',
      facts: { waiting: this.#writer.waiting.length, reason: code, folder },
    });
  }

  #tell(): void {
    const { health, log } = this.#options;
    const { torn, damages } = this.recovery;
    if (torn) {
      const { file, offset, bytes } = torn;
      log('warn', 'the journal ended in an unfinished write', { ...torn });
      const facts = { file, offset, bytes };
      health.set('journal.torn-record', { code: 'journal.torn-record', severity: 'notice', facts });
    }
    this.#damaged(damages);
  }

  #damaged(damages: readonly Damage[]): void {
    const { health, log } = this.#options;
    for (const damage of damages) log('error', 'the journal is damaged', { ...damage });
    const first = damages[0];
    if (!first) return;
    const facts = { file: first.file, offset: first.offset, reason: first.reason, places: damages.length };
    health.set('journal.damaged', { code: 'journal.damaged', severity: 'warning', facts });
  }
}
