/** The first look at a record that another station published: all of it can be merged, or none of it is. */
import { utf8Decode } from '#shared/base/encoding.ts';
import { ok } from '#shared/base/result.ts';
import { failWith, note, wrongPart, type Expected, type Noted } from '#shared/domain/note.ts';
import { RECORD_SCHEMA, type Act, type FieldWrite, type SharedRecord } from './record.ts';
import { readStamp } from './stamp.ts';

/** Bytes of one record as published. An incident of 5,000 acts, most of them news of commands, stays below a half. */
export const RECORD_LIMIT = 8_000_000;
/** Stamps may run ahead of this station's clock by a wrong clock anywhere on the site, which must refuse nothing; not by more. */
export const FAR_FUTURE_MS = 366 * 24 * 3_600_000;

export type RecordFault = 'too-large' | 'not-json' | 'wrong-schema' | 'wrong-topic' | 'far-future';

/** A level of a topic that needs no quoting. */
const NAME = /^[A-Za-z0-9-]{1,64}$/;
const MOST_FIELDS = 200;

/**
 * @param under type and id of the topic it came on.
 * @param nowMs the latest that this station has reason to believe: a clock that fell back must not make all others look
 *   far ahead.
 * @returns failures name the part that is wrong.
 */
export function readRecord(
  payload: Uint8Array,
  under: { readonly type: string; readonly id: string },
  nowMs: number,
): Noted<SharedRecord, RecordFault> {
  if (payload.byteLength > RECORD_LIMIT)
    return failWith('too-large', note('size', { bytes: payload.byteLength, limit: RECORD_LIMIT }));
  let value: unknown;
  try {
    value = JSON.parse(utf8Decode(payload));
  } catch {
    return failWith('not-json', note('json'));
  }
  if (!isObject(value)) return failWith('wrong-schema', wrongPart('', 'object'));
  if (value['schema'] !== RECORD_SCHEMA)
    return failWith(
      'wrong-schema',
      note('schema', { found: String(value['schema']), wanted: RECORD_SCHEMA }),
    );
  const { type, id, acts, fields } = value;
  if (!isName(type) || !isName(id)) return failWith('wrong-schema', wrongPart('type, id', 'id'));
  if (type !== under.type || id !== under.id)
    return failWith(
      'wrong-topic',
      note('record-topic', { record: `${type}/${id}`, topic: `${under.type}/${under.id}` }),
    );
  if (!Array.isArray(acts)) return failWith('wrong-schema', wrongPart('acts', 'list'));
  if (!isObject(fields) || Object.keys(fields).length > MOST_FIELDS)
    return failWith('wrong-schema', wrongPart('fields', 'object'));
  for (const [at, act] of acts.entries()) {
    const wrong = wrongAct(act);
    if (wrong) return failWith('wrong-schema', wrongPart(`acts[${at}]${wrong[0]}`, wrong[1]));
  }
  for (const [name, write] of Object.entries(fields)) {
    if (!isObject(write) || readStamp(write['stamp']) === undefined || !('value' in write))
      return failWith('wrong-schema', wrongPart(`fields.${name}`, 'stamped-value'));
  }
  const writes = fields as unknown as Record<string, FieldWrite>;
  const stamps = [
    ...(acts as Act[]).map(({ stamp }) => stamp),
    ...Object.values(writes).map(({ stamp }) => stamp),
  ];
  const ahead = stamps.find((stamp) => (readStamp(stamp)?.wallMs ?? 0) > nowMs + FAR_FUTURE_MS);
  if (ahead !== undefined) return failWith('far-future', note('record-ahead', { stamp: ahead }));
  const sorted = (acts as Act[]).map(({ stamp, kind, by, atMs, body }) => ({ stamp, kind, by, atMs, body }));
  sorted.sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
  return ok({ schema: RECORD_SCHEMA, type, id, acts: sorted, fields: writes });
}

/** @returns the part that is wrong, and what it must be. */
function wrongAct(act: unknown): readonly [part: string, expected: Expected] | undefined {
  if (!isObject(act)) return ['', 'object'];
  if (readStamp(act['stamp']) === undefined) return ['.stamp', 'stamp'];
  if (typeof act['kind'] !== 'string' || act['kind'] === '') return ['.kind', 'text'];
  if (typeof act['by'] !== 'string' || act['by'] === '') return ['.by', 'name'];
  if (!Number.isFinite(act['atMs'])) return ['.atMs', 'time-ms'];
  return isObject(act['body']) ? undefined : ['.body', 'object'];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
