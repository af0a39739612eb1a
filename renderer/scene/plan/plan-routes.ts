/** Ways out on the plan of one storey: its own pieces of the lines; where they leave it by a stair, a triangle up or down. */
import { pathOf } from '../overlay/overlay.ts';
import { arrowheads, routeChains, type FlatPoint } from '../route-lines.ts';
import type { SiteShape } from '../site-shape.ts';
import type { SceneRoute, SceneRoutePoint } from '../view.ts';

const SVG = 'http://www.w3.org/2000/svg';
const HEAD_EVERY_M = 9;
const HEAD_M = 1.1;
const STAIR_M = 1.1;
const EXIT_M = 1.2;

/** Replaces what was drawn. @param layer a group of the plan's drawing. */
export function drawPlanRoutes(
  layer: SVGGElement,
  row: number,
  routes: readonly SceneRoute[],
  shape: SiteShape,
): void {
  layer.replaceChildren();
  const flat = (point: SceneRoutePoint): FlatPoint => {
    const [x, y] = shape.toScene(point.position);
    return [x, -y];
  };
  const add = (className: string, d: string): void => {
    if (d === '') return;
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', className);
    path.setAttribute('d', d);
    layer.append(path);
  };
  for (const { points, look } of routeChains(routes)) {
    const lines = linesOn(row, points).map((line) => line.map(flat));
    const d = lines.map((line) => pathOf(line, false)).join('');
    add('plan-route-casing', d);
    add(`plan-route plan-route-${look}`, d);
    add(
      'plan-route-head',
      lines
        .flatMap((line) => arrowheads(line, HEAD_EVERY_M, HEAD_M))
        .map((head) => pathOf(head, false))
        .join(''),
    );
    add('plan-route-stair', stairsOn(row, points, flat));
  }
  for (const mark of routes.flatMap(({ marks }) => marks))
    if (mark.at.storey === row) {
      const [x, y] = flat(mark.at);
      add('plan-route-exit', `M${x - EXIT_M} ${y - EXIT_M}h${2 * EXIT_M}v${2 * EXIT_M}h${-2 * EXIT_M}Z`);
    }
}

function linesOn(row: number, points: readonly SceneRoutePoint[]): SceneRoutePoint[][] {
  const lines: SceneRoutePoint[][] = [];
  let open = false;
  for (const point of points) {
    if (point.storey !== row) open = false;
    else if (open) lines.at(-1)?.push(point);
    else {
      lines.push([point]);
      open = true;
    }
  }
  return lines.filter((line) => line.length > 1);
}

function stairsOn(
  row: number,
  points: readonly SceneRoutePoint[],
  flat: (point: SceneRoutePoint) => FlatPoint,
): string {
  return points
    .map((point, i) => {
      const next = points[i + 1];
      if (point.storey !== row || !next || next.storey < 0 || next.storey === row) return '';
      const [x, y] = flat(point);
      const down = next.position[2] < point.position[2] ? 1 : -1;
      return `M${x - STAIR_M} ${y - down * STAIR_M}h${2 * STAIR_M}L${x} ${y + down * STAIR_M}Z`;
    })
    .join('');
}
