import { pathText, type Key } from './problem.ts';

/**
 * A document as it was read, before anything is known to be right: a missing or malformed part reads as empty, so that
 * the reference checks say all they can next to what the schema says. A class, since a large site makes a million of
 * these: methods are shared, and the path is only put together when somebody asks.
 */
export class Loose {
  readonly value: unknown;
  private readonly parent: Loose | undefined;
  private readonly key: Key | undefined;

  constructor(value: unknown, parent?: Loose, key?: Key) {
    this.value = value;
    this.parent = parent;
    this.key = key;
  }

  get path(): string {
    return pathText(this.keys());
  }

  get(key: Key): Loose {
    const { value } = this;
    const known = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return new Loose(known ? (value as Record<Key, unknown>)[key] : undefined, this, key);
  }

  /** The members of a list; none when it is not a list. */
  items(): Loose[] {
    return Array.isArray(this.value)
      ? this.value.map((item: unknown, index) => new Loose(item, this, index))
      : [];
  }

  /** The members of an object by key; none when it is not an object. */
  entries(): [string, Loose][] {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).map(([key, member]) => [key, new Loose(member, this, key)]);
  }

  /** One text, or the texts of a list. */
  oneOrMore(): Loose[] {
    if (Array.isArray(this.value)) return this.items();
    return this.value === undefined ? [] : [this];
  }

  /** The same place, with what a part left out stands for. */
  orDefault(value: unknown): Loose {
    return this.value === undefined ? new Loose(value, this.parent, this.key) : this;
  }

  text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  number(): number | undefined {
    return typeof this.value === 'number' && Number.isFinite(this.value) ? this.value : undefined;
  }

  private keys(): Key[] {
    if (this.parent === undefined || this.key === undefined) return [];
    return [...this.parent.keys(), this.key];
  }
}
