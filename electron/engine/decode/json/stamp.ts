/** Source time, quality and history mark of a JSON reading; each stands on the item, or around the array for all items. */
import { notAsExpected, note } from '#shared/domain/note.ts';
import { QUALITY_BAD, QUALITY_GOOD, QUALITY_UNCERTAIN, type Quality } from '#shared/domain/sample.ts';
import { quote, refuse, type Message } from '../message.ts';
import { isPlausible, type TimeReader, type TimeUnit } from '../timestamp.ts';
import type { JsonSpec, Shape } from './shape.ts';
import { ABSENT, NUMBER, slotText, slotValue, TEXT, type Slots } from './slots.ts';

/** @returns false after a refusal: a reading whose time cannot be told is not applied. */
export type Stamp = (message: Message, shape: Shape, around: Shape | undefined) => boolean;

export function createStamp(spec: JsonSpec, times: TimeReader): Stamp {
  const qualityOf = createQuality(spec);
  return (message, shape, around) => {
    if (shape.quality !== -1) {
      const at = holder(shape.quality, shape, around);
      message.quality = qualityOf(slotValue(at.slots, at.quality, message.payload));
    }
    if (shape.historical !== -1) {
      const at = holder(shape.historical, shape, around);
      const value = slotValue(at.slots, at.historical, message.payload);
      message.historical = value === true || value === 1 || value === 'true';
    }
    return shape.time === -1 || stampTime(message, holder(shape.time, shape, around), times);
  };
}

function holder(slot: number, shape: Shape, around: Shape | undefined): Shape {
  return around !== undefined && shape.slots.kind[slot] === ABSENT ? around : shape;
}

function createQuality({ quality }: JsonSpec): (value: unknown) => Quality {
  const good = new Set<unknown>(quality?.good);
  const uncertain = new Set<unknown>(quality?.uncertain);
  return (value) => {
    // Gateways leave a good quality out.
    if (value === undefined || good.has(value)) return QUALITY_GOOD;
    return uncertain.has(value) ? QUALITY_UNCERTAIN : QUALITY_BAD;
  };
}

function stampTime(message: Message, { slots, time, timeUnit }: Shape, times: TimeReader): boolean {
  const kind = slots.kind[time];
  const where = slots.names[time] as string;
  let sourceMs = NaN;
  if (kind === NUMBER) sourceMs = times.number(slots.number[time] as number, timeUnit);
  else if (kind === TEXT) sourceMs = textTime(message, slots, time, timeUnit, times);
  else if (kind === ABSENT) {
    refuse(message, 'missing-path', note('no-time', { where }));
    return false;
  }
  if (!isPlausible(sourceMs, message.receivedMs)) {
    const found = quote(slotValue(slots, time, message.payload));
    refuse(message, 'bad-timestamp', notAsExpected(where, found, `time-${timeUnit}`));
    return false;
  }
  message.sourceMs = sourceMs;
  return true;
}

function textTime(
  { payload }: Message,
  slots: Slots,
  slot: number,
  unit: TimeUnit,
  times: TimeReader,
): number {
  const start = slots.start[slot] as number;
  if (unit === 'iso' && start !== -1) return times.iso(payload, start, slots.end[slot] as number);
  return times.text(slotText(slots, slot, payload), unit);
}
