/** The window's copies of the engine's collections. */
import type { CollectionChange, CollectionName, Collections } from '#shared/protocol/collections.ts';

export interface CollectionCopies {
  /** The same map until something in it changed. */
  of<Name extends CollectionName>(name: Name): ReadonlyMap<string, Collections[Name]>;
  /** @param full forget everything first. @returns the collections that are not what they were. */
  apply(changes: readonly CollectionChange[], full: boolean): ReadonlySet<CollectionName>;
}

const EMPTY: ReadonlyMap<string, never> = new Map<string, never>();

export function createCollectionCopies(): CollectionCopies {
  type AnyMap = Map<string, Collections[CollectionName]>;
  const copies = new Map<CollectionName, AnyMap>();
  return {
    of: <Name extends CollectionName>(name: Name) =>
      (copies.get(name) ?? EMPTY) as ReadonlyMap<string, Collections[Name]>,
    apply(changes, full) {
      const changed = new Set<CollectionName>();
      if (full) {
        for (const [name, copy] of copies) if (copy.size > 0) changed.add(name);
        copies.clear();
      }
      const fresh = new Map<CollectionName, AnyMap>();
      for (const { collection, id, value } of changes as readonly {
        readonly collection: CollectionName;
        readonly id: string;
        readonly value: Collections[CollectionName] | undefined;
      }[]) {
        const copy: AnyMap = fresh.get(collection) ?? new Map(copies.get(collection));
        if (value === undefined) copy.delete(id);
        else copy.set(id, value);
        fresh.set(collection, copy);
        changed.add(collection);
      }
      for (const [name, copy] of fresh) copies.set(name, copy);
      return changed;
    },
  };
}
