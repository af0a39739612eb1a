import { useSyncExternalStore } from 'react';

/** What a store of the station holds; `read` must return the same object until it changes. */
export function useStore<T>(store: { subscribe(listener: () => void): () => void }, read: () => T): T {
  return useSyncExternalStore(store.subscribe, read);
}

/**
 * Goes to an address without adding to the history, and tells everybody at once: `location.replace` would tell them a
 * task later, and a held arrow key would lose steps.
 */
export function replaceHash(hash: string): void {
  window.history.replaceState(null, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribeToHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useHash(): string {
  return useSyncExternalStore(subscribeToHash, () => window.location.hash);
}
