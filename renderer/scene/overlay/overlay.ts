/**
 * The HTML over the canvas: text stays sharp and legible at any zoom, blinking costs no WebGL frame, and what must be seen
 * through floors needs no trick. Each layer of it places itself when the view moved; it never asks for a frame.
 */
import type { Projection, Viewport } from '../framing.ts';
import type { SectionPlane } from '../section.ts';
import type { SceneColors } from '../view.ts';
import '../scene.css';

export interface Placement {
  readonly project: Projection;
  readonly viewport: Viewport;
  readonly lift: (row: number) => number;
  readonly solid: (row: number) => boolean;
  readonly section: SectionPlane;
}

export interface OverlayLayer {
  place(placement: Placement): void;
}

export interface Overlay {
  readonly root: HTMLElement;
  /** Lines under the labels; same coordinates as the view. */
  readonly drawing: SVGSVGElement;
  setTheme(colors: SceneColors): void;
  setLabelScale(scale: number): void;
  dispose(): void;
}

const SVG = 'http://www.w3.org/2000/svg';

export function createOverlay(host: HTMLElement, still: boolean): Overlay {
  const root = document.createElement('div');
  root.className = still ? 'scene-overlay scene-still' : 'scene-overlay';
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'scene-drawing');
  drawing.setAttribute('aria-hidden', 'true');
  root.append(drawing);
  host.append(root);
  return {
    root,
    drawing,
    setTheme: (colors) => setOverlayTheme(root, colors),
    setLabelScale(scale) {
      root.style.setProperty('--scene-scale', String(scale));
    },
    dispose: () => root.remove(),
  };
}

/** Hands the colours to the stylesheets as `--scene-*`. */
export function setOverlayTheme(root: HTMLElement, colors: SceneColors): void {
  const values: Record<string, string> = {
    text: colors.text,
    muted: colors.textMuted,
    panel: colors.panel,
    ground: colors.ground,
    line: colors.line,
    neutral: colors.neutral,
    selection: colors.selection,
    route: colors.route,
    'priority-1': colors.priorities[0],
    'priority-2': colors.priorities[1],
    'priority-3': colors.priorities[2],
    'priority-4': colors.priorities[3],
  };
  for (const [name, value] of Object.entries(values)) root.style.setProperty(`--scene-${name}`, value);
}

/** A path of the drawing; empty until it is told otherwise. */
export function createPath(
  drawing: SVGSVGElement,
  className: string,
): { set(d: string): void; remove(): void } {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('class', className);
  drawing.append(path);
  let shown = '';
  return {
    set(d) {
      if (d === shown) return;
      shown = d;
      path.setAttribute('d', d);
    },
    remove: () => path.remove(),
  };
}

export function pathOf(points: readonly (readonly [number, number])[], closed: boolean): string {
  const text = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return closed && text ? `${text}Z` : text;
}
