/**
 * Keeps the shared records of all stations of a site the same, through the broker and with no server: one retained JSON
 * record a topic, `signalbox-site/<site>/records/<type>/<id>`, QoS 1. Public door of the room.
 *
 * Owns: what the broker is known to hold, and what it must still be told. Invariants: what comes is merged, never taken
 * over; whoever finds the broker's copy poorer than his own publishes the union, so that all end with the same; a record that
 * fails `readRecord` changes nothing and is kept for people to see; what came is acknowledged to the broker only once it is in
 * the journal. Loss policy: none. While the broker is away, everything waits here and goes out when it is back.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import type { Result } from '#shared/base/result.ts';
import { note, type Note } from '#shared/domain/note.ts';
import { readRecord, RECORD_LIMIT, type RecordFault } from '#shared/domain/record/read.ts';
import { sameRecord, type SharedRecord } from '#shared/domain/record/record.ts';
import type { QuarantineReason } from '#shared/protocol/requests.ts';
import type { Records } from '#engine/records/records.ts';

/** type/id: the end of the topic. */
type Key = `${string}/${string}`;

export interface StationsDeps {
  readonly siteId: string;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: Health;
  /** Retained, QoS 1. */
  publish(topic: string, payload: string): Promise<Result<void>>;
  quarantine(refused: {
    readonly topic: string;
    readonly reason: QuarantineReason;
    readonly note: Note;
    readonly payload: Uint8Array;
  }): void;
}

export interface Stations {
  /** To be subscribed with QoS 1 on the alarm lane. */
  readonly filter: string;
  /** @returns a promise while the acknowledgement must wait for the journal. */
  take(topic: string, payload: Uint8Array): Promise<void> | undefined;
  online(online: boolean): void;
  /** Every 100 ms. */
  tick(): void;
  /** Records that the broker has not been told yet. */
  readonly waiting: number;
  stop(): void;
}

/** The broker sends what it retains right after the subscription; to publish before that would only repeat it. */
const SETTLE_MS = 750;
const RETRY_MS = 1_000;
/** A record is published whole: a large one that changes all the time must not fill the line of the others. Bytes a millisecond. */
const PACE = 1_000;
const LONGEST_REST_MS = 3_000;
const TOO_LARGE = 'stations.record-too-large';

const reasons: Readonly<Record<RecordFault, QuarantineReason>> = {
  'too-large': 'record-too-large',
  'not-json': 'not-json',
  'wrong-schema': 'record-schema',
  'wrong-topic': 'record-topic',
  'far-future': 'record-future',
};

export function createStations(deps: StationsDeps): Stations {
  return new StationSync(deps);
}

class StationSync implements Stations {
  readonly filter: string;
  readonly #deps: StationsDeps;
  readonly #prefix: string;
  /** Since we are online. */
  readonly #atBroker = new Map<Key, SharedRecord>();
  readonly #due = new Set<Key>();
  /** Large records that were just published: until when what is new of them waits. */
  readonly #resting = new Map<Key, number>();
  readonly #stops: (() => void)[];
  #online = false;
  #readyAtMs = Infinity;
  #publishing = false;

  constructor(deps: StationsDeps) {
    const { records, siteId } = deps;
    this.#deps = deps;
    this.#prefix = `signalbox-site/${siteId}/records/`;
    this.filter = `${this.#prefix}+/+`;
    this.#stops = [
      records.onChange(({ record }) => this.#check(`${record.type}/${record.id}`)),
      records.onExpired((type, id) => this.#check(`${type}/${id}`)),
    ];
  }

  get waiting(): number {
    return this.#due.size;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  online(online: boolean): void {
    this.#online = online;
    this.#readyAtMs = online ? this.#deps.clock.monotonicMs() + SETTLE_MS : Infinity;
    // What it held before it went may be gone: a broker without a disk comes back empty.
    this.#atBroker.clear();
  }

  take(topic: string, payload: Uint8Array): Promise<void> | undefined {
    const [type = '', id = ''] = topic.slice(this.#prefix.length).split('/');
    const key: Key = `${type}/${id}`;
    const { records } = this.#deps;
    if (payload.byteLength === 0) {
      this.#atBroker.delete(key);
      this.#check(key);
      return undefined;
    }
    if (!records.typeNames.includes(type))
      return this.#refuse(topic, payload, 'record-topic', note('record-type', { type }));
    const read = readRecord(payload, { type, id }, records.believedMs());
    if (!read.ok) return this.#refuse(topic, payload, reasons[read.error.code], read.error.note);
    this.#atBroker.set(key, read.value);
    const merged = records.merge(read.value);
    this.#check(key);
    return merged?.stored.then(() => undefined);
  }

  tick(): void {
    const { clock, records } = this.#deps;
    if (!this.#online || this.#publishing || clock.monotonicMs() < this.#readyAtMs) return;
    if (this.#readyAtMs > 0) {
      this.#readyAtMs = 0;
      for (const type of records.typeNames)
        for (const { id } of records.all(type)) this.#check(`${type}/${id}`);
    }
    const nowMs = clock.monotonicMs();
    const next = [...this.#due].find((key) => (this.#resting.get(key) ?? 0) <= nowMs);
    if (next !== undefined) void this.#publish(next);
  }

  /** Due is what the broker has otherwise than we do. */
  #check(key: Key): void {
    const here = this.#record(key);
    const there = this.#atBroker.get(key);
    const same =
      here === undefined || there === undefined
        ? here === there || (here !== undefined && this.#deps.records.isOld(here))
        : sameRecord(here, there);
    if (same) this.#due.delete(key);
    else this.#due.add(key);
  }

  async #publish(key: Key): Promise<void> {
    const { publish, log, clock, health } = this.#deps;
    const record = this.#record(key);
    const payload = record === undefined ? '' : JSON.stringify(record);
    const bytes = Buffer.byteLength(payload);
    if (bytes > RECORD_LIMIT) return this.#tooLarge(key, bytes);
    this.#publishing = true;
    const sent = await publish(`${this.#prefix}${key}`, payload);
    this.#publishing = false;
    if (sent.ok) {
      if (record === undefined) this.#atBroker.delete(key);
      else this.#atBroker.set(key, record);
      this.#rest(key, bytes);
      this.#check(key);
      health.clear(`${TOO_LARGE}:${key}`);
    } else if (sent.error.code === 'too-large') this.#tooLarge(key, bytes);
    else {
      // Offline or slow: it stays due.
      this.#readyAtMs = Math.max(this.#readyAtMs, clock.monotonicMs() + RETRY_MS);
      log('debug', 'a shared record was not sent yet', { key, code: sent.error.code });
    }
  }

  #rest(key: Key, bytes: number): void {
    const restMs = Math.min(bytes / PACE, LONGEST_REST_MS);
    // A small one is through before the next tick.
    if (restMs < 100) this.#resting.delete(key);
    else this.#resting.set(key, this.#deps.clock.monotonicMs() + restMs);
  }

  /** It stays with this station, and people know. */
  #tooLarge(key: Key, bytes: number): void {
    this.#due.delete(key);
    this.#deps.health.set(`${TOO_LARGE}:${key}`, {
      code: TOO_LARGE,
      severity: 'warning',
      facts: { record: key.slice(key.indexOf('/') + 1), bytes },
    });
  }

  #record(key: Key): SharedRecord | undefined {
    const [type = '', id = ''] = key.split('/');
    return this.#deps.records.get(type, id);
  }

  #refuse(topic: string, payload: Uint8Array, reason: QuarantineReason, what: Note): undefined {
    this.#deps.quarantine({ topic, reason, note: what, payload });
    return undefined;
  }
}
