/**
 * The numbered sample stream from the engine to the one recorder. Owned by `electron/engine/publish`.
 * Invariants: batch numbers rise by one; a batch is kept until acknowledged or pushed out of the bounded ring; a new
 * recorder first gets all that is kept. Loss policy: oldest dropped; `lostBefore` and `lostSamples` on the next batch
 * declare it, and the recorder writes a gap.
 */
import type { EpochMs } from '#shared/base/brand.ts';

export interface SampleBatch {
  readonly type: 'batch';
  /** Unique for one run of the engine, from `Welcome.engineRun`; numbers restart with it. */
  readonly engineRun: string;
  readonly number: number;
  readonly siteRevision: string;
  /** Equal lengths, one row a sample, in order of receipt. */
  readonly index: Uint32Array;
  readonly value: Float64Array;
  /** Epoch ms, the source's time. */
  readonly sourceMs: Float64Array;
  readonly quality: Uint8Array;
  readonly closedAtMs: EpochMs;
  /** Samples lost between the batch before and this one; the span is a gap in the history of every point. */
  readonly lostSamples: number;
  readonly lostFromMs: EpochMs | undefined;
}
