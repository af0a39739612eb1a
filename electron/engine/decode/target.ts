/**
 * The last step of every format: a value as sent → a sample of one point, or a refusal. A value is never guessed:
 * what does not mean a number of this point changes nothing.
 */
import { notAsExpected, note, type Expected, type Note } from '#shared/domain/note.ts';
import {
  QUALITY_BAD,
  QUALITY_GOOD,
  QUALITY_UNCERTAIN,
  type Quality,
  type SampleSink,
} from '#shared/domain/sample.ts';
import type { Point, PointIndex } from '#shared/domain/site/site.ts';
import { convert } from '#shared/domain/units.ts';
import { quote, refuse, type Message } from './message.ts';

/** As a mapping says it; `unit` is the unit as sent. */
export interface ConversionSpec {
  readonly scale?: number | undefined;
  readonly offset?: number | undefined;
  readonly unit?: string | undefined;
  readonly map?: Readonly<Record<string, number>> | undefined;
}

/** How one point reads what is sent for it. */
export interface Target {
  readonly point: PointIndex;
  readonly pointId: string;
  /** Numbers go through value × factor + shift. */
  readonly identity: boolean;
  readonly factor: number;
  readonly shift: number;
  /** Range of values that can be true; infinite where the site file gives none. */
  readonly min: number;
  readonly max: number;
  readonly map: ReadonlyMap<string, number> | undefined;
  /** The map speaks of numbers, so it names every number this state can be; else numbers are codes as they are. */
  readonly numbersMapped: boolean;
  /** Binary and multistate points: values are codes, and `words` may stand for them. */
  readonly state: StateReading | undefined;
  /** Set where the mapping cannot serve this point; nothing is applied then. */
  readonly refusal: Note | undefined;
}

interface StateReading {
  readonly binary: boolean;
  /** Lower case → code. */
  readonly words: ReadonlyMap<string, number>;
  /** Codes that the site file names; undefined: any. */
  readonly codes: ReadonlySet<number> | undefined;
}

const binaryWords: readonly (readonly [string, number])[] = [
  ['on', 1],
  ['off', 0],
  ['true', 1],
  ['false', 0],
  ['yes', 1],
  ['no', 0],
];

export function createTarget(point: Point, spec: ConversionSpec): Target {
  const unit = convert(spec.unit ?? '', point.unit);
  const { scale = 1, offset = 0 } = spec;
  const factor = (unit?.scale ?? 1) * scale;
  const shift = (unit?.offset ?? 0) * scale + offset;
  const state = point.kind === 'binary' || point.kind === 'multistate' ? stateReading(point) : undefined;
  return {
    point: point.index,
    pointId: point.id,
    identity: factor === 1 && shift === 0,
    factor,
    shift,
    min: point.min ?? -Infinity,
    max: point.max ?? Infinity,
    map: spec.map && new Map(Object.entries(spec.map)),
    numbersMapped: state !== undefined && Object.keys(spec.map ?? {}).some((key) => numberText.test(key)),
    state,
    refusal: unit ? undefined : note('unit', { point: point.id, from: spec.unit ?? '', to: point.unit }),
  };
}

function stateReading(point: Point): StateReading {
  const binary = point.kind === 'binary';
  const words = new Map<string, number>(binary ? binaryWords : []);
  const states = Object.entries(point.states ?? {});
  for (const [code, name] of states) {
    words.set(name.en.toLowerCase(), Number(code));
    words.set(name.zh.toLowerCase(), Number(code));
  }
  const codes = !binary && states.length > 0 ? new Set(states.map(([code]) => Number(code))) : undefined;
  return { binary, words, codes };
}

/** A number as people and gateways write it in text; not hexadecimal, not a word, not empty. */
const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Each takes the message being read, the point's reading, the value, and where it stood (for a refusal's note). */
export interface Emitter {
  number(message: Message, target: Target, value: number, where: string): void;
  text(message: Message, target: Target, text: string, where: string): void;
  boolean(message: Message, target: Target, value: boolean, where: string): void;
  /** The source says that it has no value: quality bad, the last value stays. */
  nothing(message: Message, target: Target): void;
  value(message: Message, target: Target, value: unknown, where: string): void;
}

export function createEmitter(sink: SampleSink): Emitter {
  const { putChecked, nothing } = createOutlet(sink);
  const number: Emitter['number'] = (message, target, value, where) => {
    if (target.map !== undefined) {
      const mapped = target.map.get(String(value));
      if (mapped !== undefined) return putChecked(message, target, mapped, where);
      if (target.numbersMapped) return notInMap(message, target, value, where);
    }
    putChecked(message, target, target.identity ? value : value * target.factor + target.shift, where);
  };
  const text: Emitter['text'] = (message, target, value, where) => {
    const mapped = target.map?.get(value);
    if (mapped !== undefined) return putChecked(message, target, mapped, where);
    const trimmed = value.trim();
    if (target.map === undefined && target.state !== undefined) {
      const code = target.state.words.get(trimmed.toLowerCase());
      if (code !== undefined) return putChecked(message, target, code, where);
    }
    if (numberText.test(trimmed)) return number(message, target, Number(trimmed), where);
    if (target.map !== undefined || target.state !== undefined)
      return notInMap(message, target, value, where);
    refuse(message, 'not-a-number', said(target, where, value, 'number'));
  };
  const boolean: Emitter['boolean'] = (message, target, value, where) => {
    const mapped = target.map?.get(String(value));
    if (mapped !== undefined) return putChecked(message, target, mapped, where);
    if (target.map !== undefined && target.state !== undefined)
      return notInMap(message, target, value, where);
    if (target.state === undefined)
      return refuse(message, 'not-a-number', said(target, where, value, 'number'));
    putChecked(message, target, value ? 1 : 0, where);
  };
  return {
    number,
    text,
    boolean,
    nothing,
    value(message, target, value, where) {
      if (typeof value === 'number') number(message, target, value, where);
      else if (typeof value === 'string') text(message, target, value, where);
      else if (typeof value === 'boolean') boolean(message, target, value, where);
      else if (value === null) nothing(message, target);
      else refuse(message, 'not-a-number', said(target, where, value, 'one-value'));
    },
  };
}

/** The only way to the sink. */
function createOutlet(sink: SampleSink): {
  /** `value` in the unit of the point. */
  putChecked(message: Message, target: Target, value: number, where: string): void;
  nothing(message: Message, target: Target): void;
} {
  const put = (message: Message, target: Target, value: number, quality: Quality): void => {
    message.applied += 1;
    if (message.historical)
      sink.historical(target.point, value, message.sourceMs, message.receivedMs, quality);
    else sink.sample(target.point, value, message.sourceMs, message.receivedMs, quality);
  };
  return {
    putChecked(message, target, value, where) {
      if (target.refusal !== undefined) return refuse(message, 'wrong-shape', target.refusal);
      // Infinity minus itself is NaN: one test for all that is not a number.
      if (!(value - value === 0))
        return refuse(message, 'not-a-number', said(target, where, value, 'number'));
      let doubtful = value < target.min || value > target.max || isOfUnknownAge(message);
      const { state } = target;
      if (state !== undefined) {
        if (state.binary ? value !== 0 && value !== 1 : !Number.isInteger(value))
          return notInMap(message, target, value, where);
        doubtful ||= state.codes !== undefined && !state.codes.has(value);
      }
      put(
        message,
        target,
        value,
        doubtful && message.quality === QUALITY_GOOD ? QUALITY_UNCERTAIN : message.quality,
      );
    },
    nothing(message, target) {
      if (target.refusal !== undefined) return refuse(message, 'wrong-shape', target.refusal);
      put(message, target, NaN, QUALITY_BAD);
    },
  };
}

function isOfUnknownAge({ retained, sourceMs, receivedMs }: Message): boolean {
  return retained && sourceMs === receivedMs;
}

function notInMap(message: Message, target: Target, found: unknown, where: string): void {
  const expected = target.map === undefined ? 'state' : 'map-value';
  refuse(message, 'out-of-map', said(target, where, found, expected));
}

function said(target: Target, where: string, found: unknown, expected: Expected): Note {
  return notAsExpected(
    where === '' ? target.pointId : `${target.pointId} ← ${where}`,
    quote(found),
    expected,
  );
}
