/** A payload, or each item of an array in it, into the slots of a shape: by the byte scanner where it can, else by `JSON.parse`. */
import { notAsExpected, note } from '#shared/domain/note.ts';
import { quote, refuse, type Message } from '../message.ts';
import { follow, parsePath } from '../path.ts';
import type { Apply } from '../route.ts';
import { parseJson } from './parse.ts';
import type { Shape } from './shape.ts';
import { fillSlots, NESTED, releaseSlots } from './slots.ts';

/** Called when the slots are filled. `root` is the parsed payload or item; undefined where the scanner filled them. */
export type EmitOne = (message: Message, around: Shape | undefined, root: unknown) => void;

/** @param parsed the emitter needs `root`: never use the scanner. */
export function readOne(shape: Shape, emit: EmitOne, parsed: boolean): Apply {
  const scanner = parsed ? undefined : shape.scanner;
  return (message) => {
    if (scanner?.scanAll(message.payload) === true) return emit(message, undefined, undefined);
    const result = parseJson(message);
    if (result === undefined) return;
    const { root } = result;
    if (typeof root !== 'object' || root === null) {
      return refuse(message, 'wrong-shape', notAsExpected('', quote(root), 'object'));
    }
    fillSlots(shape.slots, root);
    emit(message, undefined, root);
    releaseSlots(shape.slots);
  };
}

const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COMMA = 44;

/** @param readings path of the array. */
export function readArray(
  shape: Shape,
  around: Shape,
  readings: string,
  emit: EmitOne,
  parsed: boolean,
): Apply {
  const scanner = parsed ? undefined : shape.scanner;
  const parseItems = createItemParser(shape, around, readings, emit);
  return (message) => {
    const { payload } = message;
    const scanned = scanner !== undefined && around.scanner?.scanAll(payload) === true;
    let at = around.slots.start[around.readings] as number;
    if (!scanned || around.slots.kind[around.readings] !== NESTED || payload[at] !== OPEN_BRACKET) {
      return parseItems(message, 0);
    }
    // The payload has been found well-formed as a whole: only items that are not plain objects need `JSON.parse` now.
    for (let index = 0; ; index += 1) {
      const next = scanner.scan(payload, at + 1);
      if (next === -1) return parseItems(message, index);
      emit(message, around, undefined);
      at = next;
      while (payload[at] !== COMMA && payload[at] !== CLOSE_BRACKET) at += 1;
      if (payload[at] === CLOSE_BRACKET) return;
    }
  };
}

function createItemParser(
  shape: Shape,
  around: Shape,
  readings: string,
  emit: EmitOne,
): (message: Message, from: number) => void {
  const path = parsePath(readings);
  return (message, from) => {
    const result = parseJson(message);
    if (result === undefined) return;
    const items = follow(result.root, path);
    if (items === undefined) return refuse(message, 'missing-path', note('no-array', { where: readings }));
    if (!Array.isArray(items)) {
      return refuse(message, 'wrong-shape', notAsExpected(readings, quote(items), 'array'));
    }
    fillSlots(around.slots, result.root);
    for (const item of items.slice(from) as unknown[]) {
      if (typeof item === 'object' && item !== null) {
        fillSlots(shape.slots, item);
        emit(message, around, item);
      } else refuse(message, 'wrong-shape', notAsExpected(`${readings}[]`, quote(item), 'object'));
    }
    releaseSlots(shape.slots);
    releaseSlots(around.slots);
  };
}
