/**
 * Builds frames for windows. Owns: what each window has been sent. Invariants and loss policy: see `shared/protocol/frame.ts`.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { HealthCondition } from '#shared/base/health.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type {
  CollectionChange,
  CollectionName,
  CollectionSource,
  CollectionSources,
} from '#shared/protocol/collections.ts';
import type { Frame, PointColumns } from '#shared/protocol/frame.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';

/** 10 frames a second at most. */
const FRAME_GAP_MS = 100;
/** Vitals (ages, rates) are sent this often even when no point changed: a window without frames says so after 3 s. */
const VITALS_GAP_MS = 1_000;

/** What frames are made of; the composition hands in the live table, the alarms and the health. */
export interface FrameSources {
  readonly columns: Omit<PointColumns, 'index'> & { readonly changedIn: Uint32Array };
  nextGeneration(): number;
  activeAlarms(): readonly Alarm[];
  alarm(id: AlarmId): Alarm | undefined;
  readonly collections: CollectionSources;
  vitals(): Vitals;
  health(): readonly HealthCondition[];
}

export interface FramePublisher {
  /** The first frame, full, is sent at once. */
  attach(send: (frame: Frame) => void): Subscriber;
  /** An alarm changed: it goes with the next frame, which a window may get at the next tick. */
  alarmChanged(id: AlarmId): void;
  /** The value of that key is new, or gone. */
  changed(collection: CollectionName, id: string): void;
  healthChanged(): void;
  /** Call every 50 ms or so. */
  tick(): void;
  readonly size: number;
}

export interface Subscriber {
  acknowledge(seq: number): void;
  detach(): void;
}

interface SubscriberState {
  readonly send: (frame: Frame) => void;
  seq: number;
  inFlight: boolean;
  full: boolean;
  /** Everything that changed up to this generation was sent. */
  generation: number;
  sentAt: number;
  vitalsAt: number;
  healthDue: boolean;
  readonly alarms: Set<AlarmId>;
  readonly changes: Map<CollectionName, Set<string>>;
}

export function createFramePublisher(clock: Clock, sources: FrameSources): FramePublisher {
  return new Publisher(clock, sources);
}

class Publisher implements FramePublisher {
  readonly #clock: Clock;
  readonly #sources: FrameSources;
  readonly #subscribers = new Set<SubscriberState>();
  readonly #scratch: Uint32Array;

  constructor(clock: Clock, sources: FrameSources) {
    this.#clock = clock;
    this.#sources = sources;
    this.#scratch = new Uint32Array(sources.columns.status.length);
  }

  get size(): number {
    return this.#subscribers.size;
  }

  attach(send: (frame: Frame) => void): Subscriber {
    const state: SubscriberState = {
      send,
      seq: 0,
      inFlight: false,
      full: true,
      generation: 0,
      sentAt: -Infinity,
      vitalsAt: -Infinity,
      healthDue: true,
      alarms: new Set(),
      changes: new Map<CollectionName, Set<string>>(),
    };
    this.#subscribers.add(state);
    this.#sendFrame(state, this.#clock.monotonicMs());
    return {
      acknowledge(seq) {
        if (seq === state.seq) state.inFlight = false;
      },
      detach: () => void this.#subscribers.delete(state),
    };
  }

  alarmChanged(id: AlarmId): void {
    for (const state of this.#subscribers) state.alarms.add(id);
  }

  changed(collection: CollectionName, id: string): void {
    for (const { changes } of this.#subscribers) {
      const ids = changes.get(collection) ?? new Set();
      changes.set(collection, ids.add(id));
    }
  }

  healthChanged(): void {
    for (const state of this.#subscribers) state.healthDue = true;
  }

  tick(): void {
    const now = this.#clock.monotonicMs();
    for (const state of this.#subscribers) {
      if (!state.inFlight && now - state.sentAt >= FRAME_GAP_MS) this.#sendFrame(state, now);
    }
  }

  #sendFrame(state: SubscriberState, now: number): void {
    const sources = this.#sources;
    const { full } = state;
    const generation = sources.nextGeneration();
    const points = changedPoints(sources.columns, state.generation, generation, this.#scratch);
    const vitalsDue = full || now - state.vitalsAt >= VITALS_GAP_MS;
    const healthDue = full || state.healthDue;
    const { alarms, endedAlarms } = changedAlarms(state, sources);
    const changes = changedRecords(state, sources.collections);
    state.generation = generation;
    const size = points.index.length + alarms.length + endedAlarms.length + changes.length;
    if (!vitalsDue && !healthDue && size === 0) return;
    state.seq += 1;
    state.full = false;
    state.healthDue = false;
    state.alarms.clear();
    state.changes.clear();
    state.inFlight = true;
    state.sentAt = now;
    if (vitalsDue) state.vitalsAt = now;
    state.send({
      type: 'frame',
      seq: state.seq,
      full,
      atMs: this.#clock.nowMs(),
      points,
      alarms,
      endedAlarms,
      changes,
      vitals: vitalsDue ? sources.vitals() : undefined,
      health: healthDue ? sources.health() : undefined,
    });
  }
}

/** @param scratch room for the index of every point. */
function changedPoints(
  columns: FrameSources['columns'],
  after: number,
  upTo: number,
  scratch: Uint32Array,
): PointColumns {
  const { value, sourceMs, receivedMs, status, changedIn } = columns;
  let size = 0;
  for (let point = 0; point < changedIn.length; point += 1) {
    const changed = changedIn[point] as number;
    if (changed > after && changed <= upTo) scratch[size++] = point;
  }
  const rows: PointColumns = {
    index: scratch.slice(0, size),
    value: new Float64Array(size),
    sourceMs: new Float64Array(size),
    receivedMs: new Float64Array(size),
    status: new Uint8Array(size),
  };
  for (let row = 0; row < size; row += 1) {
    const point = rows.index[row] as number;
    rows.value[row] = value[point] as number;
    rows.sourceMs[row] = sourceMs[point] as number;
    rows.receivedMs[row] = receivedMs[point] as number;
    rows.status[row] = status[point] as number;
  }
  return rows;
}

function changedAlarms(
  { full, alarms: changed }: SubscriberState,
  sources: FrameSources,
): Pick<Frame, 'alarms' | 'endedAlarms'> {
  if (full) return { alarms: sources.activeAlarms(), endedAlarms: [] };
  const alarms: Alarm[] = [];
  const endedAlarms: AlarmId[] = [];
  for (const id of changed) {
    const alarm = sources.alarm(id);
    if (alarm && alarm.phase !== 'normal') alarms.push(alarm);
    else endedAlarms.push(id);
  }
  return { alarms, endedAlarms };
}

function changedRecords(
  { full, changes }: SubscriberState,
  collections: CollectionSources,
): readonly CollectionChange[] {
  const told: CollectionChange[] = [];
  for (const [name, source] of Object.entries<CollectionSource<unknown>>(collections)) {
    const ids = full ? source.ids() : (changes.get(name as CollectionName) ?? []);
    for (const id of ids) told.push({ collection: name, id, value: source.get(id) } as CollectionChange);
  }
  return told;
}
