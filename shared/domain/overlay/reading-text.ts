/** A value as people read it: with its unit, or by the name of its state. Number format is the caller's. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { AlarmRule } from '#shared/domain/site/document.ts';
import type { Point, Site, Zone } from '#shared/domain/site/site.ts';

export type FormatQuantity = (value: number, unit: string, decimals: number) => string;

export function valueText(
  point: Point,
  value: number,
  language: 'zh' | 'en',
  format: FormatQuantity,
): string {
  const state = Number.isFinite(value) ? point.states?.[String(value)] : undefined;
  if (state) return state[language];
  return format(
    value,
    point.unit,
    point.kind === 'binary' || point.kind === 'multistate' ? 0 : point.decimals,
  );
}

export interface AlarmFacts {
  /** Undefined where the site file no longer has it: an alarm outlives an edit of the site. */
  readonly point: Point | undefined;
  readonly zone: Zone | undefined;
  readonly rule: AlarmRule | undefined;
}

export function alarmFacts(site: Site, alarm: Alarm): AlarmFacts {
  return {
    point: site.pointById.get(alarm.pointId),
    zone: site.zoneById.get(alarm.zoneId),
    rule: site.document.alarmRules.find((rule) => rule.id === alarm.ruleId),
  };
}

/** What the value was compared with, e.g. `> 1 000 ppm`, `≥ 30 kW/min`; undefined for states and silence. */
export function limitText(rule: AlarmRule, point: Point, format: FormatQuantity): string | undefined {
  const { condition } = rule;
  switch (condition.type) {
    case 'high':
    case 'high-high':
      return `> ${format(condition.limit, point.unit, point.decimals)}`;
    case 'low':
    case 'low-low':
      return `< ${format(condition.limit, point.unit, point.decimals)}`;
    case 'rate-of-change':
      return `≥ ${format(condition.perMinute, `${point.unit}/min`, point.decimals)}`;
    default:
      return undefined;
  }
}

/** Storey, name and id of a zone; the id is not said twice where the name has it. */
export function placeText(zone: Zone, language: 'zh' | 'en'): string {
  const name = zone.name[language];
  return [zone.storey.label, name, !name.includes(zone.id) && zone.id].filter(Boolean).join(' · ');
}
