/**
 * Ways out over the building: dashed lines through the storeys, seen through every floor. They are drawn here and not with
 * WebGL because they must stay as thick on a wall as on a desk, and so that they cost the graphics nothing.
 */
import { arrowheads, marksOf, routeChains, type FlatPoint, type RouteChain } from '../route-lines.ts';
import type { SiteShape } from '../site-shape.ts';
import type { SectionPlane } from '../section.ts';
import type { SceneRoute, SceneRouteMark, SceneRoutePoint } from '../view.ts';
import type { Rect } from './marker-layout.ts';
import { createPath, pathOf, type Overlay, type OverlayLayer, type Placement } from './overlay.ts';

/** People walk on the floor; drawn a little above it, the line does not sink into the tile. */
const ABOVE_FLOOR_M = 0.4;
const HEAD_EVERY_PX = 84;
const HEAD_PX = 9;
const MARK_PX = { height: 26, perLetter: 8.4, padding: 30 };

export interface Routes extends OverlayLayer {
  setRoutes(routes: readonly SceneRoute[]): void;
  setLabelScale(scale: number): void;
  /** Of the marks shown by the last `place`; callouts keep clear of them. */
  rects(): readonly Rect[];
}

type Spot = readonly [x: number, y: number, z: number];

export function createRoutes(overlay: Overlay, shape: SiteShape): Routes {
  const casing = createPath(overlay.drawing, 'scene-route-casing');
  const lines = {
    clear: createPath(overlay.drawing, 'scene-route'),
    doubtful: createPath(overlay.drawing, 'scene-route scene-route-doubtful'),
  };
  const heads = createPath(overlay.drawing, 'scene-route-head');
  let chains: readonly RouteChain[] = [];
  let marks: readonly { mark: SceneRouteMark; element: HTMLElement }[] = [];
  let scale = 1;
  let shown: Rect[] = [];
  return {
    setRoutes(routes) {
      chains = routeChains(routes);
      for (const { element } of marks) element.remove();
      marks = marksOf(routes).map((mark) => ({ mark, element: createMark(overlay, mark) }));
    },
    setLabelScale(next) {
      scale = next;
    },
    rects: () => shown,
    place(placement) {
      const drawn = chains.flatMap(({ points, look }) =>
        visibleParts(points, shape, placement).map((line) => ({ line, look })),
      );
      const textOf = (look: SceneRoute['look']): string =>
        drawn.map((part) => (part.look === look ? pathOf(part.line, false) : '')).join('');
      lines.clear.set(textOf('clear'));
      lines.doubtful.set(textOf('doubtful'));
      casing.set(drawn.map(({ line }) => pathOf(line, false)).join(''));
      heads.set(
        drawn
          .flatMap(({ line }) => arrowheads(line, HEAD_EVERY_PX * scale, HEAD_PX * scale))
          .map((head) => pathOf(head, false))
          .join(''),
      );
      shown = marks.flatMap(({ mark, element }) => placeMark(mark, element, shape, placement, scale) ?? []);
    },
  };
}

/** The pieces of a line that are to be seen, on the screen: not on a storey that is hidden, not where the building is cut. */
function visibleParts(
  points: readonly SceneRoutePoint[],
  shape: SiteShape,
  { project, lift, solid, section }: Placement,
): FlatPoint[][] {
  const parts: FlatPoint[][] = [];
  let end: Spot | undefined;
  points.slice(1).forEach((to, i) => {
    const from = points[i] as SceneRoutePoint;
    const isShown = [from, to].some(({ storey }) => storey < 0 || solid(storey));
    const kept = isShown ? keptPiece(section, spotOf(from, shape, lift), spotOf(to, shape, lift)) : undefined;
    if (!kept) {
      end = undefined;
      return;
    }
    const [start, stop] = kept;
    if (!end || end.some((at, axis) => Math.abs(at - (start[axis] ?? 0)) > 1e-6))
      parts.push([project(...start)]);
    parts.at(-1)?.push(project(...stop));
    end = stop;
  });
  return parts;
}

function spotOf(
  { position, storey }: SceneRoutePoint,
  shape: SiteShape,
  lift: (row: number) => number,
): Spot {
  const [x, y, z] = shape.toScene(position);
  return [x, y, z + ABOVE_FLOOR_M + (storey < 0 ? 0 : lift(storey))];
}

function keptPiece(plane: SectionPlane, from: Spot, to: Spot): readonly [Spot, Spot] | undefined {
  const beyond = ([x, y]: Spot): number => x * plane.x + y * plane.y - plane.at;
  const [a, b] = [beyond(from), beyond(to)];
  if (a > 0 && b > 0) return undefined;
  const share = a === b ? 0 : a / (a - b);
  const border = from.map((at, axis) => at + ((to[axis] ?? 0) - at) * share) as unknown as Spot;
  return [a > 0 ? border : from, b > 0 ? border : to];
}

function createMark(overlay: Overlay, mark: SceneRouteMark): HTMLElement {
  const element = document.createElement('span');
  element.className = `scene-route-mark scene-route-mark-${mark.kind}`;
  element.textContent = mark.label;
  overlay.root.append(element);
  return element;
}

/** @returns where it stands; undefined: outside the view, or on a storey that is hidden. */
function placeMark(
  { at, label }: SceneRouteMark,
  element: HTMLElement,
  shape: SiteShape,
  { project, lift, solid, viewport }: Placement,
  scale: number,
): Rect | undefined {
  const [x, y] = project(...spotOf(at, shape, lift));
  const height = MARK_PX.height * scale;
  const width = (label.length * MARK_PX.perLetter + MARK_PX.padding) * scale;
  const fits = x > 0 && y > 0 && x < viewport.width && y < viewport.height;
  const isShown = fits && (at.storey < 0 || solid(at.storey));
  element.hidden = !isShown;
  if (!isShown) return undefined;
  const left = Math.min(x + 8 * scale, viewport.width - width);
  const top = y - height / 2;
  element.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
  return { x: left, y: top, width, height };
}
