/** A value as a mapping expects it on the wire: the conversion of the mapping, run backwards. */
import type { PayloadSpec } from '#shared/domain/site/document.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { convert } from '#shared/domain/units.ts';

type RawSpec = Extract<PayloadSpec, { format: 'raw' }>;
export type Conversion = Pick<RawSpec, 'scale' | 'offset' | 'unit' | 'map'>;

export type Encode = (value: number) => number | string;

/** @returns undefined where the mapping's unit cannot be converted to the point's: its messages could not be read. */
export function encoderOf(
  point: Point,
  { scale = 1, offset = 0, unit, map }: Conversion,
): Encode | undefined {
  const conversion = convert(unit ?? '', point.unit);
  if (conversion === undefined || scale === 0) return undefined;
  // Of several words for one value the first in the file is said.
  const words = new Map(
    Object.entries(map ?? {})
      .reverse()
      .map(([word, value]) => [value, word]),
  );
  const factor = conversion.scale * scale;
  const shift = conversion.offset * scale + offset;
  if (factor === 1 && shift === 0) return (value) => words.get(value) ?? value;
  // Twelve digits: what the sensor shows, without the tail that binary fractions leave.
  return (value) => words.get(value) ?? Number(((value - shift) / factor).toPrecision(12));
}

/** Points whose rules make them alarms by themselves: they belong on the alarm lane. */
export function isAlarmBearing(point: Point, priorities: ReadonlyMap<Point['index'], number>): boolean {
  return (point.kind === 'binary' || point.kind === 'multistate') && (priorities.get(point.index) ?? 4) <= 2;
}
