/** What any screen may know and do about sound; the app makes it. */
import { createContext, useContext, useSyncExternalStore } from 'react';

/**
 * `ready`: the last self-check heard its own tone. `blocked`: the browser wants a click first. `failed`: the tone did not
 * come out. `unchecked`: not tried yet.
 */
export type SoundHealth = 'unchecked' | 'ready' | 'blocked' | 'failed';

export interface SoundState {
  readonly health: SoundHealth;
  /** Level that sounds now, 1 the most urgent; undefined: silence. */
  readonly sounding: 1 | 2 | 3 | 4 | undefined;
  /** Epoch ms at which a mute ends by itself; undefined: not muted. */
  readonly mutedUntilMs: number | undefined;
}

export interface SoundControl {
  state(): SoundState;
  subscribe(listener: () => void): () => void;
  /** Plays a short tone and listens to it; call it from a click, which also unblocks sound. */
  check(): Promise<SoundHealth>;
  mute(): void;
  unmute(): void;
}

const SoundContext = createContext<SoundControl | undefined>(undefined);
export const SoundProvider = SoundContext.Provider;

export function useSound(): { readonly control: SoundControl; readonly state: SoundState } {
  const control = useContext(SoundContext);
  if (!control) throw new Error('sound needs a SoundProvider above it');
  return { control, state: useSyncExternalStore(control.subscribe, control.state) };
}
