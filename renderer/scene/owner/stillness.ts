import type { SceneOptions } from '../view.ts';

/** Asked for by the caller, or by the person at this machine. */
export function standsStill({ still = false }: SceneOptions): () => boolean {
  return () => still || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
