/**
 * What may be asked of the recorded history, and how it answers. Times are epoch ms of the source, whole milliseconds; values are
 * in the unit of the point. One sample a point and millisecond: of several the last received stands.
 */
import type { Result } from '#shared/base/result.ts';
import type { SiteDocument } from '#shared/domain/site/document.ts';

export interface SeriesQuery {
  /** `<asset id>.<point key>`. */
  readonly pointId: string;
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** At most this many rows: every sample where they are that few, else one row a bucket. Default: every sample. */
  readonly buckets?: number;
  /** A hole longer than this is a gap. Default: as the point was configured when it was recorded. */
  readonly gapMs?: number;
}

/** Rows in order of time; columns of equal length. Read only: columns that are equal may be one array. */
export interface Series {
  readonly pointId: string;
  /** `raw`: a row a sample. `buckets`: a row a bucket that holds samples. */
  readonly kind: 'raw' | 'buckets';
  /** Time of the sample, or of the first sample of the bucket. */
  readonly timeMs: Float64Array<ArrayBuffer>;
  /** Over good and uncertain samples; NaN where there are none (bad, or no value). */
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  /** `raw`: the value as it came, bad ones too. `buckets`: the last that is not bad. */
  readonly last: Float64Array<ArrayBuffer>;
  /** Worst quality in the row (`shared/domain/sample.ts`). */
  readonly quality: Uint8Array<ArrayBuffer>;
  /** [from, to] pairs inside the queried span where nothing is known; never drawn through. */
  readonly gaps: readonly (readonly [number, number])[];
  /** Samples behind the rows. */
  readonly rawCount: number;
  /** Value in force at `fromMs`, from before the span, for points that report on change. */
  readonly before: { readonly timeMs: number; readonly value: number; readonly quality: number } | undefined;
}

export interface Coverage {
  /** undefined: nothing was recorded yet. */
  readonly fromMs: number | undefined;
  /** Time of the newest stored sample. */
  readonly toMs: number | undefined;
  readonly samples: number;
  /** Encoded samples, without the database's own cost. */
  readonly bytes: number;
}

export interface StorageUse {
  readonly coverage: Coverage;
  /** What the browser counts for this origin, and allows; undefined where it does not say. */
  readonly usageBytes: number | undefined;
  readonly quotaBytes: number | undefined;
  /** Whether the browser has promised not to evict. */
  readonly persisted: boolean;
  readonly retention: Retention;
}

export interface Retention {
  readonly maxAgeDays: number;
  readonly maxBytes: number;
}

export const DEFAULT_RETENTION: Retention = { maxAgeDays: 400, maxBytes: 8 * 1024 ** 3 };

export interface RecordedSite {
  readonly revision: string;
  readonly document: SiteDocument;
  readonly savedAtMs: number;
}

/** Newest known value of every point, in the order of the points of `siteRevision`; NaN times where there is none. */
export interface LastValues {
  readonly siteRevision: string;
  readonly value: Float64Array<ArrayBuffer>;
  readonly sourceMs: Float64Array<ArrayBuffer>;
  readonly quality: Uint8Array<ArrayBuffer>;
  /** The newest of `sourceMs`: "recorded until". */
  readonly untilMs: number | undefined;
}

/**
 * `unavailable`: the database cannot be opened (detail says why). `cancelled`: by the caller's signal. `closed`: the door
 * was closed, or the page is being replaced by a newer version.
 */
export type HistoryFailure = 'unavailable' | 'cancelled' | 'closed' | 'invalid' | 'internal';

export type HistoryAnswer<T> = Promise<Result<T, HistoryFailure>>;

export interface HistoryDoor {
  series(query: SeriesQuery, signal?: AbortSignal): HistoryAnswer<Series>;
  /** Several points of one span in one pass; answers in the same order. */
  seriesOf(queries: readonly SeriesQuery[], signal?: AbortSignal): HistoryAnswer<readonly Series[]>;
  coverage(): HistoryAnswer<Coverage>;
  storage(): HistoryAnswer<StorageUse>;
  setRetention(retention: Retention): HistoryAnswer<Retention>;
  /** The site as last recorded; undefined before the first recording. */
  recordedSite(): HistoryAnswer<RecordedSite | undefined>;
  lastValues(): HistoryAnswer<LastValues | undefined>;
  /** Called when more was stored (about once a second while recording). @returns unsubscribe. */
  onStored(listener: (untilMs: number) => void): () => void;
  close(): void;
}
