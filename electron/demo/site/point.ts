/** Short ways to write the points of asset classes. Periods in seconds. */
import type { LocalizedText, SiteDocumentInput } from '#shared/domain/site/document.ts';
import { text } from './plan.ts';

export type ClassInput = SiteDocumentInput['assetClasses'][string];
export type PointInput = ClassInput['points'][string];

interface Measure {
  readonly name: LocalizedText;
  readonly quantity: string;
  readonly unit: string;
  readonly range: readonly [number, number];
  readonly decimals?: number;
  readonly everyS: number;
}

export function analog({
  name,
  quantity,
  unit,
  range: [min, max],
  decimals = 1,
  everyS,
}: Measure): PointInput {
  return { name, kind: 'analog', quantity, unit, min, max, decimals, expectedPeriodS: everyS };
}

export function counter(
  name: LocalizedText,
  quantity: string,
  unit: string,
  everyS: number,
  decimals = 1,
): PointInput {
  return { name, kind: 'accumulator', quantity, unit, min: 0, decimals, expectedPeriodS: everyS };
}

/** @param off the name of 0. @param on the name of 1. */
export function binary(
  name: LocalizedText,
  quantity: string,
  off: LocalizedText,
  on: LocalizedText,
  everyS: number,
): PointInput {
  return {
    name,
    kind: 'binary',
    quantity,
    decimals: 0,
    expectedPeriodS: everyS,
    states: { '0': off, '1': on },
  };
}

export function multistate(
  name: LocalizedText,
  quantity: string,
  states: readonly LocalizedText[],
  everyS: number,
): PointInput {
  return {
    name,
    kind: 'multistate',
    quantity,
    decimals: 0,
    expectedPeriodS: everyS,
    states: Object.fromEntries(states.entries()),
  };
}

export const normal = text('正常', 'Normal');

export function fault(everyS = 60): PointInput {
  return binary(text('故障', 'Fault'), 'fault', normal, text('故障', 'Fault'), everyS);
}

export function running(everyS = 20): PointInput {
  return binary(text('运行', 'Running'), 'running', text('停止', 'Stopped'), text('运行', 'Running'), everyS);
}

export function battery(): PointInput {
  return analog({
    name: text('电池', 'Battery'),
    quantity: 'battery',
    unit: '%',
    range: [0, 100],
    decimals: 0,
    everyS: 300,
  });
}

export function temperature(name: LocalizedText, quantity: string, everyS = 15): PointInput {
  return analog({ name, quantity, unit: '°C', range: [-20, 80], everyS });
}

export function percent(name: LocalizedText, quantity: string, everyS = 15): PointInput {
  return analog({ name, quantity, unit: '%', range: [0, 100], decimals: 0, everyS });
}
