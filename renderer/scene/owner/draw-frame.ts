/** One frame: animations move on, the overlay follows, and the canvas is drawn if its pixels are wrong. */
import type { Scene } from 'three';
import type { CameraRig } from '../camera-rig.ts';
import { axesOf, projectionOf } from '../framing.ts';
import type { Dirty } from '../frame-loop.ts';
import { setTowards } from '../layers/shading.ts';
import type { Rect } from '../overlay/marker-layout.ts';
import type { SiteShape } from '../site-shape.ts';
import type { StoreyStates } from '../storey-states.ts';
import { homePoints } from '../target-points.ts';
import type { Parts } from './parts.ts';
import { standsStill } from './stillness.ts';

/** @returns whether an animation is still running. */
export function drawFrame(parts: Parts, scene: Scene, dirty: ReadonlySet<Dirty>): boolean {
  const { options, states, rig, picker, layers, overlay, surface, now } = parts;
  const startedMs = options.clock();
  if (states.advance(startedMs)) picker.liftsChanged();
  rig.advance(startedMs);
  const pose = rig.pose();
  const viewport = rig.viewport();
  const { lift, solid } = states;
  overlay.place({ project: projectionOf(pose, viewport), viewport, lift, solid, section: now.section });
  // While the context is lost the overlay lives on: alarms are still seen.
  if (dirty.has('canvas') && !surface.lost()) {
    if (!standsStill(options)()) surface.setSharpness(parts.sharpness.next(states.moving() || rig.moving()));
    setTowards(layers.uniforms, axesOf(pose));
    layers.assets.setScale(pose.scale, surface.pixelRatio(), now.labelScale);
    now.drawCalls = surface.draw(scene, rig.camera);
    now.framesDrawn += 1;
  }
  now.scriptMs = options.clock() - startedMs;
  return states.moving() || rig.moving();
}

/** The building on the screen, CSS pixels. */
export function screenBox(rig: CameraRig, shape: SiteShape, states: StoreyStates): Rect {
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
