/**
 * Reader of Sparkplug B payloads (Eclipse Sparkplug 3.0, clause 6.4, `sparkplug_b.proto`): Protocol Buffers read by hand,
 * one metric at a time into the same fields, without an object a metric. Lengths are checked against the bytes there are;
 * nothing throws.
 */

/** Sparkplug data types that a value of a point can have (clause 6.4.16). */
export const INT8 = 1;
export const INT16 = 2;
export const INT32 = 3;
export const INT64 = 4;
export const UINT8 = 5;
export const UINT16 = 6;
export const UINT32 = 7;
export const UINT64 = 8;
export const BOOLEAN = 11;
export const DATE_TIME = 13;

export const NO_VALUE = 0;
export const INTEGER_VALUE = 1;
export const REAL_VALUE = 2;
export const BOOLEAN_VALUE = 3;
export const TEXT_VALUE = 4;
/** Bytes, data sets, templates, extensions, arrays. */
export const OTHER_VALUE = 5;

/** Quality property of a metric (clause 6.4.6): 0 bad, 192 good, 500 stale. */
export const QUALITY_UNSAID = -1;

const TWO_32 = 4_294_967_296;

export class PayloadReader {
  /** Of the payload: epoch ms or NaN; 0 to 255 or -1. */
  timestampMs = NaN;
  seq = -1;

  /** Of the metric read last. */
  nameStart = -1;
  nameEnd = -1;
  /** Number where it is exact, else its text; undefined: none. */
  alias: number | string | undefined = undefined;
  metricTimeMs = NaN;
  /** 0: not said. */
  dataType = 0;
  historical = false;
  isNull = false;
  valueKind = NO_VALUE;
  real = 0;
  truth = false;
  textStart = 0;
  textEnd = 0;
  quality = QUALITY_UNSAID;
  /** The metric's bytes are no metric; the next ones may be. */
  broken = false;

  private bytes: Buffer = NO_BYTES;
  private at = 0;
  /** The number read last, as two unsigned halves; the value's own in `valueLow` and `valueHigh`. */
  private low = 0;
  private high = 0;
  private valueLow = 0;
  private valueHigh = 0;

  /** Walks the outer fields and puts the reader before the first metric. @returns false on bytes that are no payload. */
  open(bytes: Buffer): boolean {
    this.bytes = bytes;
    this.timestampMs = NaN;
    this.seq = -1;
    let at = 0;
    while (at < bytes.length) {
      const tag = bytes[at] as number;
      if (tag === 0x12) at = this.skip(at + 1, 2, bytes.length);
      else if (tag === 0x08) {
        at = this.varint(at + 1, bytes.length);
        this.timestampMs = this.unsigned();
      } else if (tag === 0x18) {
        at = this.varint(at + 1, bytes.length);
        this.seq = this.high === 0 && this.low <= 255 ? this.low : -1;
      } else at = this.unknownField(at, bytes.length);
      if (at === -1) return false;
    }
    this.at = 0;
    return true;
  }

  /** Before the first metric again. */
  rewind(): void {
    this.at = 0;
  }

  close(): void {
    this.bytes = NO_BYTES;
  }

  /** Reads the next metric. @returns false when there is none. Only after `open` said true. */
  next(): boolean {
    const { bytes } = this;
    while (this.at < bytes.length) {
      const tag = bytes[this.at] as number;
      if (tag === 0x12) {
        const from = this.varint(this.at + 1, bytes.length);
        this.at = from + this.low;
        this.metric(from, this.at);
        return true;
      }
      this.at =
        tag === 0x08 || tag === 0x18
          ? this.varint(this.at + 1, bytes.length)
          : this.unknownField(this.at, bytes.length);
    }
    return false;
  }

  /** @returns the integer of a metric as its data type means it; NaN where it cannot be of that type, or the type is unknown. */
  integer(dataType: number): number {
    const low = this.valueLow;
    const high = this.valueHigh;
    // Clients send negative numbers of 8 to 32 bits as 32 bits, or sign-extended to 64, or in their own width.
    const narrow = high === 0 || high === 0xffff_ffff;
    switch (dataType) {
      case INT8:
        return narrow && (low <= 0xff || low >= 0xffff_ff80) ? (low << 24) >> 24 : NaN;
      case INT16:
        return narrow && (low <= 0xffff || low >= 0xffff_8000) ? (low << 16) >> 16 : NaN;
      case INT32:
        return narrow ? low | 0 : NaN;
      case INT64:
        return (high | 0) * TWO_32 + low;
      case UINT8:
        return high === 0 && low <= 0xff ? low : NaN;
      case UINT16:
        return high === 0 && low <= 0xffff ? low : NaN;
      case UINT32:
        return high === 0 ? low : NaN;
      case BOOLEAN:
        return high === 0 && low <= 1 ? low : NaN;
      case UINT64:
      case DATE_TIME:
        return high * TWO_32 + low;
      default:
        return NaN;
    }
  }

  name(): string {
    return this.bytes.toString('utf8', this.nameStart, this.nameEnd);
  }

  text(): string {
    return this.bytes.toString('utf8', this.textStart, this.textEnd);
  }

  private metric(from: number, end: number): void {
    this.nameStart = -1;
    this.alias = undefined;
    this.metricTimeMs = NaN;
    this.dataType = 0;
    this.historical = false;
    this.isNull = false;
    this.valueKind = NO_VALUE;
    this.quality = QUALITY_UNSAID;
    let at = from;
    while (at < end && at !== -1) at = this.metricField(at, end);
    this.broken = at === -1;
  }

  /** @returns the index behind the field at `at`, or -1. */
  private metricField(at: number, end: number): number {
    const { bytes } = this;
    const tag = bytes[at] as number;
    let next = -1;
    switch (tag) {
      case 0x0a:
        next = this.skip(at + 1, 2, end);
        this.nameEnd = next;
        this.nameStart = next - this.low;
        return next;
      case 0x10:
        next = this.varint(at + 1, end);
        this.alias = this.high < 0x20_0000 ? this.unsigned() : `${this.high}:${this.low}`;
        return next;
      case 0x18:
        next = this.varint(at + 1, end);
        this.metricTimeMs = this.unsigned();
        return next;
      case 0x20:
        next = this.varint(at + 1, end);
        this.dataType = this.high === 0 ? this.low : -1;
        return next;
      case 0x28:
        next = this.varint(at + 1, end);
        this.historical = this.low !== 0;
        return next;
      case 0x38:
        next = this.varint(at + 1, end);
        this.isNull = this.low !== 0;
        return next;
      case 0x4a:
        next = this.skip(at + 1, 2, end);
        if (next !== -1) this.properties(next - this.low, next);
        return next;
      default:
        return tag >= 0x50 ? this.valueField(tag, at, end) : this.unknownField(at, end);
    }
  }

  private valueField(tag: number, at: number, end: number): number {
    let next = -1;
    switch (tag) {
      case 0x50:
      case 0x58:
        next = this.varint(at + 1, end);
        this.valueKind = INTEGER_VALUE;
        this.valueLow = this.low;
        this.valueHigh = this.high;
        return next;
      case 0x65:
        if (at + 5 > end) return -1;
        this.valueKind = REAL_VALUE;
        this.real = this.bytes.readFloatLE(at + 1);
        return at + 5;
      case 0x69:
        if (at + 9 > end) return -1;
        this.valueKind = REAL_VALUE;
        this.real = this.bytes.readDoubleLE(at + 1);
        return at + 9;
      case 0x70:
        next = this.varint(at + 1, end);
        this.valueKind = BOOLEAN_VALUE;
        this.truth = this.low !== 0 || this.high !== 0;
        return next;
      case 0x7a:
        next = this.skip(at + 1, 2, end);
        this.valueKind = TEXT_VALUE;
        this.textEnd = next;
        this.textStart = next - this.low;
        return next;
      default:
        // Fields 16 to 19 hold what is not one value.
        if (this.valueKind === NO_VALUE) this.valueKind = OTHER_VALUE;
        return this.unknownField(at, end);
    }
  }

  /** PropertySet: parallel lists of keys (1) and values (2); only the integer of `Quality` is wanted. Damage says nothing. */
  private properties(from: number, end: number): void {
    let qualityAt = -1;
    let keys = 0;
    let values = 0;
    for (let pass = 0; pass < 2; pass += 1) {
      for (let at = from; at < end && at !== -1;) {
        const tag = this.bytes[at] as number;
        const next = tag === 0x0a || tag === 0x12 ? this.skip(at + 1, 2, end) : this.unknownField(at, end);
        if (next === -1) return;
        const begin = next - this.low;
        if (pass === 0 && tag === 0x0a) {
          if (this.bytes.toString('latin1', begin, next) === 'Quality') qualityAt = keys;
          keys += 1;
        } else if (pass === 1 && tag === 0x12) {
          if (values === qualityAt) this.readQuality(begin, next);
          values += 1;
        }
        at = next;
      }
      if (qualityAt === -1) return;
    }
  }

  /** PropertyValue: int_value is field 3, long_value field 4. */
  private readQuality(from: number, end: number): void {
    for (let at = from; at < end && at !== -1;) {
      const tag = this.bytes[at] as number;
      if (tag === 0x18 || tag === 0x20) {
        at = this.varint(at + 1, end);
        if (at !== -1) this.quality = this.high === 0 ? this.low : 0;
      } else at = this.unknownField(at, end);
    }
  }

  private unsigned(): number {
    return this.high * TWO_32 + this.low;
  }

  /** A field with its tag at `at`, whatever it is. */
  private unknownField(at: number, end: number): number {
    const from = this.varint(at, end);
    if (from === -1 || this.high !== 0 || this.low < 8) return -1;
    return this.skip(from, this.low & 7, end);
  }

  /** The body of a field by wire type; of a length-delimited one `low` is then its length. */
  private skip(at: number, wireType: number, end: number): number {
    switch (wireType) {
      case 0:
        return this.varint(at, end);
      case 1:
        return at + 8 <= end ? at + 8 : -1;
      case 2: {
        const from = this.varint(at, end);
        return from !== -1 && this.high === 0 && this.low <= end - from ? from + this.low : -1;
      }
      case 5:
        return at + 4 <= end ? at + 4 : -1;
      default:
        // Groups left Protocol Buffers long before Sparkplug came.
        return -1;
    }
  }

  /** Into `low` and `high`. @returns the index behind it, or -1: cut off, or longer than 10 bytes. */
  private varint(from: number, end: number): number {
    const { bytes } = this;
    this.high = 0;
    if (from >= end) return -1;
    let byte = bytes[from] as number;
    this.low = byte & 0x7f;
    if (byte < 0x80) return from + 1;
    let low = this.low;
    let high = 0;
    for (let i = 1; i < 10; i += 1) {
      if (from + i >= end) return -1;
      byte = bytes[from + i] as number;
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (7 * i - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return from + i + 1;
      }
    }
    return -1;
  }
}

const NO_BYTES = Buffer.alloc(0);

/**
 * NCMD payload that makes an edge node send its births again (clause 6.4.20, `Node Control/Rebirth`).
 * @param nowMs epoch ms.
 */
export function encodeRebirth(nowMs: number): Uint8Array {
  const name = Buffer.from('Node Control/Rebirth');
  const time = encodeVarint(nowMs);
  const metric = [0x0a, name.length, ...name, 0x18, ...time, 0x20, BOOLEAN, 0x70, 1];
  return Uint8Array.from([0x08, ...time, 0x12, metric.length, ...metric]);
}

function encodeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = Math.max(0, Math.floor(value));
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return bytes;
}
