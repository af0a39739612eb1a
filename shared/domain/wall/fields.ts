/** Reads the fields of a value that came from a file or a window, and names the first one that is wrong. */
import { fail, ok, type Result } from '#shared/base/result.ts';

const LONGEST_TEXT = 200;

class Wrong extends Error {}

/** `name` '' means the value itself, for entries of a list. */
export interface Fields {
  readonly value: unknown;
  text(name: string): string;
  truth(name: string): boolean;
  number(name: string, least: number, most: number): number;
  whole(name: string, least: number, most: number): number;
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word;
  list<T>(name: string, least: number, most: number, read: (entry: Fields) => T): readonly T[];
  inside<T>(name: string, read: (inner: Fields) => T): T;
  /** Absent and null are undefined. */
  optional<T>(name: string, read: () => T): T | undefined;
  reject(name: string, expected: string): never;
}

/** @param where names the value in the failure, e.g. `wall.json`. */
export function readFields<T>(
  value: unknown,
  where: string,
  read: (fields: Fields) => T,
): Result<T, 'invalid'> {
  try {
    return ok(read(fieldsOf(value, where)));
  } catch (error) {
    if (error instanceof Wrong) return fail('invalid', error.message);
    throw error;
  }
}

function fieldsOf(value: unknown, where: string): Fields {
  const pathOf = (name: string): string => (name === '' ? where : `${where}.${name}`);
  const at = (name: string): unknown =>
    name === '' ? value : (value as Record<string, unknown> | null | undefined)?.[name];
  const reject = (name: string, expected: string): never => {
    throw new Wrong(`${pathOf(name)}: expected ${expected}, found ${describe(at(name))}`);
  };
  const number = (name: string, least: number, most: number): number => {
    const found = at(name);
    return typeof found === 'number' && found >= least && found <= most
      ? found
      : reject(name, `a number from ${least} to ${most}`);
  };
  return {
    value,
    reject,
    number,
    text(name) {
      const found = at(name);
      return typeof found === 'string' && found.length <= LONGEST_TEXT
        ? found
        : reject(name, `a text of at most ${LONGEST_TEXT} characters`);
    },
    truth(name) {
      const found = at(name);
      return typeof found === 'boolean' ? found : reject(name, 'true or false');
    },
    whole(name, least, most) {
      const found = number(name, least, most);
      return Number.isInteger(found) ? found : reject(name, 'a whole number');
    },
    oneOf: (name, words) => words.find((word) => word === at(name)) ?? reject(name, words.join(' or ')),
    list(name, least, most, read) {
      const found = at(name);
      if (!Array.isArray(found) || found.length < least || found.length > most)
        return reject(name, `a list of ${least} to ${most}`);
      return found.map((entry: unknown, index) => read(fieldsOf(entry, `${pathOf(name)}[${index}]`)));
    },
    inside(name, read) {
      const found = at(name);
      if (typeof found !== 'object' || found === null || Array.isArray(found))
        return reject(name, 'an object');
      return read(fieldsOf(found, pathOf(name)));
    },
    optional: (name, read) => (at(name) === undefined || at(name) === null ? undefined : read()),
  };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
