/** One storey as a plan: north up, all storeys to one scale so that they can be compared. */
import type { Site } from '#shared/domain/site/site.ts';
import { inset } from '../polygon.ts';
import type { Box3, SiteShape, StoreyShape } from '../site-shape.ts';
import { TILE_INSET_M } from '../tile.ts';
import { pathOf } from '../overlay/overlay.ts';
import type { AssetsState, ScenePerson, SceneRoute } from '../view.ts';
import { drawPlanPeople } from './plan-people.ts';
import { drawPlanRoutes } from './plan-routes.ts';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN_M = 1;
const SYMBOL_M = 0.55;

export interface PlanCard {
  readonly storey: StoreyShape;
  readonly element: HTMLElement;
  /** The drawing; pins stand over it. */
  readonly sheet: HTMLElement;
  /** @param css undefined: no value. */
  paintZone(zoneIndex: number, css: string | undefined): void;
  markZone(zoneIndex: number, className: string, on: boolean): void;
  setAssets(state: AssetsState): void;
  setRoutes(routes: readonly SceneRoute[]): void;
  setPeople(people: readonly ScenePerson[], onPerson: (person: ScenePerson) => void): void;
  ringAsset(assetIndex: number | undefined): void;
  setLanguage(language: 'zh' | 'en'): void;
  /** Scene x, y → CSS pixels in the sheet, at its present size. */
  project(x: number, y: number): readonly [number, number];
}

export function createPlanCard(storey: StoreyShape, site: Site, shape: SiteShape): PlanCard {
  const element = document.createElement('section');
  element.className = 'plan-card';
  element.dataset['storey'] = storey.storey.id;
  const heading = document.createElement('h3');
  const sheet = Object.assign(document.createElement('div'), { className: 'plan-sheet' });
  element.append(heading, sheet);
  const box = viewBox(shape.bounds);
  const svg = sheet.appendChild(node('svg', 'plan-drawing'));
  svg.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
  const zones = new Map(
    storey.zones.map(({ zone, polygon }) => [
      zone.index,
      zonePath(svg, zone.id, inset(polygon, TILE_INSET_M)),
    ]),
  );
  const assets = site.assets.filter((asset) => shape.assetRows[asset.index] === storey.row);
  const symbols = new Map(
    assets.map((asset) => [
      asset.index,
      assetPath(svg, asset.id, shape.assetPositions.subarray(asset.index * 3)),
    ]),
  );
  const [ways, people] = [node('g', 'plan-routes'), node('g', 'plan-people')];
  svg.append(ways, people);
  const ring = ringNode();
  return {
    storey,
    element,
    sheet,
    paintZone(zoneIndex, css) {
      const path = zones.get(zoneIndex);
      if (path) path.style.fill = css ?? '';
    },
    markZone: (zoneIndex, className, on) => zones.get(zoneIndex)?.classList.toggle(className, on),
    setAssets({ visibleDisciplines, status }) {
      for (const asset of assets) {
        const name = visibleDisciplines.has(asset.discipline)
          ? `plan-asset plan-asset-${status[asset.index] ?? 0}`
          : 'plan-asset plan-asset-off';
        const path = symbols.get(asset.index);
        if (path && path.getAttribute('class') !== name) path.setAttribute('class', name);
      }
    },
    setRoutes: (routes) => drawPlanRoutes(ways, storey.row, routes, shape),
    setPeople: (shown, onPerson) => drawPlanPeople(people, storey.row, shown, shape, onPerson),
    ringAsset(assetIndex) {
      ring.remove();
      if (assetIndex === undefined || !symbols.has(assetIndex)) return;
      ring.setAttribute('cx', String(shape.assetPositions[assetIndex * 3]));
      ring.setAttribute('cy', String(-(shape.assetPositions[assetIndex * 3 + 1] ?? 0)));
      svg.append(ring);
    },
    setLanguage(language) {
      heading.textContent = storey.storey.label;
      heading.title = storey.storey.name[language];
    },
    project: (x, y) => projectOnto(sheet, box, x, y),
  };
}

function ringNode(): SVGCircleElement {
  const ring = node('circle', 'plan-ring');
  ring.setAttribute('r', '1.1');
  return ring;
}

/** As `preserveAspectRatio` does by default: the whole box, in the middle. */
function projectOnto(
  { clientWidth, clientHeight }: HTMLElement,
  box: ViewBox,
  x: number,
  y: number,
): readonly [number, number] {
  const scale = Math.min(clientWidth / box.width, clientHeight / box.height);
  const left = (clientWidth - box.width * scale) / 2;
  const top = (clientHeight - box.height * scale) / 2;
  return [left + (x - box.x) * scale, top + (-y - box.y) * scale];
}

interface ViewBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** SVG's y goes down, north goes up. */
function viewBox({ min, max }: Box3): ViewBox {
  return {
    x: min[0] - MARGIN_M,
    y: -max[1] - MARGIN_M,
    width: max[0] - min[0] + 2 * MARGIN_M,
    height: max[1] - min[1] + 2 * MARGIN_M,
  };
}

function node<K extends keyof SVGElementTagNameMap>(name: K, className: string): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  element.setAttribute('class', className);
  return element;
}

function zonePath(
  svg: SVGSVGElement,
  id: string,
  outline: readonly (readonly [number, number])[],
): SVGPathElement {
  const path = node('path', 'plan-zone');
  path.setAttribute(
    'd',
    pathOf(
      outline.map(([x, y]) => [x, -y]),
      true,
    ),
  );
  path.dataset['zone'] = id;
  svg.append(path);
  return path;
}

function assetPath(svg: SVGSVGElement, id: string, [x = 0, y = 0]: Float32Array): SVGPathElement {
  const path = node('path', 'plan-asset plan-asset-off');
  const s = SYMBOL_M;
  path.setAttribute('d', `M${x} ${-y - s}L${x + s} ${-y}L${x} ${-y + s}L${x - s} ${-y}Z`);
  path.dataset['asset'] = id;
  svg.append(path);
  return path;
}
