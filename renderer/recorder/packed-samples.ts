/**
 * Samples of many points as they wait to be merged: cheap to make, about half the bytes of plain columns. Lossless; what does not
 * fit the small form stays in the large one, column by column.
 */

/** Samples of all points in order of receipt; columns of equal length. Point numbers, whole epoch ms. */
export interface BatchColumns {
  readonly point: Uint32Array<ArrayBuffer>;
  readonly timeMs: Float64Array<ArrayBuffer>;
  /** NaN: no value came. */
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint8Array<ArrayBuffer>;
}

export interface PackedSamples {
  readonly point: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  readonly baseMs: number;
  /** time = baseMs + offset. */
  readonly offsetMs: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  /** Int32: value = n / 10^scale, the lowest n is "no value". */
  readonly value: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  readonly scale: number;
  /** undefined: all good. */
  readonly quality: Uint8Array<ArrayBuffer> | undefined;
}

const NO_VALUE = -(2 ** 31);
const LARGEST = 2 ** 31 - 1;
const LARGEST_SCALE = 6;

/** Rows [from, to); everything is copied. */
export function packSamples(
  { point, timeMs, value, quality }: BatchColumns,
  from: number,
  to: number,
): PackedSamples {
  const times = timeMs.subarray(from, to);
  const baseMs = times.reduce((least, at) => (at < least ? at : least), Infinity);
  const spanMs = times.reduce((most, at) => (at - baseMs > most ? at - baseMs : most), 0);
  const points = point.subarray(from, to);
  const highest = points.reduce((most, number) => (number > most ? number : most), 0);
  return {
    point: highest < 2 ** 16 ? Uint16Array.from(points) : points.slice(),
    baseMs,
    offsetMs: offsets(times, baseMs, spanMs),
    ...packValues(value.subarray(from, to)),
    quality: quality.subarray(from, to).every((one) => one === 0) ? undefined : quality.slice(from, to),
  };
}

function offsets(times: Float64Array, baseMs: number, spanMs: number): PackedSamples['offsetMs'] {
  const out = spanMs < 2 ** 32 ? new Uint32Array(times.length) : new Float64Array(times.length);
  for (let row = 0; row < times.length; row += 1) out[row] = (times[row] as number) - baseMs;
  return out;
}

/** Least scale at which every value is a whole number that fits; undefined where there is none. */
function commonScale(values: Float64Array): number | undefined {
  let scale = 0;
  let power = 1;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    // A finer scale suits what came before, too.
    while (Math.round(value * power) / power !== value) {
      scale += 1;
      power *= 10;
      if (scale > LARGEST_SCALE) return undefined;
    }
    if (Object.is(value, -0)) return undefined;
  }
  return scale;
}

function packValues(values: Float64Array<ArrayBuffer>): Pick<PackedSamples, 'value' | 'scale'> {
  const plain = { value: values.slice(), scale: 0 };
  const scale = commonScale(values);
  if (scale === undefined) return plain;
  const integers = new Int32Array(values.length);
  const power = 10 ** scale;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    const integer = Number.isNaN(value) ? NO_VALUE : Math.round(value * power);
    const same = Number.isNaN(value) || (Math.abs(integer) <= LARGEST && integer / power === value);
    if (!same) return plain;
    integers[row] = integer;
  }
  return { value: integers, scale };
}

export function packedBytes({ point, offsetMs, value, quality }: PackedSamples): number {
  return point.byteLength + offsetMs.byteLength + value.byteLength + (quality?.byteLength ?? 0);
}

export function timeAt({ baseMs, offsetMs }: PackedSamples, row: number): number {
  return baseMs + (offsetMs[row] as number);
}

export function valueAt({ value, scale }: PackedSamples, row: number): number {
  const stored = value[row] as number;
  if (value instanceof Float64Array) return stored;
  return stored === NO_VALUE ? NaN : stored / 10 ** scale;
}

export function unpackSamples(packed: PackedSamples): BatchColumns {
  const { point, baseMs, offsetMs, value, scale, quality } = packed;
  const size = point.length;
  const power = 10 ** scale;
  const timeMs = new Float64Array(size);
  const values = new Float64Array(size);
  for (let row = 0; row < size; row += 1) timeMs[row] = baseMs + (offsetMs[row] as number);
  if (value instanceof Float64Array) values.set(value);
  else {
    for (let row = 0; row < size; row += 1) {
      const stored = value[row] as number;
      values[row] = stored === NO_VALUE ? NaN : stored / power;
    }
  }
  return { point: Uint32Array.from(point), timeMs, value: values, quality: quality ?? new Uint8Array(size) };
}
