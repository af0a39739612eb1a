/**
 * Bits into bytes and back, most significant first, with two codes on top: adaptive Rice codes for small signed residuals
 * (parameter estimated as in JPEG-LS, ITU-T T.87 clause A.5.1) and Elias gamma for run lengths.
 */

/** Quotients from here on are written as an escape: 6 bits of width, then the number itself. */
const ESCAPE_QUOTIENT = 16;
const LARGEST_K = 24;
const HALVE_AT = 64;
const TWO_24 = 2 ** 24;

/** State of one adaptive Rice code; writer and reader keep equal ones. Below 2^31 both. */
export interface RiceState {
  sum: number;
  count: number;
}

export function riceState(): RiceState {
  return { sum: 16, count: 1 };
}

/** Least k with count × 2^k ≥ sum. */
function riceParameter({ sum, count }: RiceState): number {
  const k = Math.max(0, Math.clz32(count) - Math.clz32(sum));
  return Math.min(LARGEST_K, count << k < sum ? k + 1 : k);
}

function learn(state: RiceState, zigzag: number, k: number): void {
  // One jump must not spoil the code for what follows; several in a row may.
  const most = k < 18 ? 64 << k : TWO_24;
  state.sum += zigzag < most ? zigzag : most;
  state.count += 1;
  if (state.count === HALVE_AT) {
    state.sum >>>= 1;
    state.count = HALVE_AT / 2;
  }
}

/** Bits that `value` takes; `value` is an integer from 1 to 2^53. */
function bitLength(value: number): number {
  return value < TWO_24 ? 32 - Math.clz32(value) : 24 + bitLength(Math.floor(value / TWO_24));
}

export class BitWriter {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;
  #pending = 0;
  #pendingBits = 0;

  /** @param capacity bytes; the caller knows the worst case. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  reset(): void {
    this.#at = 0;
    this.#pending = 0;
    this.#pendingBits = 0;
  }

  /** @param width 0 to 24; `value` must fit. */
  write(value: number, width: number): void {
    this.#pending = (this.#pending << width) | value;
    this.#pendingBits += width;
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8;
      this.#bytes[this.#at] = this.#pending >>> this.#pendingBits;
      this.#at += 1;
    }
  }

  /** @param width 0 to 54; `value` a non-negative integer that fits. */
  writeWide(value: number, width: number): void {
    if (width <= 24) return this.write(value, width);
    const high = Math.floor(value / TWO_24);
    this.writeWide(high, width - 24);
    this.write(value - high * TWO_24, 24);
  }

  /** @param value unsigned 32 bits. @param width 0 to 32. */
  write32(value: number, width: number): void {
    if (width > 16) {
      this.write(value >>> 16, width - 16);
      this.write(value & 0xffff, 16);
    } else this.write(value, width);
  }

  /** @param value an integer of at most 2^52 in size. */
  writeRice(state: RiceState, value: number): void {
    const zigzag = value >= 0 ? 2 * value : -2 * value - 1;
    const k = riceParameter(state);
    const quotient = zigzag < 2 ** 31 ? zigzag >>> k : ESCAPE_QUOTIENT;
    if (quotient < ESCAPE_QUOTIENT) {
      this.write(((1 << quotient) - 1) << 1, quotient + 1);
      this.write(zigzag & ((1 << k) - 1), k);
    } else {
      const width = bitLength(zigzag);
      this.write((1 << ESCAPE_QUOTIENT) - 1, ESCAPE_QUOTIENT);
      this.write(width, 6);
      this.writeWide(zigzag, width);
    }
    learn(state, zigzag, k);
  }

  /** @param value 1 to 2^24 - 1. */
  writeGamma(value: number): void {
    const width = bitLength(value);
    this.write(0, width - 1);
    this.write(value, width);
  }

  /** The bytes so far, copied behind `headerBytes` empty ones. */
  finish(headerBytes: number): Uint8Array<ArrayBuffer> {
    if (this.#pendingBits > 0) this.write(0, 8 - this.#pendingBits);
    const out = new Uint8Array(headerBytes + this.#at);
    out.set(this.#bytes.subarray(0, this.#at), headerBytes);
    return out;
  }
}

/** Reading past the end gives zero bits; the caller checks `overrun` when done. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #window = 0;
  #windowBits = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get overrun(): boolean {
    return this.#at - (this.#windowBits >>> 3) > this.#bytes.length;
  }

  /** Leaves at least 25 bits in the window. */
  #fill(): void {
    while (this.#windowBits <= 24) {
      const byte = this.#at < this.#bytes.length ? (this.#bytes[this.#at] as number) : 0;
      this.#window = (this.#window << 8) | byte;
      this.#at += 1;
      this.#windowBits += 8;
    }
  }

  /** @param width 0 to 24. */
  read(width: number): number {
    this.#fill();
    this.#windowBits -= width;
    return (this.#window >>> this.#windowBits) & ((1 << width) - 1);
  }

  /** @param width 0 to 54. */
  readWide(width: number): number {
    if (width <= 24) return this.read(width);
    const high = this.readWide(width - 24);
    return high * TWO_24 + this.read(24);
  }

  /** @returns unsigned 32 bits. */
  read32(width: number): number {
    if (width <= 16) return this.read(width);
    const high = this.read(width - 16);
    return ((high << 16) | this.read(16)) >>> 0;
  }

  readRice(state: RiceState): number {
    const k = riceParameter(state);
    this.#fill();
    const quotient = Math.clz32(~(this.#window << (32 - this.#windowBits)));
    let zigzag: number;
    if (quotient < ESCAPE_QUOTIENT) {
      this.#windowBits -= quotient + 1;
      zigzag = (quotient << k) + this.read(k);
    } else {
      this.#windowBits -= ESCAPE_QUOTIENT;
      zigzag = this.readWide(this.read(6));
    }
    learn(state, zigzag, k);
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  readGamma(): number {
    let width = 1;
    while (width < 24 && this.read(1) === 0) width += 1;
    return (1 << (width - 1)) | this.read(width - 1);
  }
}
