/**
 * Min/max down-sampling: a drawn line of n buckets shows every extreme of the samples behind it. Buckets are equal parts of
 * [fromMs, toMs); one that holds no sample gives no row, so that a gap stays a gap.
 */
import { QUALITY_BAD } from '#shared/domain/sample.ts';

export interface BucketRows {
  /** Time of the first sample in the bucket. */
  readonly timeMs: Float64Array<ArrayBuffer>;
  /** Over samples with a value that are not bad; NaN where there are none. */
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly last: Float64Array<ArrayBuffer>;
  /** Worst in the bucket. */
  readonly quality: Uint8Array<ArrayBuffer>;
  readonly rawCount: number;
}

/** Many samples in one: what a block says about itself. */
export interface SampleSummary {
  readonly count: number;
  readonly usable: number;
  readonly worstQuality: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly last: number;
}

export interface Bucketer {
  readonly widthMs: number;
  /** Position of the bucket of a time inside the span. */
  bucketOf(timeMs: number): number;
  /** Rows [from, to) of the columns; those outside the span are left out. */
  add(timeMs: Float64Array, value: Float64Array, quality: Uint8Array, from: number, to: number): void;
  /** Only for a summary whose samples lie in one bucket. */
  addSummary(summary: SampleSummary): void;
  finish(): BucketRows;
}

/** @throws RangeError when the span or the number of buckets is not positive. */
export function createBucketer(fromMs: number, toMs: number, buckets: number): Bucketer {
  if (!(toMs > fromMs) || !Number.isInteger(buckets) || buckets < 1) {
    throw new RangeError(`${buckets} buckets from ${fromMs} to ${toMs}`);
  }
  return new ColumnBucketer(fromMs, toMs, buckets);
}

class ColumnBucketer implements Bucketer {
  readonly widthMs: number;
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #counts: Uint32Array;
  readonly #usable: Uint32Array;
  readonly #first: Float64Array;
  /** Time of `last`. */
  readonly #latest: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  readonly #last: Float64Array;
  readonly #worst: Uint8Array;

  constructor(fromMs: number, toMs: number, buckets: number) {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.widthMs = (toMs - fromMs) / buckets;
    this.#counts = new Uint32Array(buckets);
    this.#usable = new Uint32Array(buckets);
    this.#first = new Float64Array(buckets).fill(Infinity);
    this.#latest = new Float64Array(buckets).fill(-Infinity);
    this.#min = new Float64Array(buckets).fill(Infinity);
    this.#max = new Float64Array(buckets).fill(-Infinity);
    this.#sum = new Float64Array(buckets);
    this.#last = new Float64Array(buckets).fill(NaN);
    this.#worst = new Uint8Array(buckets);
  }

  bucketOf(timeMs: number): number {
    // Rounding may put the last moment of the span one too far.
    return Math.min(this.#counts.length - 1, Math.floor((timeMs - this.#fromMs) / this.widthMs));
  }

  add(timeMs: Float64Array, value: Float64Array, quality: Uint8Array, from: number, to: number): void {
    for (let row = from; row < to; row += 1) {
      const at = timeMs[row] as number;
      if (at < this.#fromMs || at >= this.#toMs) continue;
      const bucket = this.bucketOf(at);
      const v = value[row] as number;
      const q = quality[row] as number;
      this.#note(bucket, 1, at, q);
      if (v === v && q !== QUALITY_BAD) this.#take(bucket, 1, v, v, v, at, v);
    }
  }

  addSummary(summary: SampleSummary): void {
    const bucket = this.bucketOf(summary.fromMs);
    this.#note(bucket, summary.count, summary.fromMs, summary.worstQuality);
    const { usable, min, max, sum, toMs, last } = summary;
    if (usable > 0) this.#take(bucket, usable, min, max, sum, toMs, last);
  }

  finish(): BucketRows {
    const filled = Uint32Array.from(this.#counts.keys()).filter(
      (bucket) => (this.#counts[bucket] as number) > 0,
    );
    const usable = (bucket: number): number => this.#usable[bucket] as number;
    const pick = (column: Float64Array): Float64Array<ArrayBuffer> =>
      Float64Array.from(filled, (bucket) => (usable(bucket) > 0 ? (column[bucket] as number) : NaN));
    return {
      timeMs: Float64Array.from(filled, (bucket) => this.#first[bucket] as number),
      min: pick(this.#min),
      max: pick(this.#max),
      mean: Float64Array.from(filled, (bucket) => (this.#sum[bucket] as number) / usable(bucket)),
      last: pick(this.#last),
      quality: Uint8Array.from(filled, (bucket) => this.#worst[bucket] as number),
      rawCount: this.#counts.reduce((total, count) => total + count, 0),
    };
  }

  #note(bucket: number, count: number, at: number, quality: number): void {
    this.#counts[bucket]! += count;
    if (quality > (this.#worst[bucket] as number)) this.#worst[bucket] = quality;
    if (at < (this.#first[bucket] as number)) this.#first[bucket] = at;
  }

  #take(
    bucket: number,
    count: number,
    min: number,
    max: number,
    sum: number,
    at: number,
    last: number,
  ): void {
    this.#usable[bucket]! += count;
    this.#sum[bucket]! += sum;
    if (min < (this.#min[bucket] as number)) this.#min[bucket] = min;
    if (max > (this.#max[bucket] as number)) this.#max[bucket] = max;
    if (at < (this.#latest[bucket] as number)) return;
    this.#latest[bucket] = at;
    this.#last[bucket] = last;
  }
}
