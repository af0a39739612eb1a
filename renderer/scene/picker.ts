/**
 * What lies under the pointer: the nearest solid zone by a bounding-volume tree over the full zone polygons (no dead gaps
 * between tiles), and the visible asset nearest to the pointer, unless that zone's floor hides it. Runs on the processor,
 * never reads pixels back.
 */
import { BufferAttribute, BufferGeometry, DoubleSide, Ray } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import { present } from '#shared/base/assert.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { axesOf, dot, rayAt, type Pose, type Vec3, type Viewport } from './framing.ts';
import { triangulate } from './polygon.ts';
import type { SiteShape } from './site-shape.ts';
import type { SceneTarget } from './view.ts';

export interface PickerDeps {
  readonly site: Site;
  readonly shape: SiteShape;
  readonly lift: (row: number) => number;
  readonly solid: (row: number) => boolean;
  readonly assetVisible: (assetIndex: number) => boolean;
  /** Whether a point on the plan is cut away. */
  readonly cut: (x: number, y: number) => boolean;
}

export interface Picker {
  /** CSS pixels in the view; `reachPx`: how far from an asset's middle still counts. */
  pick(pose: Pose, viewport: Viewport, x: number, y: number, reachPx: number): SceneTarget | undefined;
  /** Storeys were lifted: the tree is fitted again at the next pick. */
  liftsChanged(): void;
  dispose(): void;
}

export function createPicker(deps: PickerDeps): Picker {
  const { site, shape } = deps;
  const floor = createFloor(shape);
  let stale = true;
  const ray = new Ray();
  const far = 1 + 4 * Math.hypot(...shape.bounds.max);

  const refit = (): void => {
    const position = floor.geometry.getAttribute('position');
    for (let i = 0; i < position.count; i += 1)
      position.setZ(i, (floor.baseZ[i] ?? 0) + deps.lift(floor.rows[i] ?? 0));
    floor.tree.refit();
    stale = false;
  };
  const zoneHit = (origin: Vec3, direction: Vec3): { zone: number; distance: number } | undefined => {
    ray.origin.set(...origin);
    ray.direction.set(...direction);
    let best: { zone: number; distance: number } | undefined;
    for (const { faceIndex, distance, point } of floor.tree.raycast(ray, DoubleSide)) {
      const zone = floor.zoneOfFace[faceIndex ?? 0] ?? 0;
      if (best && distance >= best.distance) continue;
      if (deps.solid(shape.zoneRows[zone] ?? 0) && !deps.cut(point.x, point.y)) best = { zone, distance };
    }
    return best;
  };
  return {
    pick(pose, viewport, x, y, reachPx) {
      if (stale) refit();
      const { origin, direction } = rayAt(pose, viewport, x, y, far);
      const zone = zoneHit(origin, direction);
      const reachM = reachPx / pose.scale;
      // An asset stands on or above its floor; half a metre of slack for one drawn on it, plus what the reach slants.
      const asset = assetHit(deps, pose, origin, reachM, (zone?.distance ?? Infinity) + 0.5 + reachM * 2);
      if (asset !== undefined) return { kind: 'asset', id: present(site.assets[asset], `asset ${asset}`).id };
      return zone && { kind: 'zone', id: present(site.zones[zone.zone], `zone ${zone.zone}`).id };
    },
    liftsChanged() {
      stale = true;
    },
    dispose: () => floor.geometry.dispose(),
  };
}

/** The rays of an orthographic view are parallel, so "near the pointer" is "inside a cylinder around the ray". */
function assetHit(
  deps: PickerDeps,
  pose: Pose,
  origin: Vec3,
  reachM: number,
  hiddenFrom: number,
): number | undefined {
  const { shape } = deps;
  const { right, up, towards } = axesOf(pose);
  const [originRight, originUp, originTowards] = [dot(origin, right), dot(origin, up), dot(origin, towards)];
  let best: number | undefined;
  let bestSquare = reachM * reachM;
  const at = shape.assetPositions;
  for (let i = 0, j = 0; i < shape.assetRows.length; i += 1, j += 3) {
    if (!deps.assetVisible(i)) continue;
    const row = shape.assetRows[i] ?? 0;
    if (!deps.solid(row)) continue;
    const [x, y, z] = [at[j] ?? 0, at[j + 1] ?? 0, (at[j + 2] ?? 0) + deps.lift(row)];
    const acrossRight = x * right[0] + y * right[1] - originRight;
    if (Math.abs(acrossRight) > reachM) continue;
    const acrossUp = x * up[0] + y * up[1] + z * up[2] - originUp;
    const square = acrossRight * acrossRight + acrossUp * acrossUp;
    if (square > bestSquare) continue;
    const distance = originTowards - (x * towards[0] + y * towards[1] + z * towards[2]);
    if (distance > hiddenFrom || deps.cut(x, y)) continue;
    best = i;
    bestSquare = square;
  }
  return best;
}

/** Never drawn: all zones' full polygons with the zone of each face. */
function createFloor(shape: SiteShape) {
  const corners: number[] = [];
  const baseZ: number[] = [];
  const rows: number[] = [];
  const faces: number[] = [];
  const zoneOfTriangle: number[] = [];
  for (const { zones, floorZ, row } of shape.storeys) {
    for (const { zone, polygon } of zones) {
      const { positions, indices } = triangulate(polygon);
      const first = baseZ.length;
      for (let i = 0; i < positions.length; i += 2) {
        corners.push(positions[i] ?? 0, positions[i + 1] ?? 0, floorZ);
        baseZ.push(floorZ);
        rows.push(row);
      }
      for (const index of indices) faces.push(first + index);
      for (let i = 0; i < indices.length; i += 3) zoneOfTriangle.push(zone.index);
    }
  }
  if (faces.length === 0) {
    // A site without zones: one triangle without extent, far below, so that the tree has something to hold.
    corners.push(0, 0, -1e6, 0, 0, -1e6, 0, 0, -1e6);
    baseZ.push(-1e6, -1e6, -1e6);
    rows.push(0, 0, 0);
    faces.push(0, 1, 2);
    zoneOfTriangle.push(0);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(corners), 3));
  geometry.setIndex(new BufferAttribute(new Uint32Array(faces), 1));
  // `indirect` leaves the index as it is, so a face's number is still its place in `zoneOfTriangle`.
  const tree = new MeshBVH(geometry, { indirect: true });
  return {
    geometry,
    tree,
    baseZ: Float32Array.from(baseZ),
    rows: Uint16Array.from(rows),
    zoneOfFace: Uint32Array.from(zoneOfTriangle),
  };
}
