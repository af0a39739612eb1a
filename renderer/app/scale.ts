import { fittedScale, wallScale } from '#shared/domain/wall/wall-scale.ts';
import type { Viewing } from '#shared/domain/wall/display.ts';
import { parseRoute } from './route.ts';

export interface ScaleSources {
  /** Multiplies the scale of a desk. */
  readonly preferred: () => number;
  /** Of a wall whose distance was told; then the distance decides and not the reader's preference. */
  readonly viewing: Viewing | undefined;
}

/** Keeps `--scale` of the page in step with its size, its screen and the distance it is read from. @returns apply again. */
export function followScale(page: Window, { preferred, viewing }: ScaleSources): () => void {
  const root = page.document.documentElement;
  const apply = (): void => {
    const window = { width: page.innerWidth, height: page.innerHeight };
    const display = { width: page.screen.width, height: page.screen.height };
    // Only the overview knows how to leave out what is not needed from afar.
    const maySpare = parseRoute(page.location.hash).screen === 'overview';
    const { scale, sparse } = viewing
      ? wallScale(window, display, viewing, maySpare)
      : { scale: fittedScale(window) * preferred(), sparse: false };
    root.style.setProperty('--scale', String(scale));
    root.toggleAttribute('data-sparse', sparse);
  };
  page.addEventListener('resize', apply);
  page.addEventListener('hashchange', apply);
  apply();
  return apply;
}
