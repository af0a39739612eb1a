/**
 * The camera: orthographic, so that a metre is as long on every storey and lines stay parallel, as in the drawings
 * operators know. Owns the pose and its tween; knows nothing of layers.
 */
import { OrthographicCamera } from 'three';
import { axesOf, fit, HOME_AZIMUTH, HOME_ELEVATION, type Pose, type Vec3, type Viewport } from './framing.ts';
import type { Insets } from './view.ts';

const TWEEN_MS = 420;
const LOWEST_ELEVATION = (8 * Math.PI) / 180;
const HIGHEST_ELEVATION = (88 * Math.PI) / 180;
/** CSS pixels a metre. */
const MAX_SCALE = 160;
/** Times the scale of home. */
const NEAREST_FRAME = 2.4;
/** Until the page has laid it out. */
const UNSIZED: Viewport = { width: 1, height: 1 };
/** Home never enlarges a small site beyond this. */
const MAX_HOME_SCALE = 60;

export interface CameraRigDeps {
  readonly clock: () => number;
  readonly still: () => boolean;
  /** Radius around the origin that holds everything that can be shown, metres. */
  readonly radius: () => number;
  /** Corners of everything home has to show, x y z each. */
  readonly homePoints: () => Float32Array;
  readonly insets: () => Insets;
  readonly onMove: () => void;
}

/** A pose in proportion to home, which any size of the view can take up. */
export type Proportioned = Omit<Pose, 'scale'> & {
  /** Times the scale of home. */
  readonly zoom: number;
};

export interface CameraRig {
  readonly camera: OrthographicCamera;
  pose(): Pose;
  viewport(): Viewport;
  resize(viewport: Viewport): void;
  home(): void;
  /** After the building changed its shape: goes home again if nobody moved the view since. */
  settleHome(): void;
  /** Where the view is going to be; undefined: at home. */
  proportioned(): Proportioned | undefined;
  /** Goes there, and stays in proportion when the view changes its size, until somebody moves it. */
  goTo(pose: Proportioned): void;
  /** Brings these points into view, keeping the angles, near enough to see and far enough to still know where. */
  frame(points: Float32Array): void;
  zoomBy(factor: number, x?: number, y?: number): void;
  orbitBy(azimuthDeg: number, elevationDeg: number): void;
  panBy(x: number, y: number): void;
  /** @returns whether the pose changed. */
  advance(nowMs: number): boolean;
  moving(): boolean;
}

export function createCameraRig(deps: CameraRigDeps): CameraRig {
  const motion = createMotion(deps);
  let atHome = true;
  let kept: Proportioned | undefined;
  /** Asked for before the view had a size to bring it into. */
  let waiting: Float32Array | undefined;
  const homePose = (): Pose =>
    fit(
      deps.homePoints(),
      { azimuth: HOME_AZIMUTH, elevation: HOME_ELEVATION },
      motion.viewport(),
      deps.insets(),
      MAX_HOME_SCALE,
    );
  const absolute = ({ zoom, ...from }: Proportioned): Pose => ({ ...from, scale: homePose().scale * zoom });
  const around = (points: Float32Array): Pose =>
    fit(points, motion.pose(), motion.viewport(), deps.insets(), homePose().scale * NEAREST_FRAME);
  return {
    ...motion,
    resize(viewport) {
      motion.setViewport(viewport);
      if (waiting && !atHome && !kept) motion.jump(around(waiting));
      else motion.jump(atHome ? homePose() : kept ? absolute(kept) : motion.pose());
      waiting = undefined;
    },
    home() {
      atHome = true;
      kept = undefined;
      motion.go(homePose());
    },
    settleHome() {
      if (atHome) motion.go(homePose());
    },
    proportioned() {
      const { scale, ...from } = motion.goal();
      return atHome ? undefined : { ...from, zoom: scale / homePose().scale };
    },
    goTo(pose) {
      atHome = false;
      kept = pose;
      motion.go(absolute(pose));
    },
    frame(points) {
      atHome = false;
      kept = undefined;
      if (motion.viewport() === UNSIZED) waiting = points;
      motion.go(around(points));
    },
    ...byHand(motion, deps.radius, (pose) => {
      atHome = false;
      kept = undefined;
      motion.jump(pose);
    }),
  };
}

/** What a person does to the view, from where it is now. */
function byHand(
  { pose, viewport }: Pick<CameraRig, 'pose' | 'viewport'>,
  radius: () => number,
  move: (to: Pose) => void,
): Pick<CameraRig, 'zoomBy' | 'orbitBy' | 'panBy'> {
  return {
    zoomBy(factor, x, y) {
      const size = viewport();
      move(zoomed(pose(), size, factor, x ?? size.width / 2, y ?? size.height / 2, radius()));
    },
    orbitBy: (azimuthDeg, elevationDeg) => move(turned(pose(), azimuthDeg, elevationDeg)),
    panBy(x, y) {
      const now = pose();
      move(within(moved(now, -x / now.scale, y / now.scale), radius()));
    },
  };
}

/** The pose over time, and three's camera that follows it. */
function createMotion({ clock, still, radius, onMove }: CameraRigDeps) {
  const camera = new OrthographicCamera();
  camera.up.set(0, 0, 1);
  let viewport = UNSIZED;
  let pose: Pose = { target: [0, 0, 0], azimuth: HOME_AZIMUTH, elevation: HOME_ELEVATION, scale: 8 };
  let tween: { readonly from: Pose; readonly to: Pose; readonly startMs: number } | undefined;
  const set = (next: Pose): void => {
    pose = next;
    applyTo(camera, pose, viewport, radius());
    onMove();
  };
  return {
    camera,
    pose: () => pose,
    goal: () => tween?.to ?? pose,
    viewport: () => viewport,
    setViewport(next: Viewport) {
      viewport = next;
    },
    jump(next: Pose) {
      tween = undefined;
      set(next);
    },
    go(to: Pose) {
      tween = still() ? undefined : { from: pose, to, startMs: clock() };
      if (still()) set(to);
      else onMove();
    },
    moving: () => tween !== undefined,
    advance(nowMs: number) {
      if (!tween) return false;
      const share = Math.min(1, (nowMs - tween.startMs) / TWEEN_MS);
      const next = share >= 1 ? tween.to : between(tween.from, tween.to, 1 - (1 - share) ** 3);
      if (share >= 1) tween = undefined;
      set(next);
      return true;
    },
  };
}

/** What lies under the pointer stays under it. */
function zoomed(pose: Pose, viewport: Viewport, factor: number, x: number, y: number, radius: number): Pose {
  const smallest = Math.min(viewport.width, viewport.height) / (radius * 8);
  const scale = Math.min(MAX_SCALE, Math.max(smallest, pose.scale * factor));
  const keep = 1 / pose.scale - 1 / scale;
  return { ...moved(pose, (x - viewport.width / 2) * keep, (viewport.height / 2 - y) * keep), scale };
}

function turned(pose: Pose, azimuthDeg: number, elevationDeg: number): Pose {
  const elevation = pose.elevation + (elevationDeg * Math.PI) / 180;
  return {
    ...pose,
    azimuth: pose.azimuth + (azimuthDeg * Math.PI) / 180,
    elevation: Math.min(HIGHEST_ELEVATION, Math.max(LOWEST_ELEVATION, elevation)),
  };
}

/** @param right @param up metres in the plane of the screen. */
function moved(pose: Pose, right: number, up: number): Pose {
  const axes = axesOf(pose);
  const at = (i: 0 | 1 | 2): number => pose.target[i] + axes.right[i] * right + axes.up[i] * up;
  return { ...pose, target: [at(0), at(1), at(2)] };
}

/** The building cannot be dragged out of sight. */
function within(pose: Pose, radius: number): Pose {
  const clamp = (at: number): number => Math.min(radius, Math.max(-radius, at));
  const [x, y, z] = pose.target;
  return { ...pose, target: [clamp(x), clamp(y), clamp(z)] };
}

function between(from: Pose, to: Pose, share: number): Pose {
  const lerp = (a: number, b: number): number => a + (b - a) * share;
  // The short way round.
  const turn = ((((to.azimuth - from.azimuth) % (2 * Math.PI)) + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
  const at = (i: 0 | 1 | 2): number => lerp(from.target[i], to.target[i]);
  return {
    target: [at(0), at(1), at(2)],
    azimuth: from.azimuth + turn * share,
    elevation: lerp(from.elevation, to.elevation),
    scale: from.scale * (to.scale / from.scale) ** share,
  };
}

function applyTo(camera: OrthographicCamera, pose: Pose, { width, height }: Viewport, radius: number): void {
  const { towards } = axesOf(pose);
  camera.left = -width / 2 / pose.scale;
  camera.right = -camera.left;
  camera.top = height / 2 / pose.scale;
  camera.bottom = -camera.top;
  const distance = radius * 2 + Math.hypot(...pose.target);
  camera.near = 0;
  camera.far = distance * 2;
  const position = pose.target.map((at, i) => at + (towards[i] ?? 0) * distance) as unknown as Vec3;
  camera.position.set(...position);
  camera.lookAt(...pose.target);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}
