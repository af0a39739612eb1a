/**
 * The few values of a payload that a mapping asks for, one slot a path. The byte scanner and the `JSON.parse` way fill
 * the same slots, so that everything behind them exists once.
 */
import { follow, type Path } from '../path.ts';

export const ABSENT = 0;
export const NUMBER = 1;
export const TEXT = 2;
export const TRUE = 3;
export const FALSE = 4;
export const NULL = 5;
/** An object or an array. */
export const NESTED = 6;

export interface Slots {
  readonly paths: readonly Path[];
  /** As the site file writes them, for details. */
  readonly names: readonly string[];
  readonly kind: Uint8Array;
  /** Where `kind` is NUMBER. */
  readonly number: Float64Array;
  /** Where the value lies in the payload; `start` is -1 for values that came by `JSON.parse`. Texts without their quotes. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Values that came by `JSON.parse`. */
  readonly parsed: unknown[];
  /** The short text that stood here last: words like a quality come again and again. */
  readonly word: string[];
}

export function createSlots(names: readonly string[], paths: readonly Path[]): Slots {
  const count = paths.length;
  return {
    paths,
    names,
    kind: new Uint8Array(count),
    number: new Float64Array(count),
    start: new Int32Array(count).fill(-1),
    end: new Int32Array(count),
    parsed: new Array<unknown>(count).fill(undefined),
    word: new Array<string>(count).fill(''),
  };
}

/** Objects and arrays are never wanted for what is in them: a stand-in keeps payloads out of memory. */
const AN_OBJECT: unknown = Object.freeze({});
const OPEN_BRACKET = 91;
const AN_ARRAY: unknown = Object.freeze([]);

/** Lets go of texts of the last payload. */
export function releaseSlots(slots: Slots): void {
  slots.parsed.fill(undefined);
}

/** Fills the slots from a parsed payload. */
export function fillSlots(slots: Slots, root: unknown): void {
  for (let i = 0; i < slots.paths.length; i += 1) {
    const value = follow(root, slots.paths[i] as Path);
    slots.kind[i] = kindOf(value);
    slots.start[i] = -1;
    slots.parsed[i] =
      typeof value === 'object' && value !== null ? (Array.isArray(value) ? AN_ARRAY : AN_OBJECT) : value;
    if (typeof value === 'number') slots.number[i] = value;
  }
}

function kindOf(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return NUMBER;
    case 'string':
      return TEXT;
    case 'boolean':
      return value ? TRUE : FALSE;
    case 'object':
      return value === null ? NULL : NESTED;
    default:
      return ABSENT;
  }
}

/** The value of a slot as `JSON.parse` gives it; instead of an object or array stands an empty one. */
export function slotValue(slots: Slots, slot: number, payload: Buffer): unknown {
  switch (slots.kind[slot]) {
    case NUMBER:
      return slots.number[slot];
    case TEXT:
      return slotText(slots, slot, payload);
    case TRUE:
      return true;
    case FALSE:
      return false;
    case NULL:
      return null;
    case NESTED:
      if (slots.start[slot] === -1) return slots.parsed[slot];
      return payload[slots.start[slot] as number] === OPEN_BRACKET ? AN_ARRAY : AN_OBJECT;
    default:
      return undefined;
  }
}

const LONGEST_WORD = 16;

/** Only where `kind` is TEXT. */
export function slotText(slots: Slots, slot: number, payload: Buffer): string {
  const start = slots.start[slot] as number;
  if (start === -1) return slots.parsed[slot] as string;
  const end = slots.end[slot] as number;
  const word = slots.word[slot] as string;
  if (isSame(word, payload, start, end)) return word;
  const text = payload.toString('utf8', start, end);
  // As many characters as bytes: ASCII, which alone may be compared byte by byte.
  if (text.length === end - start && text.length <= LONGEST_WORD) slots.word[slot] = text;
  return text;
}

function isSame(word: string, payload: Buffer, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i += 1) if (word.charCodeAt(i) !== payload[start + i]) return false;
  return true;
}
