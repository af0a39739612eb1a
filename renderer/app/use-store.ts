import { useSyncExternalStore } from 'react';

/** What a store of the station holds; `read` must return the same object until it changes. */
export function useStore<T>(store: { subscribe(listener: () => void): () => void }, read: () => T): T {
  return useSyncExternalStore(store.subscribe, read);
}

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useHash(): string {
  return useSyncExternalStore(subscribeToHash, () => window.location.hash);
}
