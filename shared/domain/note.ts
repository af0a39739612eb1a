/**
 * What exactly is wrong with a message, and where in it: a code for a sentence, and the facts that fill it. Facts are ids,
 * paths, numbers and quotations, which are the same in every language; the fact `expected` is a code of its own.
 */
import type { Failure } from '#shared/base/result.ts';

export const NOTE_CODES = [
  // What stands there: { where, found, expected }.
  'value',
  // { point, from, to }
  'unit',
  // The payload as a whole: { bytes, limit }, { limit }, { bytes }, { at, found }, {}, {}.
  'size',
  'depth',
  'utf8',
  'json-at',
  'json',
  'empty',
  // { where }; `none-of`: { names, more }.
  'no-time',
  'no-asset-at',
  'no-array',
  'none-of',
  // What the site file does not have: { asset }, { asset, point }, { asset }, { name }, { name }, { name }, { node, group }.
  'no-asset',
  'no-point',
  'no-points',
  'no-name',
  'no-metric',
  'no-device',
  'no-node',
  // { device, asset }; { key, device, asset }; asset '' where none is known.
  'no-key',
  'no-such-key',
  'no-broker',
  'no-mapping',
  // Presets: {}, { port }, {}, {}, {}, { asset, template }.
  'no-event',
  'no-codec',
  'no-node-field',
  'no-values',
  'no-discovery',
  'template',
  // Sparkplug B: {}, {}, {}, {}, { point, type } twice, { metric }, { before, now }.
  'sparkplug-topic',
  'sparkplug-payload',
  'sparkplug-metric',
  'sparkplug-nameless',
  'sparkplug-integer',
  'sparkplug-type',
  'sparkplug-unborn',
  'sparkplug-gap',
  // People and orders: { id }.
  'no-person',
  'no-zone',
  'no-order',
  'no-request',
  // Parts of a message or a shared record: { part, expected, values or limit }; { found, wanted }; { record, topic }; { stamp }; { type }.
  'part',
  'schema',
  'record-topic',
  'record-ahead',
  'record-type',
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

export const EXPECTED = [
  'number',
  'number-or-word',
  'one-value',
  'map-value',
  'state',
  'object',
  'array',
  'name',
  'time',
  'time-ms',
  'time-s',
  'time-us',
  'time-ns',
  'time-iso',
  'id',
  'one-of',
  'text',
  'list',
  'position',
  'score',
  'stamp',
  'stamped-value',
  'picture',
] as const;
export type Expected = (typeof EXPECTED)[number];

export interface Note {
  readonly code: NoteCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

export function note(code: NoteCode, facts: Note['facts'] = {}): Note {
  return { code, facts };
}

/** @param more what `expected` itself speaks of: `values` of `one-of`, `limit` of `text`. */
export function notAsExpected(
  where: string,
  found: string,
  expected: Expected,
  more: Note['facts'] = {},
): Note {
  return { code: 'value', facts: { where, found, expected, ...more } };
}

/** A failure that people see in full: `Result` with a note. */
export interface NotedFailure<Code extends string = string> extends Failure<Code> {
  readonly note: Note;
}

export type Noted<T, Code extends string = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: NotedFailure<Code> };

export function failWith<Code extends string>(
  code: Code,
  what: Note,
): { readonly ok: false; readonly error: NotedFailure<Code> } {
  return { ok: false, error: { code, detail: `${what.code} ${JSON.stringify(what.facts)}`, note: what } };
}

/** One part of a message is not what it must be. */
export function wrongPart(part: string, expected: Expected, more: Note['facts'] = {}): Note {
  return { code: 'part', facts: { part, expected, ...more } };
}
