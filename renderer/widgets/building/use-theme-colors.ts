import { useSyncExternalStore } from 'react';
import type { SceneColors } from '#renderer/scene/view.ts';
import { parseHex, type OverlayColors } from './zone-colors.ts';

export interface ThemeColors {
  readonly scene: SceneColors;
  readonly overlay: OverlayColors;
}

/** @param element that stands in the page: its own theme counts. */
export function themeColorsOf(element: Element): ThemeColors {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    scene: {
      ground: token('bg'),
      slab: token('panel-raised'),
      line: token('line'),
      glass: token('text-dim'),
      neutral: token('row-active'),
      text: token('text'),
      textMuted: token('text-muted'),
      panel: token('panel'),
      selection: token('text'),
      route: token('ok'),
      priorities: [token('priority-1'), token('priority-2'), token('priority-3'), token('priority-4')],
    },
    overlay: {
      ramp: [0, 1, 2, 3, 4].map((step) => parseHex(token(`ramp-${step}`))),
      blind: [parseHex(token('text-muted')), parseHex(token('text-dim'))],
    },
  };
}

/** One reading a theme; `useSyncExternalStore` needs the same object while nothing changes. */
function createThemeReader(): () => ThemeColors {
  let theme: string | undefined;
  let colors: ThemeColors | undefined;
  return () => {
    const now = document.documentElement.dataset['theme'] ?? 'dark';
    if (!colors || theme !== now) {
      theme = now;
      colors = themeColorsOf(document.documentElement);
    }
    return colors;
  };
}

const readTheme = createThemeReader();

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** Colours of the design tokens as the building takes them. */
export function useThemeColors(): ThemeColors {
  return useSyncExternalStore(subscribe, readTheme);
}
