/**
 * A frame is one numbered delta for a window: only what changed since the frame that window last acknowledged.
 * Owned by `electron/engine/publish`. Invariants: the first frame of a subscriber is full; at most 10 a second; one in
 * flight (the next is built only after `frame-ack`); frames coalesce, they never queue. Loss policy: a slow window gets
 * fewer, newer frames; alarms are state, so a skipped frame loses none.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { HealthCondition } from '#shared/base/health.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { CollectionChange } from './collections.ts';
import type { Vitals } from './vitals.ts';

/** Column arrays of equal length, one row a changed point. */
export interface PointColumns {
  /** Point indexes of `Site.points`. */
  readonly index: Uint32Array;
  readonly value: Float64Array;
  /** Epoch ms. */
  readonly sourceMs: Float64Array;
  readonly receivedMs: Float64Array;
  /** Status bytes of `shared/domain/sample.ts`. */
  readonly status: Uint8Array;
}

export interface Frame {
  readonly type: 'frame';
  readonly seq: number;
  /** True: forget all points, alarms and collections before applying. */
  readonly full: boolean;
  /** Engine's wall clock when the frame was built. */
  readonly atMs: EpochMs;
  readonly points: PointColumns;
  readonly alarms: readonly Alarm[];
  /** Alarms back to normal and acknowledged. */
  readonly endedAlarms: readonly AlarmId[];
  readonly changes: readonly CollectionChange[];
  /** Present when changed since the last frame to this window. */
  readonly vitals: Vitals | undefined;
  readonly health: readonly HealthCondition[] | undefined;
}
