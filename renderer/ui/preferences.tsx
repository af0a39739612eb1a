/** How this reader wants the screen, kept on this station. Never a secret, never a record: losing it costs a click. */
import { createContext, useContext, useSyncExternalStore } from 'react';

export interface Preferences {
  readonly language: 'zh' | 'en';
  readonly theme: 'dark' | 'light';
  /** Multiplies every size; 1 is as designed. */
  readonly textScale: 0.9 | 1 | 1.15 | 1.3;
  /** 0.2 to 1: sound can be made quieter, but not off; muting is another thing, and ends by itself. */
  readonly soundVolume: number;
}

export const TEXT_SCALES: readonly Preferences['textScale'][] = [0.9, 1, 1.15, 1.3];

export interface PreferenceStore {
  get(): Preferences;
  set(change: Partial<Preferences>): void;
  subscribe(listener: () => void): () => void;
}

/** The part of `Storage` that is used; a browser may refuse it, which is no reason not to start. */
export interface PreferenceStorage {
  read(): string | undefined;
  write(text: string): void;
}

/** @param languages as the browser lists them, for the first start. */
export function createPreferences(storage: PreferenceStorage, languages: readonly string[]): PreferenceStore {
  let current = readPreferences(storage.read(), languages);
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      storage.write(JSON.stringify(current));
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readPreferences(text: string | undefined, languages: readonly string[]): Preferences {
  const stored = parse(text);
  const first = languages.find((language) => /^(zh|en)\b/i.test(language));
  return {
    language:
      oneOf(['zh', 'en'], stored['language']) ?? (first?.toLowerCase().startsWith('en') ? 'en' : 'zh'),
    theme: oneOf(['dark', 'light'], stored['theme']) ?? 'dark',
    textScale: oneOf(TEXT_SCALES, stored['textScale']) ?? 1,
    soundVolume:
      typeof stored['soundVolume'] === 'number' ? Math.min(1, Math.max(0.2, stored['soundVolume'])) : 0.7,
  };
}

function parse(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    // What another program or an older version left there is not ours to mend: start with the defaults.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function oneOf<T>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((item) => item === value);
}

const PreferenceContext = createContext<PreferenceStore | undefined>(undefined);
export const PreferencesProvider = PreferenceContext.Provider;

export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const store = useContext(PreferenceContext);
  if (!store) throw new Error('preferences need a PreferencesProvider above them');
  return [useSyncExternalStore(store.subscribe, store.get), store.set];
}
