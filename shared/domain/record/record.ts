/**
 * A shared record: what the stations of a site know together of one thing (an incident, a work order), with no server to
 * decide. Two parts, both mergeable in any order, any number of times (a state-based CRDT; Shapiro et al., "Conflict-free
 * Replicated Data Types", SSS 2011):
 * - `acts`, what people and the program did: a grow-only set. Nothing in it is ever changed, refused or lost.
 * - `fields`, free values such as a description: per field the write with the highest stamp wins.
 *
 * What a record means is a fold over its acts in the order of their stamps, made by the room that owns its type; an act that
 * does not fit the state it meets there is kept and shown as such, never dropped.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Stamp } from './stamp.ts';

export const RECORD_SCHEMA = 'signalbox.record/1';

/** Anything JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Act {
  /** Unique: names the act. */
  readonly stamp: Stamp;
  readonly kind: string;
  /** A person's name, or `engine`. */
  readonly by: string;
  /** Wall clock of the station where it was done; for people, not for order. */
  readonly atMs: EpochMs;
  readonly body: JsonObject;
}

export interface FieldWrite {
  readonly value: Json;
  readonly stamp: Stamp;
}

export interface SharedRecord {
  readonly schema: typeof RECORD_SCHEMA;
  /** Kebab-case, e.g. `work-order`; a level of the topic. */
  readonly type: string;
  /** Letters, digits, `-`; a level of the topic. */
  readonly id: string;
  /** In the order of their stamps. */
  readonly acts: readonly Act[];
  readonly fields: Readonly<Record<string, FieldWrite>>;
}

export function emptyRecord(type: string, id: string): SharedRecord {
  return { schema: RECORD_SCHEMA, type, id, acts: [], fields: {} };
}

/**
 * What both know. Commutative, associative, idempotent; `a` itself where `b` adds nothing.
 * Two acts with one stamp cannot be made by sound stations; should it happen, all stations keep the same one.
 */
export function mergeRecords(a: SharedRecord, b: SharedRecord): SharedRecord {
  const acts = mergeActs(a.acts, b.acts);
  const fields = mergeFields(a.fields, b.fields);
  return acts === a.acts && fields === a.fields ? a : { ...a, acts, fields };
}

function mergeActs(a: readonly Act[], b: readonly Act[]): readonly Act[] {
  const byStamp = new Map(a.map((act) => [act.stamp, act]));
  let changed = false;
  for (const act of b) {
    const known = byStamp.get(act.stamp);
    if (known !== undefined && !isGreater(act, known)) continue;
    byStamp.set(act.stamp, act);
    changed = true;
  }
  return changed ? [...byStamp.values()].sort((one, two) => (one.stamp < two.stamp ? -1 : 1)) : a;
}

function mergeFields(a: SharedRecord['fields'], b: SharedRecord['fields']): SharedRecord['fields'] {
  const newer = Object.entries(b).filter(([name, write]) => {
    const known = Object.hasOwn(a, name) ? a[name] : undefined;
    return (
      known === undefined ||
      write.stamp > known.stamp ||
      (write.stamp === known.stamp && isGreater(write.value, known.value))
    );
  });
  return newer.length === 0 ? a : { ...a, ...Object.fromEntries(newer) };
}

/** An order over values that all stations share; it decides only between writes that should not both exist. */
function isGreater(a: unknown, b: unknown): boolean {
  if (a === b || JSON.stringify(a) === JSON.stringify(b)) return false;
  return canonicalJson(a) > canonicalJson(b);
}

/** The newest write of a field. */
export function fieldOf(record: SharedRecord, name: string): Json | undefined {
  return Object.hasOwn(record.fields, name) ? record.fields[name]?.value : undefined;
}

export function sameRecord(a: SharedRecord, b: SharedRecord): boolean {
  return a === b || (mergeRecords(a, b) === a && mergeRecords(b, a) === b);
}

/** Of the newest act or field; the empty text of a record without any. */
export function newestStamp({ acts, fields }: SharedRecord): string {
  return Object.values(fields).reduce(
    (newest, { stamp }) => (stamp > newest ? stamp : newest),
    (acts.at(-1)?.stamp ?? '') as string,
  );
}
