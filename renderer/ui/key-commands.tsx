import { createContext, useContext, useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import type { KeyCommand, Keys } from './keys.ts';

const KeysContext = createContext<Keys | undefined>(undefined);

function useKeys(): Keys {
  const keys = useContext(KeysContext);
  if (!keys) throw new Error('key commands need a KeysProvider above them');
  return keys;
}

/** Listens once for the whole window. */
export function KeysProvider({ children, keys }: { readonly children: ReactNode; readonly keys: Keys }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      keys.handle(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [keys]);
  return <KeysContext.Provider value={keys}>{children}</KeysContext.Provider>;
}

/**
 * Registers commands while the caller is mounted. They may close over fresh state: the register keeps its place,
 * and only a change of keys or texts registers anew.
 */
export function useKeyCommands(commands: readonly KeyCommand[]): void {
  const keys = useKeys();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const shape = JSON.stringify(commands.map(({ keys: names, text, group }) => [names, text, group]));
  useEffect(() => {
    const listed = JSON.parse(shape) as [string[], string, string][];
    return keys.register(
      listed.map(([names, text, group], index) => ({
        keys: names,
        text,
        group,
        run: (event) => latest.current[index]?.run(event),
      })),
    );
  }, [keys, shape]);
}

export function useListedKeys(): readonly KeyCommand[] {
  const keys = useKeys();
  return useSyncExternalStore(keys.subscribe, keys.list);
}
