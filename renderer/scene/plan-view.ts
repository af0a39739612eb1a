/**
 * The building without WebGL: a plan per storey, top storey first, with the same colours, assets, alarms and events as the
 * 3D building. What has no meaning on a plan (explode, section, orbit) changes nothing.
 */
import type { Site } from '#shared/domain/site/site.ts';
import { createEmitter, type Emitter } from './emitter.ts';
import { createFrameLoop } from './frame-loop.ts';
import { setOverlayTheme } from './overlay/overlay.ts';
import { sameTarget } from './overlay/outlines.ts';
import { samePeople } from './overlay/people.ts';
import { createPlanCard, type PlanCard } from './plan/plan-card.ts';
import { createPlanPins } from './plan/plan-pins.ts';
import { createSiteShape } from './site-shape.ts';
import { sameRoutes } from './route-lines.ts';
import type {
  BuildingView,
  SceneEvents,
  SceneOptions,
  ScenePerson,
  SceneRoute,
  SceneTarget,
  ViewPose,
} from './view.ts';
import './plan.css';

const SMALLEST = 0.5;
const LARGEST = 6;

const FROM_ABOVE = { azimuthDeg: -90, elevationDeg: 88, targetM: [0, 0, 0] } as const;

export function createPlanView(host: HTMLElement, site: Site, options: SceneOptions): BuildingView {
  const shape = createSiteShape(site);
  const events = createEmitter<SceneEvents>();
  const root = document.createElement('div');
  root.className = options.still ? 'plan-view scene-still' : 'plan-view';
  const cards = [...shape.storeys]
    .sort((a, b) => b.floorZ - a.floorZ)
    .map((storey) => createPlanCard(storey, site, shape));
  root.append(...cards.map(({ element }) => element));
  host.classList.add('plan-host');
  host.append(root);
  const pins = createPlanPins(cards, site, shape, options.clock, events.emit);
  const loop = createFrameLoop({
    requestFrame: options.requestFrame,
    cancelFrame: options.cancelFrame,
    frame() {
      pins.place();
      return false;
    },
  });
  const place = (): void => loop.invalidate('overlay');
  const observer = new ResizeObserver(place);
  observer.observe(root);
  const detach = connectPointer(root, events);
  setOverlayTheme(root, options.colors);
  const view: BuildingView = {
    ...showing(cards, site, (person) => events.emit('person', person)),
    ...moving(root, cards, site, place),
    setMarkers(markers) {
      pins.setMarkers(markers);
      place();
    },
    setLanguage(language) {
      for (const card of cards) card.setLanguage(language);
      pins.setLanguage(language);
      place();
    },
    setColors: (colors) => setOverlayTheme(root, colors),
    setLabelScale(scale) {
      root.style.setProperty('--scene-scale', String(scale));
      pins.setLabelScale(scale);
      place();
    },
    picture: () => undefined,
    on: events.on,
    dispose() {
      detach();
      observer.disconnect();
      loop.dispose();
      events.clear();
      root.remove();
      host.classList.remove('plan-host');
    },
  };
  view.setLanguage(options.language);
  view.setLabelScale(options.labelScale ?? 1);
  return view;
}

function showing(
  cards: readonly PlanCard[],
  site: Site,
  onPerson: (person: ScenePerson) => void,
): Pick<BuildingView, 'setZoneColors' | 'setAssets' | 'setRoutes' | 'setPeople' | 'select'> {
  const cardOf = new Map(
    cards.flatMap((card) => card.storey.zones.map(({ zone }) => [zone.index, card] as const)),
  );
  let colors = new Float32Array(site.zones.length * 3).fill(NaN);
  let routes: readonly SceneRoute[] = [];
  let people: readonly ScenePerson[] = [];
  let selected: SceneTarget | undefined;
  const mark = (target: SceneTarget | undefined, on: boolean): void => {
    const asset = target?.kind === 'asset' ? site.assetById.get(target.id) : undefined;
    const zone = target?.kind === 'zone' ? site.zoneById.get(target.id) : undefined;
    if (zone) cardOf.get(zone.index)?.markZone(zone.index, 'plan-zone-selected', on);
    if (asset) cardOf.get(asset.zone.index)?.ringAsset(on ? asset.index : undefined);
    for (const { storey, element } of cards) {
      if (target?.kind === 'storey' && storey.storey.id === target.id)
        element.classList.toggle('plan-card-selected', on);
    }
  };
  return {
    setZoneColors(next) {
      const before = colors;
      colors = Float32Array.from(before, (_, i) => next[i] ?? NaN);
      for (const { index } of site.zones) {
        if ([0, 1, 2].every((i) => Object.is(before[index * 3 + i], colors[index * 3 + i]))) continue;
        const [r = NaN, g = NaN, b = NaN] = colors.subarray(index * 3, index * 3 + 3);
        const css = Number.isNaN(r)
          ? undefined
          : `rgb(${[r, g, b].map((part) => Math.round(part * 255)).join(' ')})`;
        cardOf.get(index)?.paintZone(index, css);
      }
    },
    setAssets(state) {
      for (const card of cards) card.setAssets(state);
    },
    setRoutes(next) {
      if (sameRoutes(next, routes)) return;
      routes = next;
      for (const card of cards) card.setRoutes(next);
    },
    setPeople(next) {
      if (samePeople(next, people)) return;
      people = next;
      for (const card of cards) card.setPeople(next, onPerson);
    },
    select(target) {
      if (sameTarget(target, selected)) return;
      mark(selected, false);
      selected = target;
      mark(selected, true);
    },
  };
}

type Moving = Pick<
  BuildingView,
  'setView' | 'flyTo' | 'home' | 'zoomBy' | 'orbitBy' | 'panBy' | 'pose' | 'setPose'
>;

function moving(root: HTMLElement, cards: readonly PlanCard[], site: Site, place: () => void): Moving {
  let size = 1;
  /** Only its zoom shows on a plan; the rest is kept for a view that can show it. */
  let seen: ViewPose | undefined;
  const resize = (next: number): void => {
    size = Math.min(LARGEST, Math.max(SMALLEST, next));
    root.style.setProperty('--plan-size', size.toFixed(3));
    place();
  };
  const home = (): void => {
    seen = undefined;
    resize(1);
    root.scrollTo(0, 0);
  };
  return {
    setView({ isolatedStorey, spotlight }) {
      for (const { storey, element } of cards) {
        element.hidden = isolatedStorey !== undefined && storey.storey.id !== isolatedStorey;
        element.classList.toggle('plan-card-large', storey.storey.id === (isolatedStorey ?? spotlight));
      }
      place();
    },
    flyTo(target) {
      const id =
        target.kind === 'storey'
          ? target.id
          : (target.kind === 'zone' ? site.zoneById.get(target.id) : site.assetById.get(target.id)?.zone)
              ?.storey.id;
      cards.find(({ storey }) => storey.storey.id === id)?.element.scrollIntoView({ block: 'nearest' });
    },
    home,
    pose: () => (seen || size !== 1 ? { ...(seen ?? FROM_ABOVE), zoom: size } : undefined),
    setPose(pose) {
      if (!pose) return home();
      seen = pose;
      resize(pose.zoom);
    },
    zoomBy: (factor) => resize(size * factor),
    orbitBy() {
      // A plan has one side.
    },
    panBy: (x, y) => root.scrollBy(-x, -y),
  };
}

function targetAt(event: Event): SceneTarget | undefined {
  if (!(event.target instanceof Element)) return undefined;
  const { asset, zone } = (event.target as SVGElement).dataset ?? {};
  if (asset !== undefined) return { kind: 'asset', id: asset as never };
  if (zone !== undefined) return { kind: 'zone', id: zone as never };
  const storey =
    event.target.tagName === 'H3'
      ? event.target.closest<HTMLElement>('[data-storey]')?.dataset['storey']
      : undefined;
  return storey === undefined ? undefined : { kind: 'storey', id: storey as never };
}

/** @returns detach. */
function connectPointer(root: HTMLElement, events: Emitter<SceneEvents>): () => void {
  let hovered: SceneTarget | undefined;
  const hover = (event: PointerEvent, target: SceneTarget | undefined): void => {
    if (!target && !hovered) return;
    hovered = target;
    events.emit('hover', target && { target, clientX: event.clientX, clientY: event.clientY });
  };
  const onPin = ({ target }: Event): boolean =>
    target instanceof Element && target.closest('button') !== null;
  const click = (event: Event): void => {
    if (!onPin(event)) events.emit('select', targetAt(event));
  };
  const doubleClick = (event: Event): void => {
    const target = targetAt(event);
    if (target) events.emit('activate', target);
  };
  const move = (event: PointerEvent): void => hover(event, targetAt(event));
  const leave = (event: PointerEvent): void => hover(event, undefined);
  root.addEventListener('click', click);
  root.addEventListener('dblclick', doubleClick);
  root.addEventListener('pointermove', move);
  root.addEventListener('pointerleave', leave);
  return () => {
    root.removeEventListener('click', click);
    root.removeEventListener('dblclick', doubleClick);
    root.removeEventListener('pointermove', move);
    root.removeEventListener('pointerleave', leave);
  };
}
