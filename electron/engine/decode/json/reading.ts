/** One reading of a JSON payload: its stamp (time, quality, history mark), then the values of its points. */
import { note, type Note } from '#shared/domain/note.ts';
import { leaveUnbound, type Message } from '../message.ts';
import type { Emitter, Target } from '../target.ts';
import type { TimeReader } from '../timestamp.ts';
import type { JsonSpec, Shape } from './shape.ts';
import { createStamp } from './stamp.ts';
import { ABSENT, FALSE, NULL, NUMBER, slotText, slotValue, TEXT, TRUE } from './slots.ts';

/** What one asset reads from a shape. */
export interface AssetReading {
  readonly shape: Shape;
  readonly slots: Int32Array;
  readonly targets: readonly Target[];
  /** Name as sent → target, where the reading names its point. */
  readonly named: ReadonlyMap<string, Target>;
}

export interface ReadingEmitter {
  /** The shape of `reading` has been filled; `around` too, where the readings are items of an array. */
  emit(message: Message, reading: AssetReading, around: Shape | undefined): void;
}

export function createReadingEmitter(spec: JsonSpec, emitter: Emitter, times: TimeReader): ReadingEmitter {
  const stamp = createStamp(spec, times);
  const emitSlot = (message: Message, target: Target, { slots }: Shape, slot: number): void => {
    const where = slots.names[slot] as string;
    const kind = slots.kind[slot];
    if (kind === NUMBER) emitter.number(message, target, slots.number[slot] as number, where);
    else if (kind === TEXT) emitter.text(message, target, slotText(slots, slot, message.payload), where);
    else if (kind === TRUE || kind === FALSE) emitter.boolean(message, target, kind === TRUE, where);
    else if (kind === NULL) emitter.nothing(message, target);
    else emitter.value(message, target, slotValue(slots, slot, message.payload), where);
  };

  /** @returns false where name or value is missing. */
  const emitNamed = (message: Message, { shape, named }: AssetReading): boolean => {
    const { slots } = shape;
    if (slots.kind[shape.name] === ABSENT || slots.kind[shape.namedValue] === ABSENT) return false;
    const name = String(slotValue(slots, shape.name, message.payload));
    const target = named.get(name);
    if (target) emitSlot(message, target, shape, shape.namedValue);
    else leaveUnbound(message, 'unknown-point', note('no-name', { name }));
    return true;
  };

  return {
    emit(message, reading, around) {
      const { shape, slots, targets } = reading;
      if (!stamp(message, shape, around)) return;
      let found = false;
      for (let i = 0; i < slots.length; i += 1) {
        const slot = slots[i] as number;
        if (shape.slots.kind[slot] === ABSENT) continue;
        found = true;
        emitSlot(message, targets[i] as Target, shape, slot);
      }
      if (shape.name !== -1) found = emitNamed(message, reading) || found;
      // Gateways that report changes leave out what did not change: only a reading without any value is a fault.
      if (!found) leaveUnbound(message, 'missing-path', note('none-of', wanted(reading)));
    },
  };
}

const PATHS_NAMED = 5;

function wanted({ shape, slots }: AssetReading): Note['facts'] {
  const names = [...slots].map((slot) => shape.slots.names[slot] as string);
  if (shape.name !== -1)
    names.push(shape.slots.names[shape.name] as string, shape.slots.names[shape.namedValue] as string);
  return {
    names: names.slice(0, PATHS_NAMED).join(', '),
    more: Math.max(0, names.length - PATHS_NAMED),
  };
}
