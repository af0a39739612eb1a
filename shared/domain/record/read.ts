/** The first look at a record that another station published: all of it can be merged, or none of it is. */
import { utf8Decode } from '#shared/base/encoding.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { RECORD_SCHEMA, type Act, type FieldWrite, type SharedRecord } from './record.ts';
import { readStamp } from './stamp.ts';

/** Bytes of one record as published. An incident of 5,000 acts stays below a half. */
export const RECORD_LIMIT = 1_000_000;
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
): Result<SharedRecord, RecordFault> {
  if (payload.byteLength > RECORD_LIMIT)
    return fail('too-large', `${payload.byteLength} bytes, at most ${RECORD_LIMIT}`);
  let value: unknown;
  try {
    value = JSON.parse(utf8Decode(payload));
  } catch (error) {
    return fail('not-json', String(error));
  }
  if (!isObject(value)) return fail('wrong-schema', 'not an object');
  if (value['schema'] !== RECORD_SCHEMA)
    return fail('wrong-schema', `schema is ${JSON.stringify(value['schema'])}, not "${RECORD_SCHEMA}"`);
  const { type, id, acts, fields } = value;
  if (!isName(type) || !isName(id))
    return fail('wrong-schema', 'type and id must be letters, digits and "-"');
  if (type !== under.type || id !== under.id)
    return fail('wrong-topic', `the record of ${type}/${id} came under ${under.type}/${under.id}`);
  if (!Array.isArray(acts)) return fail('wrong-schema', 'acts must be a list');
  if (!isObject(fields) || Object.keys(fields).length > MOST_FIELDS)
    return fail('wrong-schema', `fields must be an object of at most ${MOST_FIELDS}`);
  for (const [at, act] of acts.entries()) {
    const wrong = wrongAct(act);
    if (wrong !== undefined) return fail('wrong-schema', `acts[${at}]: ${wrong}`);
  }
  for (const [name, write] of Object.entries(fields)) {
    if (!isObject(write) || readStamp(write['stamp']) === undefined || !('value' in write))
      return fail('wrong-schema', `fields.${name}: must have a value and a stamp`);
  }
  const writes = fields as unknown as Record<string, FieldWrite>;
  const stamps = [
    ...(acts as Act[]).map(({ stamp }) => stamp),
    ...Object.values(writes).map(({ stamp }) => stamp),
  ];
  const ahead = stamps.find((stamp) => (readStamp(stamp)?.wallMs ?? 0) > nowMs + FAR_FUTURE_MS);
  if (ahead !== undefined)
    return fail('far-future', `stamp ${ahead} is more than a year ahead of this station's clock`);
  const sorted = (acts as Act[]).map(({ stamp, kind, by, atMs, body }) => ({ stamp, kind, by, atMs, body }));
  sorted.sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
  return ok({ schema: RECORD_SCHEMA, type, id, acts: sorted, fields: writes });
}

function wrongAct(act: unknown): string | undefined {
  if (!isObject(act)) return 'not an object';
  if (readStamp(act['stamp']) === undefined) return 'no valid stamp';
  if (typeof act['kind'] !== 'string' || act['kind'] === '') return 'no kind';
  if (typeof act['by'] !== 'string' || act['by'] === '') return 'nobody did it';
  if (!Number.isFinite(act['atMs'])) return 'no time';
  return isObject(act['body']) ? undefined : 'no body';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
