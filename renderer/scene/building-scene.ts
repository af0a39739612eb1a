/**
 * The one owner of the 3D building. It holds the layers, hands each its share of what the window says, and draws when
 * something changed and only then. Everything with a life of its own (canvas, camera, storeys, overlay) is a part beside
 * this file; nothing here knows how a part does its work.
 */
import { Scene } from 'three';
import { ok, type Result } from '#shared/base/result.ts';
import type { Site, StoreyId } from '#shared/domain/site/site.ts';
import { createCameraRig, type CameraRig } from './camera-rig.ts';
import { createEmitter, type Emitter } from './emitter.ts';
import { axesOf, projectionOf } from './framing.ts';
import { createFrameLoop, type Dirty, type FrameLoop } from './frame-loop.ts';
import { attachInput } from './input.ts';
import { createLayers, type Layers } from './layers/layers.ts';
import { setTowards } from './layers/shading.ts';
import { createOverlayLayers, type OverlayLayers } from './overlay/overlay-layers.ts';
import { sameTarget } from './overlay/outlines.ts';
import { createPicker, type Picker } from './picker.ts';
import { applySection, isCut, sectionPlane, type SectionPlane } from './section.ts';
import { createSiteShape, type SiteShape } from './site-shape.ts';
import { createStoreyStates, type StoreyStates } from './storey-states.ts';
import { createSurface, type Surface } from './surface.ts';
import { homePoints, pointsOf } from './target-points.ts';
import type {
  BuildingView,
  Insets,
  SceneEvents,
  SceneMarker,
  SceneOptions,
  SceneStats,
  SceneTarget,
  ViewState,
} from './view.ts';

export interface BuildingScene extends BuildingView {
  stats(): SceneStats;
}

const DEFAULT_INSETS: Insets = { top: 24, right: 24, bottom: 24, left: 72 };
const FLY_MAX_SCALE = 28;
const REACH_PX = 9;

/** Everything the commands below need; made once, in `createParts`. */
interface Parts {
  readonly site: Site;
  readonly options: SceneOptions;
  readonly shape: SiteShape;
  readonly events: Emitter<SceneEvents>;
  readonly states: StoreyStates;
  readonly layers: Layers;
  readonly overlay: OverlayLayers;
  readonly rig: CameraRig;
  readonly picker: Picker;
  readonly loop: FrameLoop;
  readonly surface: Surface;
  readonly now: Now;
}

/** What changes while the view lives. */
interface Now {
  view: ViewState;
  section: SectionPlane;
  selected: SceneTarget | undefined;
  hovered: SceneTarget | undefined;
  markers: readonly SceneMarker[];
  labelScale: number;
  framesDrawn: number;
  drawCalls: number;
  scriptMs: number;
}

export function createBuildingScene(
  host: HTMLElement,
  site: Site,
  options: SceneOptions,
): Result<BuildingScene, 'no-webgl'> {
  host.classList.add('scene-host');
  const parts = createParts(host, site, options);
  if (!parts.ok) {
    host.classList.remove('scene-host');
    return parts;
  }
  const detachInput = connectInput(host, parts.value);
  return ok({
    ...showing(parts.value),
    ...moving(parts.value),
    dispose() {
      const { loop, surface, overlay, layers, states, picker, events } = parts.value;
      detachInput();
      events.clear();
      loop.dispose();
      for (const part of [surface, overlay, layers, states, picker]) part.dispose();
      host.classList.remove('scene-host');
    },
  });
}

function createParts(host: HTMLElement, site: Site, options: SceneOptions): Result<Parts, 'no-webgl'> {
  const { clock, requestFrame, cancelFrame, still = false } = options;
  const shape = createSiteShape(site);
  const events = createEmitter<SceneEvents>();
  const now = firstNow(options, shape);
  const states = createStoreyStates(site);
  const scene = new Scene();
  const insets = (): Insets => options.insets ?? DEFAULT_INSETS;
  const loop = createFrameLoop({
    requestFrame,
    cancelFrame,
    frame: (dirty) => drawFrame(parts, scene, dirty),
  });
  loop.pause();
  const rig = createCameraRig({
    ...{ clock, still, insets },
    radius: () => Math.hypot(...shape.bounds.max) + states.highestLift(),
    homePoints: () => homePoints(shape, states.targetLift),
    onMove: () => loop.invalidate('canvas'),
  });
  const surface = createSurface({
    host,
    onResize(viewport) {
      rig.resize(viewport);
      loop.resume();
    },
    onContext(state) {
      if (state === 'restored') loop.invalidate('canvas');
      events.emit('context', state);
    },
  });
  if (!surface.ok) return surface;
  const layers = createLayers(scene, site, shape, states, options.colors);
  const overlay = createOverlayLayers({
    ...{ host, site, shape, still, clock, insets },
    building: () => screenBox(rig, shape, states),
    onTarget: events.emit,
  });
  const cut = (x: number, y: number): boolean => isCut(now.section, x, y);
  const picker = createPicker({
    site,
    shape,
    lift: states.lift,
    solid: states.solid,
    assetVisible: layers.assets.visible,
    cut,
  });
  const tools = { states, layers, overlay, rig, picker, loop, surface: surface.value };
  const parts: Parts = { site, options, shape, events, now, ...tools };
  dress(parts);
  return ok(parts);
}

function dress({ surface, overlay, options, now }: Parts): void {
  surface.setGround(options.colors.ground);
  overlay.setTheme(options.colors);
  overlay.setLanguage(options.language);
  overlay.setLabelScale(now.labelScale);
}

function firstNow(options: SceneOptions, shape: SiteShape): Now {
  return {
    view: { exploded: false, isolatedStorey: undefined, section: undefined },
    section: sectionPlane(undefined, shape),
    selected: undefined,
    hovered: undefined,
    markers: [],
    labelScale: options.labelScale ?? 1,
    framesDrawn: 0,
    drawCalls: 0,
    scriptMs: 0,
  };
}

/** @returns whether an animation is still running. */
function drawFrame(parts: Parts, scene: Scene, dirty: ReadonlySet<Dirty>): boolean {
  const { options, states, rig, picker, layers, overlay, surface, now } = parts;
  const startedMs = options.clock();
  if (states.advance(startedMs)) picker.liftsChanged();
  rig.advance(startedMs);
  const pose = rig.pose();
  const viewport = rig.viewport();
  const { lift, solid } = states;
  overlay.place({ project: projectionOf(pose, viewport), viewport, lift, solid });
  // While the context is lost the overlay lives on: alarms are still seen.
  if (dirty.has('canvas') && !surface.lost()) {
    setTowards(layers.uniforms, axesOf(pose));
    layers.assets.setScale(pose.scale, surface.pixelRatio(), now.labelScale);
    now.drawCalls = surface.draw(scene, rig.camera);
    now.framesDrawn += 1;
  }
  now.scriptMs = options.clock() - startedMs;
  return states.moving() || rig.moving();
}

function screenBox(rig: CameraRig, shape: SiteShape, states: StoreyStates) {
  const project = projectionOf(rig.pose(), rig.viewport());
  const points = homePoints(shape, states.lift);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    const [x, y] = project(points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0);
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function connectInput(host: HTMLElement, { rig, picker, events, overlay, loop, now }: Parts): () => void {
  const at = (x: number, y: number): SceneTarget | undefined =>
    picker.pick(rig.pose(), rig.viewport(), x, y, REACH_PX * now.labelScale);
  return attachInput(host, {
    orbitBy: rig.orbitBy,
    panBy: rig.panBy,
    zoomBy: rig.zoomBy,
    click: (x, y) => events.emit('select', at(x, y)),
    doubleClick(x, y) {
      const target = at(x, y);
      if (target) events.emit('activate', target);
    },
    hover(pointer) {
      const target = pointer && at(pointer.x, pointer.y);
      if (!sameTarget(target, now.hovered)) {
        now.hovered = target;
        overlay.outlines.hover(target);
        loop.invalidate('overlay');
      } else if (!target) return;
      events.emit(
        'hover',
        pointer && target && { target, clientX: pointer.clientX, clientY: pointer.clientY },
      );
    },
  });
}

type Showing = Omit<BuildingScene, keyof Moving | 'dispose'>;
type Moving = Pick<BuildingScene, 'flyTo' | 'home' | 'zoomBy' | 'orbitBy' | 'panBy' | 'setView'>;

function showing(parts: Parts): Showing {
  const { layers, overlay, loop, surface, events, now } = parts;
  return {
    setZoneColors(colors) {
      if (layers.zones.setColors(colors)) loop.invalidate('canvas');
    },
    setMarkers(markers) {
      if (sameMarkers(markers, now.markers)) return;
      now.markers = markers;
      overlay.markers.setMarkers(markers);
      const alarmed = new Set(
        markers.flatMap(({ priority, zoneIndex }) => (priority === 1 ? [zoneIndex] : [])),
      );
      overlay.outlines.setAlarmed(alarmed);
      if (layers.zones.setAlarmed(alarmed)) {
        layers.alarms.setAlarmed(alarmed);
        loop.invalidate('canvas');
      }
      emphasise(parts);
      loop.invalidate('overlay');
    },
    setAssets(state) {
      if (layers.assets.setState(state)) loop.invalidate('canvas');
    },
    select(target) {
      if (sameTarget(target, now.selected)) return;
      now.selected = target;
      overlay.outlines.select(target);
      emphasise(parts);
      loop.invalidate('overlay');
    },
    setLanguage(language) {
      overlay.setLanguage(language);
      loop.invalidate('overlay');
    },
    setColors(colors) {
      layers.setTheme(colors);
      overlay.setTheme(colors);
      surface.setGround(colors.ground);
      loop.invalidate('canvas');
    },
    setLabelScale(scale) {
      if (scale === now.labelScale) return;
      now.labelScale = scale;
      overlay.setLabelScale(scale);
      loop.invalidate('canvas');
    },
    on: events.on,
    stats: () => ({
      framesDrawn: now.framesDrawn,
      lastDrawCalls: now.drawCalls,
      lastScriptMs: now.scriptMs,
      ...surface.memory(),
    }),
  };
}

function moving(parts: Parts): Moving {
  const { site, shape, states, layers, rig, picker, loop, options, now } = parts;
  return {
    setView(view) {
      now.view = view;
      now.section = sectionPlane(view.section, shape);
      if (applySection(now.section, layers.uniforms)) loop.invalidate('canvas');
      if (!states.aim(view, options.clock(), options.still ?? false)) return;
      picker.liftsChanged();
      rig.settleHome();
      emphasise(parts);
      loop.invalidate('canvas');
    },
    flyTo(target) {
      const points = pointsOf(target, site, shape, states.targetLift);
      if (points.length > 0) rig.frame(points, FLY_MAX_SCALE);
    },
    home: rig.home,
    zoomBy: (factor) => rig.zoomBy(factor),
    orbitBy: rig.orbitBy,
    panBy: rig.panBy,
  };
}

/** Storeys whose label must not be left out: selected, in the spotlight, with an urgent alarm. */
function emphasise({ site, shape, overlay, now }: Parts): void {
  const rows = new Set<number>();
  const add = (id: StoreyId | undefined): void => {
    const row = shape.storeys.findIndex(({ storey }) => storey.id === id);
    if (row >= 0) rows.add(row);
  };
  add(now.view.spotlight);
  add(now.view.isolatedStorey);
  if (now.selected?.kind === 'storey') add(now.selected.id);
  if (now.selected?.kind === 'zone') add(site.zoneById.get(now.selected.id)?.storey.id);
  if (now.selected?.kind === 'asset') add(site.assetById.get(now.selected.id)?.zone.storey.id);
  for (const { priority, zoneIndex } of now.markers)
    if (priority === 1) rows.add(shape.zoneRows[zoneIndex] ?? 0);
  overlay.labels.setEmphasis(rows);
}

function sameMarkers(a: readonly SceneMarker[], b: readonly SceneMarker[]): boolean {
  return a.length === b.length && a.every((marker, i) => JSON.stringify(marker) === JSON.stringify(b[i]));
}
