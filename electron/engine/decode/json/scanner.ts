/**
 * Reads the wanted paths straight from the bytes of a JSON payload, without building an object. It accepts only what it
 * is sure of, a subset of what `JSON.parse` accepts, with the same values to the last bit; everything else (escapes,
 * exponents, long numbers, keys sent twice, deep nesting) it leaves to `JSON.parse`.
 *
 * A number of at most 15 digits and 22 decimals is exact: digits and power of ten are both representable, and one IEEE
 * division rounds correctly (Clinger, "How to Read Floating Point Numbers Accurately", 1990).
 */
import type { Path } from '../path.ts';
import { ABSENT, FALSE, NESTED, NULL, NUMBER, TEXT, TRUE, type Slots } from './slots.ts';

/** Deeper payloads go the slow way, which judges them. */
const DEEPEST = 16;
const LONGEST_DIGITS = 15;

const TENS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const NO_BYTES = Buffer.alloc(0);
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const LITERAL_TRUE = Buffer.from('true');
const LITERAL_FALSE = Buffer.from('false');
const LITERAL_NULL = Buffer.from('null');

/** One object on the way to wanted values: its wanted keys in an open-addressed hash table. */
interface Level {
  readonly mask: number;
  /** Index into the columns below, or -1. */
  readonly table: Int32Array;
  readonly keys: readonly Buffer[];
  readonly hashes: Int32Array;
  /** Slot of the value, or -1 where only something inside it is wanted. */
  readonly slot: Int32Array;
  readonly inside: readonly (Level | undefined)[];
  /** Scan in which the key was last seen: sent twice, the last one counts, and that is left to `JSON.parse`. */
  readonly seen: Float64Array;
}

export interface Scanner {
  /**
   * Scans one object from `at` (leading white space allowed). Slots not found are ABSENT.
   * @returns the index behind the object, or -1: not sure, ask `JSON.parse`; the slots then hold nothing of meaning.
   */
  scan(payload: Buffer, at: number): number;
  /** Scans a payload that is one object and nothing behind it. */
  scanAll(payload: Buffer): boolean;
}

/** @returns undefined where a path cannot be scanned (it leads through an array, or is the payload itself). */
export function createScanner(slots: Slots): Scanner | undefined {
  if (slots.paths.some((path) => path.length === 0 || path.some((key) => typeof key === 'number')))
    return undefined;
  const root = buildLevel(
    slots.paths.map((path, slot) => ({ path, slot })),
    0,
  );
  const reader = new Reader(slots);
  return {
    scan: (payload, at) => reader.scan(payload, at, root, false),
    scanAll: (payload) => reader.scan(payload, 0, root, true) !== -1,
  };
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}

function buildLevel(wanted: readonly { path: Path; slot: number }[], depth: number): Level {
  const groups = new Map<string, { path: Path; slot: number }[]>();
  for (const one of wanted) {
    const key = one.path[depth] as string;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const names = [...groups.keys()];
  const keys = names.map((name) => Buffer.from(name, 'utf8'));
  const hashes = Int32Array.from(keys, hashOf);
  let size = 2;
  while (size < keys.length * 2) size *= 2;
  const table = new Int32Array(size).fill(-1);
  hashes.forEach((hash, index) => {
    let at = hash & (size - 1);
    while (table[at] !== -1) at = (at + 1) & (size - 1);
    table[at] = index;
  });
  const members = names.map((name) => groups.get(name) ?? []);
  const inside = members.map((group) => {
    const deeper = group.filter(({ path }) => path.length > depth + 1);
    return deeper.length === 0 ? undefined : buildLevel(deeper, depth + 1);
  });
  const slot = Int32Array.from(
    members,
    (group) => group.find(({ path }) => path.length === depth + 1)?.slot ?? -1,
  );
  return { mask: size - 1, table, keys, hashes, slot, inside, seen: new Float64Array(keys.length) };
}

/** Positions are passed and returned; -1 is "not sure". A class because it holds the state of a scan. */
class Reader {
  private readonly slots: Slots;
  private bytes: Buffer = NO_BYTES;
  private scans = 0;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  /** Keeps nothing of the payload when it is done: a shape outlives many payloads. */
  scan(payload: Buffer, from: number, root: Level, toEnd: boolean): number {
    this.bytes = payload;
    this.scans += 1;
    const { kind } = this.slots;
    for (let i = 0; i < kind.length; i += 1) kind[i] = ABSENT;
    const at = this.blank(from);
    let end = at < payload.length && payload[at] === OPEN_BRACE ? this.object(at + 1, root, 1) : -1;
    if (toEnd && end !== -1 && this.blank(end) !== payload.length) end = -1;
    this.bytes = NO_BYTES;
    return end;
  }

  /** JSON white space (RFC 8259 clause 2). */
  private blank(at: number): number {
    const bytes = this.bytes;
    let i = at;
    while (i < bytes.length) {
      const byte = bytes[i] as number;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
      i += 1;
    }
    return i;
  }

  /** From behind `{` to behind its `}`. */
  private object(from: number, level: Level | undefined, depth: number): number {
    const bytes = this.bytes;
    let at = this.blank(from);
    if (at >= bytes.length) return -1;
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    if (depth > DEEPEST) return -1;
    for (;;) {
      if (at >= bytes.length || bytes[at] !== QUOTE) return -1;
      const keyAt = at + 1;
      let hash = 0;
      let keyEnd = keyAt;
      for (; keyEnd < bytes.length; keyEnd += 1) {
        const byte = bytes[keyEnd] as number;
        if (byte === QUOTE) break;
        if (byte < 32 || byte === BACKSLASH) return -1;
        if (byte > 127) {
          const last = this.character(keyEnd);
          if (last === -1) return -1;
          for (; keyEnd < last; keyEnd += 1) hash = (Math.imul(hash, 31) + (bytes[keyEnd] as number)) | 0;
        }
        hash = (Math.imul(hash, 31) + (bytes[keyEnd] as number)) | 0;
      }
      at = this.blank(keyEnd + 1);
      if (at >= bytes.length || bytes[at] !== COLON) return -1;
      at = this.blank(at + 1);
      const member = level === undefined ? -1 : this.find(level, hash, keyAt, keyEnd);
      at =
        member === -1 ? this.value(at, -1, undefined, depth) : this.wanted(at, level as Level, member, depth);
      if (at === -1) return -1;
      at = this.blank(at);
      if (at >= bytes.length) return -1;
      const next = bytes[at];
      if (next === CLOSE_BRACE) return at + 1;
      if (next !== COMMA) return -1;
      at = this.blank(at + 1);
    }
  }

  private wanted(at: number, level: Level, member: number, depth: number): number {
    if (level.seen[member] === this.scans) return -1;
    level.seen[member] = this.scans;
    return this.value(at, level.slot[member] as number, level.inside[member], depth);
  }

  private find(level: Level, hash: number, keyAt: number, keyEnd: number): number {
    const { table, mask, hashes, keys } = level;
    for (let probe = hash & mask; ; probe = (probe + 1) & mask) {
      const index = table[probe] as number;
      if (index === -1) return -1;
      if (hashes[index] === hash && this.same(keys[index] as Buffer, keyAt, keyEnd)) return index;
    }
  }

  private same(key: Buffer, keyAt: number, keyEnd: number): boolean {
    if (key.length !== keyEnd - keyAt) return false;
    const bytes = this.bytes;
    for (let i = 0; i < key.length; i += 1) if (key[i] !== bytes[keyAt + i]) return false;
    return true;
  }

  /** Any value; kept in `slot` unless that is -1. */
  private value(at: number, slot: number, inside: Level | undefined, depth: number): number {
    if (at >= this.bytes.length) return -1;
    switch (this.bytes[at] as number) {
      case QUOTE:
        return this.text(at + 1, slot);
      case OPEN_BRACE:
        return this.keep(slot, NESTED, at, this.object(at + 1, inside, depth + 1));
      case OPEN_BRACKET:
        return this.keep(slot, NESTED, at, this.array(at + 1, depth + 1));
      case 0x74:
        return this.keep(slot, TRUE, at, this.literal(at, LITERAL_TRUE));
      case 0x66:
        return this.keep(slot, FALSE, at, this.literal(at, LITERAL_FALSE));
      case 0x6e:
        return this.keep(slot, NULL, at, this.literal(at, LITERAL_NULL));
      default:
        return this.number(at, slot);
    }
  }

  private keep(slot: number, kind: number, start: number, end: number): number {
    if (slot !== -1 && end !== -1) {
      this.slots.kind[slot] = kind;
      this.slots.start[slot] = start;
      this.slots.end[slot] = end;
    }
    return end;
  }

  private literal(at: number, word: Buffer): number {
    if (at + word.length > this.bytes.length) return -1;
    for (let i = 1; i < word.length; i += 1) if (this.bytes[at + i] !== word[i]) return -1;
    return at + word.length;
  }

  /** From behind the opening quote to behind the closing one. */
  private text(from: number, slot: number): number {
    const bytes = this.bytes;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.keep(slot, TEXT, from, at);
        return at + 1;
      }
      if (byte > 127) {
        at = this.character(at);
        if (at === -1) return -1;
      } else if (byte < 32 || byte === BACKSLASH) return -1;
    }
    return -1;
  }

  /** From behind `[` to behind its `]`; nothing inside is wanted. */
  private array(from: number, depth: number): number {
    let at = this.blank(from);
    if (at >= this.bytes.length) return -1;
    if (this.bytes[at] === CLOSE_BRACKET) return at + 1;
    if (depth > DEEPEST) return -1;
    for (;;) {
      at = this.value(at, -1, undefined, depth);
      if (at === -1) return -1;
      at = this.blank(at);
      if (at >= this.bytes.length) return -1;
      const next = this.bytes[at];
      if (next === CLOSE_BRACKET) return at + 1;
      if (next !== COMMA) return -1;
      at = this.blank(at + 1);
    }
  }

  /** RFC 8259 clause 6, without exponents. */
  private number(from: number, slot: number): number {
    const bytes = this.bytes;
    const length = bytes.length;
    const negative = bytes[from] === MINUS;
    const begin = negative ? from + 1 : from;
    let at = begin;
    let digits = 0;
    for (; at < length; at += 1) {
      const digit = (bytes[at] as number) - 48;
      if (digit < 0 || digit > 9) break;
      digits = digits * 10 + digit;
    }
    const whole = at - begin;
    if (whole === 0 || (whole > 1 && bytes[begin] === 48)) return -1;
    let decimals = 0;
    if (at < length && bytes[at] === POINT) {
      const pointAt = at;
      for (at += 1; at < length; at += 1) {
        const digit = (bytes[at] as number) - 48;
        if (digit < 0 || digit > 9) break;
        digits = digits * 10 + digit;
      }
      decimals = at - pointAt - 1;
      if (decimals === 0) return -1;
    }
    if (whole + decimals > LONGEST_DIGITS || (at < length && ((bytes[at] as number) | 32) === 0x65))
      return -1;
    if (slot === -1) return at;
    const magnitude = decimals === 0 ? digits : digits / (TENS[decimals] as number);
    this.slots.number[slot] = negative ? -magnitude : magnitude;
    return this.keep(slot, NUMBER, from, at);
  }

  /**
   * One character beyond ASCII (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
   * @returns the index of its last byte, or -1.
   */
  private character(at: number): number {
    const lead = this.bytes[at] as number;
    const more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
    if (more === 0 || at + more >= this.bytes.length) return -1;
    const second = this.bytes[at + 1] as number;
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) return -1;
    for (let i = 2; i <= more; i += 1) if (((this.bytes[at + i] as number) & 0xc0) !== 0x80) return -1;
    return at + more;
  }
}
