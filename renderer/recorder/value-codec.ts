/**
 * The values of a block as bits. First 3 bits say how a value comes back from an integer n, then 4 bits the scale s:
 *   0 n / 10^s, the decimal as it stood in the payload · 1 n × 10^-s, a decimal after a unit conversion · 2 the nearest float32 of
 *   n / 10^s, a decimal that came over a fieldbus · 7 no integers: XOR of the doubles.
 */
import { riceState, type BitReader, type BitWriter } from './bit-stream.ts';

const DIVIDED = 0;
const MULTIPLIED = 1;
const FLOAT32 = 2;
const XORED = 7;
type Form = typeof DIVIDED | typeof MULTIPLIED | typeof FLOAT32;

const LARGEST_SCALE = 9;
const POWERS: readonly number[] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const FRACTIONS: readonly number[] = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];
/** Second differences of integers up to here, zigzagged, stay exact in a double. */
const LARGEST_INTEGER = 2 ** 48;
const FIRST_BITS = 49;

export function writeValues(writer: BitWriter, values: Float64Array): void {
  if (values.length === 0) return;
  const decimal = asDecimals(values);
  if (!decimal) {
    writer.write(XORED, 3);
    return writeXor(writer, values);
  }
  writer.write(decimal.form, 3);
  writer.write(decimal.scale, 4);
  writeIntegers(writer, decimal.integers);
}

export function readValues(reader: BitReader, into: Float64Array): void {
  if (into.length === 0) return;
  const form = reader.read(3);
  if (form === XORED) return readXor(reader, into);
  const scale = reader.read(4);
  readIntegers(reader, into);
  const power = POWERS[scale] ?? NaN;
  const fraction = FRACTIONS[scale] ?? NaN;
  if (form === MULTIPLIED) for (let i = 0; i < into.length; i += 1) into[i] = (into[i] as number) * fraction;
  else if (form === FLOAT32)
    for (let i = 0; i < into.length; i += 1) into[i] = Math.fround((into[i] as number) / power);
  else if (scale > 0) for (let i = 0; i < into.length; i += 1) into[i] = (into[i] as number) / power;
}

function restore(form: Form, scale: number, n: number): number {
  if (form === MULTIPLIED) return n * (FRACTIONS[scale] as number);
  const quotient = n / (POWERS[scale] as number);
  return form === FLOAT32 ? Math.fround(quotient) : quotient;
}

interface Decimals {
  readonly form: Form;
  readonly scale: number;
  readonly integers: Float64Array;
}

/** @returns undefined when some value is no short decimal in any form. */
function asDecimals(values: Float64Array): Decimals | undefined {
  return asDecimalsOf(DIVIDED, values) ?? asDecimalsOf(FLOAT32, values) ?? asDecimalsOf(MULTIPLIED, values);
}

function asDecimalsOf(form: Form, values: Float64Array): Decimals | undefined {
  let scale = form === MULTIPLIED ? 1 : 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (Object.is(value, -0)) return undefined;
    while (restore(form, scale, Math.round(value * (POWERS[scale] as number))) !== value) {
      scale += 1;
      if (scale > LARGEST_SCALE) return undefined;
      // A scale that suits what came before suits it still one digit finer, except where it was multiplied.
      if (form === MULTIPLIED) i = 0;
    }
  }
  const integers = new Float64Array(values.length);
  const power = POWERS[scale] as number;
  for (let i = 0; i < values.length; i += 1) {
    const integer = Math.round((values[i] as number) * power);
    if (Math.abs(integer) > LARGEST_INTEGER || restore(form, scale, integer) !== values[i]) return undefined;
    integers[i] = integer;
  }
  return { form, scale, integers };
}

function writeIntegers(writer: BitWriter, integers: Float64Array): void {
  let first = 0;
  let second = 0;
  for (let i = 2; i < integers.length; i += 1) {
    const delta = (integers[i] as number) - (integers[i - 1] as number);
    const before = (integers[i - 1] as number) - (integers[i - 2] as number);
    first += Math.min(Math.abs(delta), 65_536);
    second += Math.min(Math.abs(delta - before), 65_536);
  }
  const follow = second < first;
  writer.write(follow ? 1 : 0, 1);
  let last = integers[0] as number;
  writer.write(last < 0 ? 1 : 0, 1);
  writer.writeWide(Math.abs(last), FIRST_BITS);
  const state = riceState();
  let expected = 0;
  for (let i = 1; i < integers.length; i += 1) {
    const delta = (integers[i] as number) - last;
    writer.writeRice(state, delta - expected);
    last = integers[i] as number;
    if (follow) expected = delta;
  }
}

function readIntegers(reader: BitReader, into: Float64Array): void {
  const follow = reader.read(1) === 1;
  const sign = reader.read(1) === 1 ? -1 : 1;
  let last = sign * reader.readWide(FIRST_BITS);
  into[0] = last;
  const state = riceState();
  let expected = 0;
  for (let i = 1; i < into.length; i += 1) {
    const delta = expected + reader.readRice(state);
    last += delta;
    into[i] = last;
    if (follow) expected = delta;
  }
}

/** Trailing zeros of a 32-bit number that is not 0. */
function trailingZeros(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function writeXor(writer: BitWriter, values: Float64Array): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  let lastLow = 0;
  let lastHigh = 0;
  let windowLead = 65;
  let windowTrail = 0;
  for (let i = 0; i < values.length; i += 1) {
    // Typed arrays are little-endian on every machine that runs Chromium.
    const low = ((words[2 * i] as number) ^ lastLow) >>> 0;
    const high = ((words[2 * i + 1] as number) ^ lastHigh) >>> 0;
    lastLow = words[2 * i] as number;
    lastHigh = words[2 * i + 1] as number;
    if (low === 0 && high === 0) {
      writer.write(0, 1);
      continue;
    }
    const lead = high === 0 ? 32 + Math.clz32(low) : Math.clz32(high);
    const trail = low === 0 ? 32 + trailingZeros(high) : trailingZeros(low);
    const fits = lead >= windowLead && trail >= windowTrail && windowLead + windowTrail + 12 >= lead + trail;
    if (fits) writer.write(0b10, 2);
    else {
      windowLead = lead;
      windowTrail = trail;
      writer.write(0b11, 2);
      writer.write(lead, 6);
      writer.write(64 - lead - trail - 1, 6);
    }
    writeShifted(writer, high, low, windowTrail, 64 - windowLead - windowTrail);
  }
}

function writeShifted(writer: BitWriter, high: number, low: number, shift: number, width: number): void {
  const shiftedLow =
    shift === 0 ? low : shift >= 32 ? high >>> (shift - 32) : (low >>> shift) | (high << (32 - shift));
  if (width > 32) writer.write32(shift === 0 ? high : high >>> shift, width - 32);
  writer.write32(shiftedLow >>> 0, Math.min(width, 32));
}

function readXor(reader: BitReader, into: Float64Array): void {
  const words = new Uint32Array(into.buffer, into.byteOffset, into.length * 2);
  let low = 0;
  let high = 0;
  let trail = 0;
  let width = 0;
  for (let i = 0; i < into.length; i += 1) {
    if (reader.read(1) === 1) {
      if (reader.read(1) === 1) {
        const lead = reader.read(6);
        width = reader.read(6) + 1;
        trail = Math.max(0, 64 - lead - width);
      }
      const top = width > 32 ? reader.read32(width - 32) : 0;
      const bottom = reader.read32(Math.min(width, 32));
      if (trail >= 32) high ^= bottom << (trail - 32);
      else {
        low ^= bottom << trail;
        high ^= trail === 0 ? top : (top << trail) | (bottom >>> (32 - trail));
      }
    }
    words[2 * i] = low;
    words[2 * i + 1] = high;
  }
}
