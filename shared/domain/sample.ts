/**
 * A sample is value + quality + source time + received time of one point. On the hot path a sample is never an object:
 * it is the arguments of `SampleSink.sample`, and a row across typed arrays.
 *
 * Every value is a number: analog and accumulator in the unit of the point, binary 0 or 1, multistate its code.
 */
import type { PointIndex } from './site/site.ts';

/** As OPC UA Part 8 and IEC 62541 group them: good, uncertain, bad. */
export const QUALITY_GOOD = 0;
export const QUALITY_UNCERTAIN = 1;
export const QUALITY_BAD = 2;
export type Quality = typeof QUALITY_GOOD | typeof QUALITY_UNCERTAIN | typeof QUALITY_BAD;

/**
 * Status byte of a point: bits 0–1 the quality; then flags. `STALE` is derived from age by the engine, or set for a
 * lost feed or a dead Sparkplug node; `SKEWED` marks a source whose clock is off; `HAS_VALUE` is clear until the first sample.
 */
export const STATUS_QUALITY_MASK = 0b11;
export const STATUS_STALE = 0b100;
export const STATUS_SKEWED = 0b1000;
export const STATUS_HAS_VALUE = 0b1_0000;

export function qualityOf(status: number): Quality {
  return (status & STATUS_QUALITY_MASK) as Quality;
}
export function isStale(status: number): boolean {
  return (status & STATUS_STALE) !== 0;
}
export function hasValue(status: number): boolean {
  return (status & STATUS_HAS_VALUE) !== 0;
}

/** Where `decode` puts what it read. Implementations must not throw and must not keep `payload`-owned memory. */
export interface SampleSink {
  /**
   * A live value. `value` is finite (NaN and infinities are refused by decode; a null arrives as `bad` with the value
   * NaN, which means "keep the last value, mark it bad").
   * @param sourceMs epoch ms from the source, or `receivedMs` when the source gives none.
   */
  sample(point: PointIndex, value: number, sourceMs: number, receivedMs: number, quality: Quality): void;
  /** A buffered old value: goes to history, never to the live table, never to alarms. */
  historical(point: PointIndex, value: number, sourceMs: number, receivedMs: number, quality: Quality): void;
  /** The source of these points says it is gone (Sparkplug NDEATH/DDEATH, availability topic): stale at once. */
  sourceLost(points: readonly PointIndex[], atMs: number): void;
}
