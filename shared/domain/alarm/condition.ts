/**
 * When a value is abnormal, per kind of rule. Pure; the engine runs these only where the evidence may change, see
 * `quietBand`.
 *
 * Limits follow ASHRAE 135 clause 13.3.6 (OUT_OF_RANGE): abnormal beyond the limit, normal again beyond limit and
 * hysteresis on the way back; in between the state stays what it was.
 */
import type { AlarmCondition } from '#shared/domain/site/document.ts';

export type LimitCondition = Extract<AlarmCondition, { limit: number }>;
export type StateCondition = Extract<AlarmCondition, { type: 'state' }>;
export type RateCondition = Extract<AlarmCondition, { type: 'rate-of-change' }>;
/** Conditions that one value and the state before decide. */
export type ValueCondition = LimitCondition | StateCondition;

/**
 * Whether `value` is abnormal.
 * @param abnormal whether it was before. @param value finite.
 */
export function isAbnormal(condition: ValueCondition, abnormal: boolean, value: number): boolean {
  switch (condition.type) {
    case 'high':
    case 'high-high':
      return abnormal ? value >= condition.limit - condition.hysteresis : value > condition.limit;
    case 'low':
    case 'low-low':
      return abnormal ? value <= condition.limit + condition.hysteresis : value < condition.limit;
    case 'state':
      return condition.in.includes(value);
  }
}

/** Values from `low` to `high`, both included, leave the evidence as it is. */
export interface Band {
  low: number;
  high: number;
}

/**
 * The values that cannot change the evidence, given what it is and the value that made it so. A sample inside the bands
 * of all rules of its point needs no evaluation: two comparisons, however many rules there are.
 */
export function quietBand(condition: ValueCondition, abnormal: boolean, value: number): Band {
  switch (condition.type) {
    case 'high':
    case 'high-high':
      return abnormal
        ? { low: condition.limit - condition.hysteresis, high: Infinity }
        : { low: -Infinity, high: condition.limit };
    case 'low':
    case 'low-low':
      return abnormal
        ? { low: -Infinity, high: condition.limit + condition.hysteresis }
        : { low: condition.limit, high: Infinity };
    case 'state':
      return { low: value, high: value };
  }
}

/** @param perMinute change per minute, in the unit of the point, negative when falling. */
export function isRateAbnormal(condition: RateCondition, perMinute: number): boolean {
  switch (condition.direction) {
    case 'rising':
      return perMinute >= condition.perMinute;
    case 'falling':
      return -perMinute >= condition.perMinute;
    case 'either':
      return Math.abs(perMinute) >= condition.perMinute;
  }
}
