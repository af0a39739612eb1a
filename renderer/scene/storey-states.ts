/**
 * Where each storey is lifted to and how it shows: the one answer for every layer, the picker and the overlay. The
 * shaders read it from a texture of one texel a storey, so an exploding building uploads a few hundred bytes a frame
 * instead of its geometry.
 */
import { DataTexture, FloatType, NearestFilter, RGBAFormat } from 'three';
import type { Site, Storey } from '#shared/domain/site/site.ts';
import type { ViewState } from './view.ts';

/** Per storey: lift in metres, colour strength 0..1, line strength 0..1, solid 0 or 1. */
const FIELDS = 4;

/** Exploded: this many storey heights of air above each storey. */
const EXPLODE_HEIGHTS = 1.15;
/** As in the overview picture: air below and above the storey in the spotlight, in storey heights. */
const SPOTLIGHT_BELOW = 1.8;
const SPOTLIGHT_ABOVE = 2.6;
const TWEEN_MS = 320;

export interface StoreyStates {
  readonly texture: DataTexture;
  /** Metres, now (mid-animation values included). */
  lift(row: number): number;
  /** Metres, when the animation has ended. */
  targetLift(row: number): number;
  /** Metres, of all storeys, when the animation has ended. */
  highestLift(): number;
  solid(row: number): boolean;
  /** @returns whether anything will change. */
  aim(view: ViewState, nowMs: number, still: boolean): boolean;
  /** @returns whether values changed; call once a frame while `moving()`. */
  advance(nowMs: number): boolean;
  moving(): boolean;
  dispose(): void;
}

export function targetsOf(site: Site, view: ViewState): Float32Array {
  const values = new Float32Array(Math.max(1, site.storeys.length) * FIELDS);
  const spotlight = view.spotlight === undefined ? undefined : site.storeyById.get(view.spotlight);
  for (const building of site.buildings) {
    let lift = 0;
    for (const storey of building.storeys) {
      const row = site.storeys.indexOf(storey);
      if (storey === spotlight) lift += SPOTLIGHT_BELOW * storey.heightM;
      const shown = view.isolatedStorey === undefined || view.isolatedStorey === storey.id;
      values.set([lift, colourStrength(storey, spotlight), shown ? 1 : 0.3, shown ? 1 : 0], row * FIELDS);
      if (storey === spotlight) lift += SPOTLIGHT_ABOVE * storey.heightM;
      if (view.exploded) lift += EXPLODE_HEIGHTS * storey.heightM;
    }
  }
  return values;
}

function colourStrength(storey: Storey, spotlight: Storey | undefined): number {
  if (spotlight) return storey === spotlight ? 1 : 0.72;
  return 0.88;
}

export function createStoreyStates(site: Site): StoreyStates {
  const rows = Math.max(1, site.storeys.length);
  let target = targetsOf(site, { exploded: false, isolatedStorey: undefined, section: undefined });
  let from = target.slice();
  let startedMs: number | undefined;
  const now = target.slice();
  const texture = new DataTexture(now, rows, 1, RGBAFormat, FloatType);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.needsUpdate = true;

  const show = (share: number): void => {
    const eased = share >= 1 ? 1 : 1 - (1 - share) ** 3;
    for (let i = 0; i < now.length; i += 1) {
      const [a, b] = [from[i] ?? 0, target[i] ?? 0];
      // What is to be shown is solid from the first frame on; what is to be hidden until the last.
      now[i] = i % FIELDS === 3 ? Math.max(eased < 1 ? a : 0, b) : a + (b - a) * eased;
    }
    texture.needsUpdate = true;
  };
  return {
    texture,
    lift: (row) => now[row * FIELDS] ?? 0,
    targetLift: (row) => target[row * FIELDS] ?? 0,
    highestLift: () =>
      target.reduce((highest, value, i) => (i % FIELDS === 0 ? Math.max(highest, value) : highest), 0),
    solid: (row) => (now[row * FIELDS + 3] ?? 0) > 0.5,
    aim(view, nowMs, still) {
      const next = targetsOf(site, view);
      if (next.every((value, i) => value === target[i])) return false;
      from = now.slice();
      target = next;
      startedMs = still ? undefined : nowMs;
      if (still) show(1);
      return true;
    },
    advance(nowMs) {
      if (startedMs === undefined) return false;
      const share = Math.min(1, (nowMs - startedMs) / TWEEN_MS);
      show(share);
      if (share >= 1) startedMs = undefined;
      return true;
    },
    moving: () => startedMs !== undefined,
    dispose: () => texture.dispose(),
  };
}
