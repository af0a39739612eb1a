/** What a window knows about the recording that goes on in this or another window. */
import type { HealthCondition } from '#shared/base/health.ts';

/** Stable codes of `conditions`; `facts` in brackets. */
export type RecorderConditionCode =
  /** Disk or quota is full; oldest data is being trimmed, or new data waits in the engine. {detail} */
  | 'recorder.full'
  /** The database cannot be opened or written. {detail} */
  | 'recorder.unavailable'
  /** A newer version of the program holds the database: reload. */
  | 'recorder.superseded'
  /** The recorder's own link to the engine is down. {reason} */
  | 'recorder.link-lost'
  /** The Worker died and is started again. {detail} */
  | 'recorder.restarting'
  /** Samples of a site this recorder never saw. {samples} */
  | 'recorder.unknown-site'
  /** The engine had to drop samples before they were stored: a gap. {samples} */
  | 'recorder.gap';

export interface RecordingState {
  /** `here`: this window records. `elsewhere`: another window does. `none`: nobody does (yet). */
  readonly where: 'here' | 'elsewhere' | 'none';
  readonly conditions: readonly HealthCondition[];
  /** Time of the newest stored sample, epoch ms. */
  readonly storedUntilMs: number | undefined;
  /** Samples stored since the recorder started. */
  readonly storedSamples: number;
}

export interface RecordingDoor {
  /** The same object until something changes. */
  state(): RecordingState;
  onChange(listener: () => void): () => void;
  /** Gives the recording up to another window. */
  stop(): void;
}
