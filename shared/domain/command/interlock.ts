/** Whether the conditions of a command hold. What is not known to hold does not hold. */
import { hasValue, isStale, QUALITY_GOOD, qualityOf } from '#shared/domain/sample.ts';
import type { BoundInterlock, PointCommand } from '#shared/domain/site/command.ts';
import type { Interlock } from '#shared/domain/site/command-schema.ts';
import type { PointIndex } from '#shared/domain/site/site.ts';
import type { Violation } from './command.ts';

/** The live table as columns, by `PointIndex`. */
export interface Readings {
  readonly value: ArrayLike<number>;
  /** Status bytes of `sample.ts`. */
  readonly status: ArrayLike<number>;
}

/** @param value of the command: an interlock may count for some choices only. */
export function violationsOf(
  command: Pick<PointCommand, 'interlocks'>,
  value: string | number,
  readings: Readings,
): Violation[] {
  return command.interlocks.flatMap((interlock) => {
    const { point, must } = interlock;
    if (must.for !== undefined && !must.for.includes(String(value))) return [];
    const because = doubt(readings, point.index) ?? broken(must, readings.value[point.index] as number);
    return because === undefined ? [] : [violation(interlock, because, readings)];
  });
}

function doubt({ status }: Readings, point: PointIndex): Violation['because'] | undefined {
  const byte = status[point] as number;
  if (!hasValue(byte)) return 'never';
  if (isStale(byte)) return 'stale';
  return qualityOf(byte) === QUALITY_GOOD ? undefined : 'bad';
}

function broken(must: Interlock, value: number): 'value' | undefined {
  return holds(must, value) ? undefined : 'value';
}

function holds(must: Interlock, value: number): boolean {
  switch (must.must) {
    case 'in':
      return must.codes.includes(value);
    case 'not-in':
      return !must.codes.includes(value);
    case 'at-least':
      return value >= must.limit;
    case 'at-most':
      return value <= must.limit;
  }
}

function violation(
  { point, must }: BoundInterlock,
  because: Violation['because'],
  readings: Readings,
): Violation {
  const value = readings.value[point.index] as number;
  return {
    pointId: point.id,
    pointName: point.name,
    assetName: point.asset.name,
    why: must.why,
    because,
    value: because === 'never' || !Number.isFinite(value) ? null : value,
  };
}
