/** What the owner of the 3D building holds: made once, in one place, in the order in which the parts need each other. */
import { Scene } from 'three';
import { ok, type Result } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { createCameraRig, type CameraRig } from '../camera-rig.ts';
import { createEmitter, type Emitter } from '../emitter.ts';
import type { Viewport } from '../framing.ts';
import { createFrameLoop, type FrameLoop } from '../frame-loop.ts';
import { createLayers, type Layers } from '../layers/layers.ts';
import { createOverlayLayers, type OverlayLayers } from '../overlay/overlay-layers.ts';
import { createPicker, type Picker } from '../picker.ts';
import { isCut, sectionPlane, type SectionPlane } from '../section.ts';
import { createSharpness, type Sharpness } from '../sharpness.ts';
import { createSiteShape, type SiteShape } from '../site-shape.ts';
import { createStoreyStates, type StoreyStates } from '../storey-states.ts';
import { createSurface, type Surface } from '../surface.ts';
import { homePoints } from '../target-points.ts';
import type {
  Insets,
  SceneEvents,
  SceneMarker,
  SceneOptions,
  ScenePerson,
  SceneRoute,
  SceneTarget,
  ViewState,
} from '../view.ts';
import { drawFrame, screenBox } from './draw-frame.ts';
import { standsStill } from './stillness.ts';

/** Everything the commands need. */
export interface Parts {
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
  readonly sharpness: Sharpness;
  readonly now: Now;
}

/** What changes while the view lives. */
export interface Now {
  view: ViewState;
  section: SectionPlane;
  selected: SceneTarget | undefined;
  hovered: SceneTarget | undefined;
  markers: readonly SceneMarker[];
  routes: readonly SceneRoute[];
  people: readonly ScenePerson[];
  labelScale: number;
  framesDrawn: number;
  drawCalls: number;
  scriptMs: number;
}

export function createParts(host: HTMLElement, site: Site, options: SceneOptions): Result<Parts, 'no-webgl'> {
  const { clock, requestFrame, cancelFrame } = options;
  const still = standsStill(options);
  const shape = createSiteShape(site);
  const events = createEmitter<SceneEvents>();
  const now = firstNow(options, shape);
  const states = createStoreyStates(site);
  const scene = new Scene();
  const insets = (): Insets => roomAround(rig.viewport(), now.labelScale, options.insets);
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
      if (now.framesDrawn > 0) loop.flush();
    },
    onContext(state) {
      if (state === 'restored') loop.invalidate('canvas');
      events.emit('context', state);
    },
  });
  if (!surface.ok) return surface;
  const layers = createLayers(scene, site, shape, states, options.colors);
  const overlay = createOverlayLayers({
    ...{ host, site, shape, clock, insets },
    still: options.still ?? false,
    building: () => screenBox(rig, shape, states),
    onTarget: events.emit,
    onPerson: (person) => events.emit('person', person),
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
  const sharpness = createSharpness({ clock, after, onRest: () => loop.invalidate('canvas') });
  const tools = { sharpness, states, layers, overlay, rig, picker, loop, surface: surface.value };
  const parts: Parts = { site, options, shape, events, now, ...tools };
  dress(parts);
  return ok(parts);
}

const NOTHING: Insets = { top: 0, right: 0, bottom: 0, left: 0 };

/** Air around the building and place for the storey labels on its left, besides what the window keeps for itself. */
function roomAround({ height }: Viewport, labelScale: number, kept: Insets = NOTHING): Insets {
  const air = Math.max(20, height * 0.035);
  return {
    top: kept.top + air,
    right: kept.right + air,
    bottom: kept.bottom + air,
    left: kept.left + 64 * labelScale,
  };
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
    routes: [],
    people: [],
    labelScale: options.labelScale ?? 1,
    framesDrawn: 0,
    drawCalls: 0,
    scriptMs: 0,
  };
}

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
