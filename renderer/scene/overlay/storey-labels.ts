/** 12F, 11F, … beside the building: each at its storey's leftmost corner; where there is no room, the next one waits. */
import { edgesOf } from '../facade.ts';
import { keptPart } from '../section.ts';
import type { SiteShape, StoreyShape } from '../site-shape.ts';
import type { SceneTarget } from '../view.ts';
import { overlap, type Rect } from './marker-layout.ts';
import type { Overlay, OverlayLayer } from './overlay.ts';

const TEXT_PX = 14;
const GAP_PX = 12;

export interface StoreyLabels extends OverlayLayer {
  /** Those shown by the last `place`. */
  rects(): readonly Rect[];
  setEmphasis(rows: ReadonlySet<number>): void;
  setLanguage(language: 'zh' | 'en'): void;
  setLabelScale(scale: number): void;
}

export function createStoreyLabels(
  overlay: Overlay,
  shape: SiteShape,
  onTarget: (event: 'select' | 'activate', target: SceneTarget) => void,
): StoreyLabels {
  const labels = shape.storeys.map((storey) => createLabel(overlay, storey, onTarget));
  let emphasis: ReadonlySet<number> = new Set();
  let scale = 1;
  let shown: Rect[] = [];
  return {
    rects: () => shown,
    setEmphasis(rows) {
      emphasis = rows;
      labels.forEach(({ element }, row) => element.classList.toggle('scene-storey-strong', rows.has(row)));
    },
    setLanguage(language) {
      labels.forEach(({ element, storey }) => {
        element.title = storey.storey.name[language];
      });
    },
    setLabelScale(next) {
      scale = next;
    },
    place({ project, lift, viewport, section }) {
      shown = [];
      const height = (TEXT_PX + 6) * scale;
      const spots = labels.map(({ storey, edges, element }) => {
        const z = storey.floorZ + lift(storey.row);
        const kept = edges.flatMap((edge) => keptPart(section, ...edge) ?? []);
        const points = kept.map(([x, y]) => project(x, y, z));
        const [x, y] = points.reduce((left, point) => (point[0] < left[0] ? point : left), [
          Infinity,
          0,
        ] as readonly [number, number]);
        const width = (storey.storey.label.length * 9 + 10) * scale;
        return {
          row: storey.row,
          element,
          rect: { x: x - GAP_PX * scale - width, y: y - height * 0.75, width, height },
        };
      });
      spots.sort((a, b) => Number(emphasis.has(b.row)) - Number(emphasis.has(a.row)) || b.row - a.row);
      for (const { element, rect } of spots) {
        const fits =
          Number.isFinite(rect.x) &&
          rect.x > 0 &&
          rect.y > 0 &&
          rect.y + rect.height < viewport.height &&
          shown.every((other) => overlap(other, rect) === 0);
        element.style.display = fits ? '' : 'none';
        if (!fits) continue;
        element.style.width = `${rect.width.toFixed(0)}px`;
        element.style.transform = `translate(${rect.x.toFixed(1)}px, ${rect.y.toFixed(1)}px)`;
        shown.push(rect);
      }
    },
  };
}

function createLabel(
  overlay: Overlay,
  storey: StoreyShape,
  onTarget: (event: 'select' | 'activate', target: SceneTarget) => void,
) {
  const element = document.createElement('span');
  element.className = 'scene-storey';
  element.textContent = storey.storey.label;
  const target: SceneTarget = { kind: 'storey', id: storey.storey.id };
  element.addEventListener('click', () => onTarget('select', target));
  element.addEventListener('dblclick', () => onTarget('activate', target));
  overlay.root.append(element);
  return { element, storey, edges: storey.outlines.flatMap(edgesOf) };
}
