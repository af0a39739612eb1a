/** Orthographic view geometry: pure, shared by the camera, the overlay, the picker and the tests. Angles in radians. */
import type { Insets } from './view.ts';

export type Vec3 = readonly [number, number, number];

export interface Pose {
  /** The point in the middle of the view. */
  readonly target: Vec3;
  /** Direction from the target to the viewer on the plan: 0 east, counter-clockwise. */
  readonly azimuth: number;
  /** Above the horizon. */
  readonly elevation: number;
  /** CSS pixels a metre. */
  readonly scale: number;
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface Axes {
  readonly right: Vec3;
  readonly up: Vec3;
  /** Towards the viewer. */
  readonly towards: Vec3;
}

/** From the south-east, as in an isometric drawing: true isometric elevation, asin(tan 30°). */
export const HOME_AZIMUTH = (-48 * Math.PI) / 180;
export const HOME_ELEVATION = Math.asin(Math.tan(Math.PI / 6));

export function axesOf({ azimuth, elevation }: Pick<Pose, 'azimuth' | 'elevation'>): Axes {
  const [ca, sa, ce, se] = [Math.cos(azimuth), Math.sin(azimuth), Math.cos(elevation), Math.sin(elevation)];
  return { right: [-sa, ca, 0], up: [-se * ca, -se * sa, ce], towards: [ce * ca, ce * sa, se] };
}

export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Scene point → CSS pixels from the top left of the view. */
export type Projection = (x: number, y: number, z: number) => readonly [number, number];

export function projectionOf(pose: Pose, viewport: Viewport): Projection {
  const { right, up } = axesOf(pose);
  const offsetX = viewport.width / 2 - dot(pose.target, right) * pose.scale;
  const offsetY = viewport.height / 2 + dot(pose.target, up) * pose.scale;
  return (x, y, z) => [
    offsetX + (x * right[0] + y * right[1] + z * right[2]) * pose.scale,
    offsetY - (x * up[0] + y * up[1] + z * up[2]) * pose.scale,
  ];
}

/** The ray behind a CSS pixel; ∥ `towards`, starting `distance` metres before the target. */
export function rayAt(
  pose: Pose,
  viewport: Viewport,
  x: number,
  y: number,
  distance: number,
): { origin: Vec3; direction: Vec3 } {
  const { right, up, towards } = axesOf(pose);
  const alongRight = (x - viewport.width / 2) / pose.scale;
  const alongUp = (viewport.height / 2 - y) / pose.scale;
  const at = (i: 0 | 1 | 2): number =>
    pose.target[i] + right[i] * alongRight + up[i] * alongUp + towards[i] * distance;
  return { origin: [at(0), at(1), at(2)], direction: [-towards[0], -towards[1], -towards[2]] };
}

/**
 * The pose at which all `points` lie inside the viewport less its insets, centred and as large as they can be.
 * @param points x, y, z each; none at all leaves the scale at `maxScale`.
 */
export function fit(
  points: Float32Array,
  angles: Pick<Pose, 'azimuth' | 'elevation'>,
  viewport: Viewport,
  insets: Insets,
  maxScale: number,
): Pose {
  const { right, up, towards } = axesOf(angles);
  const range = (axis: Vec3): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < points.length; i += 3) {
      const at = dot(axis, [points[i] ?? 0, points[i + 1] ?? 0, points[i + 2] ?? 0]);
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    return low > high ? [0, 0] : [low, high];
  };
  const [left, rightmost] = range(right);
  const [bottom, top] = range(up);
  const [far, near] = range(towards);
  const width = Math.max(viewport.width - insets.left - insets.right, viewport.width * 0.2, 1);
  const height = Math.max(viewport.height - insets.top - insets.bottom, viewport.height * 0.2, 1);
  const scale = Math.min(
    width / Math.max(rightmost - left, 1e-3),
    height / Math.max(top - bottom, 1e-3),
    maxScale,
  );
  const alongRight = (left + rightmost) / 2 + (insets.right - insets.left) / 2 / scale;
  const alongUp = (bottom + top) / 2 + (insets.top - insets.bottom) / 2 / scale;
  const alongView = (far + near) / 2;
  const at = (i: 0 | 1 | 2): number => right[i] * alongRight + up[i] * alongUp + towards[i] * alongView;
  return { ...angles, target: [at(0), at(1), at(2)], scale };
}
