/**
 * Sounds the most urgent unacknowledged alarm until it is acknowledged. A mute is for what sounds now: it ends by itself,
 * and a new alarm ends it at once.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import type { SoundControl, SoundState } from '#renderer/ui/sound.tsx';
import { checkPattern, soundPatterns } from './patterns.ts';
import type { Speaker } from './speaker.ts';

export const MUTE_MS = 120_000;

export interface AlarmSound extends SoundControl {
  setAlarms(alarms: readonly Alarm[]): void;
  /** Call it at any click or key: a browser lets sound begin only then. */
  onGesture(): void;
  stop(): void;
}

export interface AlarmSoundDeps {
  readonly speaker: Speaker;
  readonly nowMs: () => EpochMs;
  readonly volume: () => number;
  /** Runs `work` after `ms`. @returns cancel. */
  readonly after: (ms: number, work: () => void) => () => void;
}

const occurrenceOf = (alarm: Alarm): string => `${alarm.id}#${alarm.occurrence}`;

export function createAlarmSound(deps: AlarmSoundDeps): AlarmSound {
  return new UntilAcknowledged(deps);
}

class UntilAcknowledged implements AlarmSound {
  readonly #deps: AlarmSoundDeps;
  readonly #listeners = new Set<() => void>();
  #open: readonly Alarm[] = [];
  #mutedUntilMs: number | undefined;
  #mutedOccurrences: ReadonlySet<string> = new Set();
  #sounding: AlarmPriority | undefined;
  #cancelRound: (() => void) | undefined;
  #cancelMute: (() => void) | undefined;
  #state: SoundState;
  #checking = false;

  constructor(deps: AlarmSoundDeps) {
    this.#deps = deps;
    this.#state = { health: deps.speaker.health(), sounding: undefined, mutedUntilMs: undefined };
    deps.speaker.onChange(() => this.#update());
  }

  state = (): SoundState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  setAlarms(alarms: readonly Alarm[]): void {
    this.#open = alarms.filter((alarm) => needsAcknowledgement(alarm.phase));
    const isNew = this.#open.some((alarm) => !this.#mutedOccurrences.has(occurrenceOf(alarm)));
    if (this.#mutedUntilMs !== undefined && (isNew || this.#open.length === 0)) this.#endMute();
    this.#update();
  }

  check = (): Promise<SoundState['health']> => this.#check(true);

  mute = (): void => {
    if (this.#open.length === 0) return;
    this.#mutedOccurrences = new Set(this.#open.map(occurrenceOf));
    this.#mutedUntilMs = this.#deps.nowMs() + MUTE_MS;
    this.#cancelMute?.();
    this.#cancelMute = this.#deps.after(MUTE_MS, this.unmute);
    this.#update();
  };

  unmute = (): void => {
    this.#endMute();
    this.#update();
  };

  onGesture(): void {
    const health = this.#deps.speaker.health();
    // Not while a check runs: each would start its own tone.
    if (health === 'ready' || this.#checking) return;
    this.#checking = true;
    void this.#check(false).finally(() => {
      this.#checking = false;
    });
  }

  stop(): void {
    this.#cancelRound?.();
    this.#cancelMute?.();
    this.#listeners.clear();
  }

  async #check(audible: boolean): Promise<SoundState['health']> {
    const health = await this.#deps.speaker.check(checkPattern, audible);
    this.#update();
    return health;
  }

  #endMute(): void {
    this.#cancelMute?.();
    this.#cancelMute = undefined;
    this.#mutedUntilMs = undefined;
    this.#mutedOccurrences = new Set();
  }

  #update(): void {
    const muted = this.#mutedUntilMs !== undefined;
    const wanted = muted ? undefined : mostUrgent(this.#open);
    if (wanted !== this.#sounding) {
      this.#sounding = wanted;
      this.#cancelRound?.();
      this.#cancelRound = undefined;
      if (wanted !== undefined) this.#round(wanted);
    }
    const next: SoundState = {
      health: this.#deps.speaker.health(),
      sounding: wanted,
      mutedUntilMs: this.#mutedUntilMs,
    };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener();
  }

  #round(priority: AlarmPriority): void {
    const pattern = soundPatterns[priority];
    this.#deps.speaker.play(pattern, this.#deps.volume());
    this.#cancelRound = this.#deps.after(pattern.everyS * 1000, () => this.#round(priority));
  }
}

function mostUrgent(alarms: readonly Alarm[]): AlarmPriority | undefined {
  return alarms.reduce<AlarmPriority | undefined>(
    (worst, { priority }) => (worst === undefined || priority < worst ? priority : worst),
    undefined,
  );
}
