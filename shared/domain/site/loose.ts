import { pathText, type Key } from './problem.ts';

/**
 * A document as it was read, before anything is known to be right: a missing or malformed part reads as empty, so that
 * the reference checks say all they can next to what the schema says.
 */
export interface Loose {
  readonly path: string;
  readonly value: unknown;
  get(key: Key): Loose;
  /** The members of a list; none when it is not a list. */
  items(): Loose[];
  /** The members of an object by key; none when it is not an object. */
  entries(): [string, Loose][];
  text(): string | undefined;
  number(): number | undefined;
}

export function loose(value: unknown, keys: readonly Key[] = []): Loose {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return {
    get path() {
      return pathText(keys);
    },
    value,
    get: (key) => {
      const member =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<Key, unknown>)[key]
          : undefined;
      return loose(member, [...keys, key]);
    },
    items: () =>
      Array.isArray(value) ? value.map((item: unknown, index) => loose(item, [...keys, index])) : [],
    entries: () =>
      isObject ? Object.entries(value).map(([key, member]) => [key, loose(member, [...keys, key])]) : [],
    text: () => (typeof value === 'string' ? value : undefined),
    number: () => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  };
}

/** One text, or the texts of a list. */
export function oneOrMore(node: Loose): Loose[] {
  return Array.isArray(node.value) ? node.items() : node.value === undefined ? [] : [node];
}
