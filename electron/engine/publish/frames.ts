/**
 * Builds frames for windows. Owns: what each window has been sent. Invariants and loss policy: see `shared/protocol/frame.ts`.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { HealthCondition } from '#shared/base/health.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
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
  vitals(): Vitals;
  health(): readonly HealthCondition[];
}

export interface FramePublisher {
  /** The first frame, full, is sent at once. */
  attach(send: (frame: Frame) => void): Subscriber;
  /** An alarm changed: windows that may get a frame now get it now. */
  alarmChanged(id: AlarmId): void;
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
  generation: number;
  sentAt: number;
  vitalsAt: number;
  healthDue: boolean;
  readonly alarms: Set<AlarmId>;
}

export function createFramePublisher(clock: Clock, sources: FrameSources): FramePublisher {
  const subscribers = new Set<SubscriberState>();
  const scratch = new Uint32Array(sources.columns.status.length);

  function pointsSince(generation: number, upTo: number): PointColumns {
    const { value, sourceMs, receivedMs, status, changedIn } = sources.columns;
    let size = 0;
    for (let point = 0; point < changedIn.length; point += 1) {
      const changed = changedIn[point] as number;
      if (changed > generation && changed <= upTo) scratch[size++] = point;
    }
    const index = scratch.slice(0, size);
    const columns = {
      index,
      value: new Float64Array(size),
      sourceMs: new Float64Array(size),
      receivedMs: new Float64Array(size),
      status: new Uint8Array(size),
    };
    for (let row = 0; row < size; row += 1) {
      const point = index[row] as number;
      columns.value[row] = value[point] as number;
      columns.sourceMs[row] = sourceMs[point] as number;
      columns.receivedMs[row] = receivedMs[point] as number;
      columns.status[row] = status[point] as number;
    }
    return columns;
  }

  function alarmsFor(state: SubscriberState): { alarms: readonly Alarm[]; endedAlarms: readonly AlarmId[] } {
    if (state.full) return { alarms: sources.activeAlarms(), endedAlarms: [] };
    const alarms: Alarm[] = [];
    const endedAlarms: AlarmId[] = [];
    for (const id of state.alarms) {
      const alarm = sources.alarm(id);
      if (alarm && alarm.phase !== 'normal') alarms.push(alarm);
      else endedAlarms.push(id);
    }
    return { alarms, endedAlarms };
  }

  function sendFrame(state: SubscriberState, now: number): void {
    const generation = sources.nextGeneration();
    const points = pointsSince(state.generation, generation);
    const vitalsDue = state.full || now - state.vitalsAt >= VITALS_GAP_MS;
    const { alarms, endedAlarms } = alarmsFor(state);
    state.generation = generation;
    if (
      !vitalsDue &&
      !state.healthDue &&
      points.index.length === 0 &&
      alarms.length === 0 &&
      endedAlarms.length === 0
    )
      return;
    state.seq += 1;
    const frame: Frame = {
      type: 'frame',
      seq: state.seq,
      full: state.full,
      atMs: clock.nowMs(),
      points,
      alarms,
      endedAlarms,
      vitals: vitalsDue ? sources.vitals() : undefined,
      health: state.full || state.healthDue ? sources.health() : undefined,
    };
    state.full = false;
    state.healthDue = false;
    state.alarms.clear();
    state.inFlight = true;
    state.sentAt = now;
    if (vitalsDue) state.vitalsAt = now;
    state.send(frame);
  }

  function sendDue(): void {
    const now = clock.monotonicMs();
    for (const state of subscribers) {
      if (!state.inFlight && now - state.sentAt >= FRAME_GAP_MS) sendFrame(state, now);
    }
  }

  return {
    attach(send) {
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
      };
      subscribers.add(state);
      sendFrame(state, clock.monotonicMs());
      return {
        acknowledge(seq) {
          if (seq === state.seq) state.inFlight = false;
        },
        detach() {
          subscribers.delete(state);
        },
      };
    },
    alarmChanged(id) {
      for (const state of subscribers) state.alarms.add(id);
    },
    healthChanged() {
      for (const state of subscribers) state.healthDue = true;
    },
    tick: sendDue,
    get size() {
      return subscribers.size;
    },
  };
}
