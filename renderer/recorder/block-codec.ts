/**
 * Up to 1,024 samples of one point as bytes, without loss. Layout, little-endian:
 *   header of 64 bytes (`BlockSummary`: enough to draw a block without unpacking it) | bits (`bit-stream.ts`)
 * Bits: times as Rice-coded deltas against the usual period, or delta-of-delta, whichever is smaller; quality and "no value" as
 * runs; values as decimals where every one of them is a short decimal (deltas of the scaled integers, or delta-of-delta for
 * counters), else XOR of the doubles (Pelkonen et al., "Gorilla", VLDB 2015, section 4.1.2).
 * A column of values that arrived as text is nearly always short decimals: 23.4 is 234 / 10^1, correctly rounded.
 */
import { QUALITY_BAD } from '#shared/domain/sample.ts';
import { BitReader, BitWriter, riceState } from './bit-stream.ts';
import { readValues, writeValues } from './value-codec.ts';

export const BLOCK_SAMPLES = 1024;
export const HEADER_BYTES = 64;
const VERSION = 1;
/** Times are whole milliseconds from 0 up to here (year 2248). */
export const TIME_LIMIT_MS = 2 ** 43;
/** Escaped time 71 bits, quality run 50, escaped value 78. */
const WORST_BYTES_A_SAMPLE = 26;

/** Rows of one point; column arrays may be longer than what is used. */
export interface SampleColumns {
  /** Whole epoch ms, rising strictly. */
  readonly timeMs: Float64Array;
  /** NaN: no value came. */
  readonly value: Float64Array;
  readonly quality: Uint8Array;
}

export interface BlockSummary {
  readonly count: number;
  /** Samples with a value that are not bad: `min`, `max`, `sum` are over these. */
  readonly usable: number;
  readonly worstQuality: number;
  readonly lastQuality: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** Last usable value; NaN if none. */
  readonly last: number;
  /** Longest time between two samples of the block. */
  readonly longestHoleMs: number;
}

/** Bytes that no encoder of ours wrote: a damaged block. */
export class BlockError extends Error {
  override readonly name = 'BlockError';
}

export interface BlockCodec {
  /** @param to exclusive; 1 to 1,024 rows. */
  encode(rows: SampleColumns, from: number, to: number): Uint8Array<ArrayBuffer>;
  /** Unpacks into `into` from row `at` on. @returns how many rows. @throws BlockError. */
  decode(bytes: Uint8Array, into: SampleColumns, at: number): number;
}

/** Holds its own work space: not to be shared between threads. */
export function createBlockCodec(): BlockCodec {
  const writer = new BitWriter(BLOCK_SAMPLES * WORST_BYTES_A_SAMPLE + 64);
  const present = new Float64Array(BLOCK_SAMPLES);
  return {
    encode(rows, from, to) {
      const count = to - from;
      if (count < 1 || count > BLOCK_SAMPLES) throw new BlockError(`a block of ${count} samples`);
      writer.reset();
      writeTimes(writer, rows.timeMs, from, to);
      writeQualities(writer, rows, from, to);
      let values = 0;
      for (let row = from; row < to; row += 1) {
        const value = rows.value[row] as number;
        if (value === value) present[values++] = value;
      }
      writeValues(writer, present.subarray(0, values));
      const bytes = writer.finish(HEADER_BYTES);
      writeSummary(bytes, rows, from, to);
      return bytes;
    },
    decode(bytes, into, at) {
      const { count, fromMs } = readSummary(bytes);
      const reader = new BitReader(bytes, HEADER_BYTES);
      readTimes(reader, into.timeMs, at, count, fromMs);
      const values = readQualities(reader, into, at, count);
      readValues(reader, present.subarray(0, values));
      for (let row = at, next = 0; row < at + count; row += 1) {
        if (into.value[row] === 0) into.value[row] = present[next++] as number;
      }
      if (reader.overrun)
        throw new BlockError(`block of ${bytes.length} bytes ends before its ${count} samples`);
      return count;
    },
  };
}

/** The delta most of them have: median of nine. */
function usualPeriod(timeMs: Float64Array, from: number, to: number): number {
  const some: number[] = [];
  const step = (to - from - 1) / 9;
  for (let i = 0; i < 9; i += 1) {
    const row = from + 1 + Math.floor(i * step);
    some.push((timeMs[row] as number) - (timeMs[row - 1] as number));
  }
  return some.sort((a, b) => a - b)[4] as number;
}

function writeTimes(writer: BitWriter, timeMs: Float64Array, from: number, to: number): void {
  if (to - from < 2) return;
  const period = usualPeriod(timeMs, from, to);
  let againstPeriod = 0;
  let againstLast = 0;
  let last = period;
  for (let row = from + 1; row < to; row += 1) {
    const delta = (timeMs[row] as number) - (timeMs[row - 1] as number);
    // Holes are capped: one must not decide for a thousand others.
    againstPeriod += Math.min(Math.abs(delta - period), 4096);
    againstLast += Math.min(Math.abs(delta - last), 4096);
    last = delta;
  }
  const follow = againstLast < againstPeriod;
  writer.write(follow ? 1 : 0, 1);
  writer.writeWide(period, 43);
  const state = riceState();
  let expected = period;
  for (let row = from + 1; row < to; row += 1) {
    const delta = (timeMs[row] as number) - (timeMs[row - 1] as number);
    writer.writeRice(state, delta - expected);
    if (follow) expected = delta;
  }
}

function readTimes(reader: BitReader, timeMs: Float64Array, at: number, count: number, fromMs: number): void {
  timeMs[at] = fromMs;
  if (count < 2) return;
  const follow = reader.read(1) === 1;
  let expected = reader.readWide(43);
  const state = riceState();
  let time = fromMs;
  for (let row = at + 1; row < at + count; row += 1) {
    const delta = expected + reader.readRice(state);
    time += delta;
    timeMs[row] = time;
    if (follow) expected = delta;
  }
}

/** Bits 0–1 the quality, bit 2: no value. */
function markOf(rows: SampleColumns, row: number): number {
  const value = rows.value[row] as number;
  return ((rows.quality[row] as number) & 0b11) | (value === value ? 0 : 0b100);
}

function writeQualities(writer: BitWriter, rows: SampleColumns, from: number, to: number): void {
  for (let row = from; row < to;) {
    const mark = markOf(rows, row);
    let end = row + 1;
    while (end < to && markOf(rows, end) === mark) end += 1;
    writer.write(mark, 3);
    writer.writeGamma(end - row);
    row = end;
  }
}

/** Sets values to 0 where one is to come, to NaN where none is. @returns how many are to come. */
function readQualities(reader: BitReader, into: SampleColumns, at: number, count: number): number {
  let values = 0;
  for (let row = at; row < at + count;) {
    const mark = reader.read(3);
    const end = row + reader.readGamma();
    if (end > at + count || reader.overrun) throw new BlockError('quality runs past the end of the block');
    const missing = (mark & 0b100) !== 0;
    into.quality.fill(mark & 0b11, row, end);
    into.value.fill(missing ? NaN : 0, row, end);
    if (!missing) values += end - row;
    row = end;
  }
  return values;
}

function writeSummary(bytes: Uint8Array<ArrayBuffer>, rows: SampleColumns, from: number, to: number): void {
  let usable = 0;
  let worst = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let last = NaN;
  let longestHoleMs = 0;
  for (let row = from; row < to; row += 1) {
    const value = rows.value[row] as number;
    const quality = rows.quality[row] as number;
    if (quality > worst) worst = quality;
    if (row > from)
      longestHoleMs = Math.max(
        longestHoleMs,
        (rows.timeMs[row] as number) - (rows.timeMs[row - 1] as number),
      );
    if (value !== value || quality === QUALITY_BAD) continue;
    usable += 1;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    last = value;
  }
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, worst | ((rows.quality[to - 1] as number) << 4));
  view.setUint16(2, to - from, true);
  view.setUint16(4, usable, true);
  const numbers = [
    rows.timeMs[from],
    rows.timeMs[to - 1],
    usable ? min : NaN,
    usable ? max : NaN,
    sum,
    last,
    longestHoleMs,
  ];
  numbers.forEach((number, i) => view.setFloat64(8 + 8 * i, number as number, true));
}

/** @throws BlockError when the bytes are no block of a known version. */
export function readSummary(bytes: Uint8Array): BlockSummary {
  if (bytes.length < HEADER_BYTES) throw new BlockError(`a block of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (view.getUint8(0) !== VERSION)
    throw new BlockError(`block version ${view.getUint8(0)}, expected ${VERSION}`);
  const count = view.getUint16(2, true);
  if (count < 1 || count > BLOCK_SAMPLES) throw new BlockError(`a block of ${count} samples`);
  const number = (i: number): number => view.getFloat64(8 + 8 * i, true);
  return {
    count,
    usable: view.getUint16(4, true),
    worstQuality: view.getUint8(1) & 0b11,
    lastQuality: view.getUint8(1) >>> 4,
    fromMs: number(0),
    toMs: number(1),
    min: number(2),
    max: number(3),
    sum: number(4),
    last: number(5),
    longestHoleMs: number(6),
  };
}
