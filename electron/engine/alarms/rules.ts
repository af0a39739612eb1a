/**
 * The site's rules as columns of typed arrays, sorted by point: the rules of point p are rows `start[p]` to
 * `start[p + 1] - 1`. A sample inside the quiet band of its point costs two comparisons and touches no row.
 */
import type { AlarmCondition } from '#shared/domain/site/document.ts';
import type { BoundRule, Site } from '#shared/domain/site/site.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import { isRateAbnormal, isAbnormal, quietBand } from '#shared/domain/alarm/condition.ts';
import type { AlarmIdentity } from '#shared/domain/alarm/machine.ts';
import { createRateWindow, type RateWindow } from '#shared/domain/alarm/rate.ts';

export interface RuleTable {
  readonly count: number;
  /** One more than there are points. */
  readonly start: Uint32Array;
  readonly pointOf: Uint32Array;
  /** 1: the last thing known of the condition is that it holds. */
  readonly evidence: Uint8Array;
  /** 1 where the rule is about silence, not about values. */
  readonly isStaleRule: Uint8Array;
  /** Milliseconds. */
  readonly onDelayMs: Float64Array;
  readonly offDelayMs: Float64Array;
  /** Per point: values from low to high, both included, change no evidence. Everything, where there is no rule. */
  readonly quietLow: Float64Array;
  readonly quietHigh: Float64Array;
  identity(rule: number): AlarmIdentity;
  alarmId(rule: number): AlarmId;
  /** What a sample says about a rule on values; `before` where it says nothing. */
  judge(rule: number, before: boolean, value: number, sourceMs: number): boolean;
  /** Renews the quiet band of a point after `value` was judged. */
  settle(point: number, value: number): void;
}

export function createRuleTable(site: Site): RuleTable {
  const bound = [...site.boundRules].sort((a, b) => a.point.index - b.point.index);
  const count = bound.length;
  const points = site.points.length;
  const start = new Uint32Array(points + 1);
  for (const { point } of bound) start[point.index + 1] = (start[point.index + 1] as number) + 1;
  for (let point = 0; point < points; point += 1) {
    start[point + 1] = (start[point + 1] as number) + (start[point] as number);
  }
  const evidence = new Uint8Array(count);
  const quietLow = new Float64Array(points).fill(-Infinity);
  const quietHigh = new Float64Array(points).fill(Infinity);
  // The first sample of a point with rules is always looked at: nothing is known yet.
  for (const { point } of bound) {
    quietLow[point.index] = Infinity;
    quietHigh[point.index] = -Infinity;
  }
  const rates = new Map<number, RateWindow>();
  const conditionOf = (rule: number): AlarmCondition => (bound[rule] as BoundRule).rule.condition;

  return {
    count,
    start,
    pointOf: Uint32Array.from(bound, ({ point }) => point.index),
    evidence,
    isStaleRule: Uint8Array.from(bound, ({ rule }) => (rule.condition.type === 'stale' ? 1 : 0)),
    onDelayMs: Float64Array.from(bound, ({ rule }) => rule.onDelayS * 1000),
    offDelayMs: Float64Array.from(bound, ({ rule }) => rule.offDelayS * 1000),
    quietLow,
    quietHigh,
    identity: (rule) => identityOf(bound[rule] as BoundRule),
    alarmId: (rule) => alarmIdOf(bound[rule] as BoundRule),
    judge(rule, before, value, sourceMs) {
      const condition = conditionOf(rule);
      if (condition.type === 'stale') return false;
      if (condition.type !== 'rate-of-change') return isAbnormal(condition, before, value);
      let window = rates.get(rule);
      if (!window) rates.set(rule, (window = createRateWindow(condition.windowS * 1000)));
      const perMinute = window.push(sourceMs, value);
      return perMinute === undefined ? before : isRateAbnormal(condition, perMinute);
    },
    settle(point, value) {
      let low = -Infinity;
      let high = Infinity;
      for (let rule = start[point] as number; rule < (start[point + 1] as number); rule += 1) {
        const condition = conditionOf(rule);
        if (condition.type === 'stale') continue;
        if (condition.type === 'rate-of-change') {
          low = Infinity;
          break;
        }
        const band = quietBand(condition, evidence[rule] === 1, value);
        low = Math.max(low, band.low);
        high = Math.min(high, band.high);
      }
      quietLow[point] = low;
      quietHigh[point] = high;
    },
  };
}

function alarmIdOf({ rule, point }: BoundRule): AlarmId {
  return `${rule.id}/${point.id}` as AlarmId;
}

function identityOf(bound: BoundRule): AlarmIdentity {
  const { rule, point } = bound;
  const { zone } = point.asset;
  return {
    id: alarmIdOf(bound),
    ruleId: rule.id,
    pointId: point.id,
    assetId: point.asset.id,
    zoneId: zone.id,
    storeyId: zone.storey.id,
    priority: rule.priority,
    name: rule.name,
  };
}
