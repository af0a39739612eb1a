/**
 * Thousands of rows in one go inside a Dexie transaction, on the transaction of the browser itself: Dexie prepares every row for
 * live queries, which nobody runs on the history, and waits for each. A failed request aborts the transaction as a whole.
 */
import Dexie from 'dexie';
import { present } from '#shared/base/assert.ts';

function storeOf(table: string): IDBObjectStore {
  const transaction = present(Dexie.currentTransaction, `a transaction around the bulk access to ${table}`);
  // Dexie types it as always there; it is, once something was asked.
  return (transaction as unknown as { readonly idbtrans: IDBTransaction }).idbtrans.objectStore(table);
}

/** Done when the transaction is. */
export function putAll(table: string, rows: Iterable<readonly [key: IDBValidKey, value: unknown]>): void {
  const store = storeOf(table);
  for (const [key, value] of rows) store.put(value, key);
}

/** @returns in the order of `keys`; undefined where there is nothing. */
export function getAll<T>(table: string, keys: readonly IDBValidKey[]): PromiseLike<(T | undefined)[]> {
  return new Dexie.Promise((resolve, reject) => {
    const store = storeOf(table);
    const requests = keys.map((key) => store.get(key) as IDBRequest<T | undefined>);
    const last = requests.at(-1);
    if (!last) return resolve([]);
    // Requests of one transaction succeed in order.
    last.onsuccess = () => resolve(requests.map(({ result }) => result));
    last.onerror = () => reject(last.error);
  });
}
