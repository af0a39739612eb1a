/** What the camera has to bring into view, as points in scene coordinates, x y z each. */
import type { Site } from '#shared/domain/site/site.ts';
import type { SiteShape, StoreyShape } from './site-shape.ts';
import type { SceneTarget } from './view.ts';

type Lift = (row: number) => number;

/** Every façade corner at floor and ceiling, where the storeys are going to be. */
export function homePoints({ storeys, bounds }: SiteShape, lift: Lift): Float32Array {
  const points = storeys.flatMap((storey) => cornersOf(storey, lift));
  return new Float32Array(points.length > 0 ? points : [...bounds.min, ...bounds.max]);
}

/** Empty for a target that this site does not have. */
export function pointsOf(
  target: SceneTarget,
  site: Site,
  { storeys, zoneRows, assetRows, assetPositions }: SiteShape,
  lift: Lift,
): Float32Array {
  if (target.kind === 'storey') {
    const storey = storeys.find((candidate) => candidate.storey.id === target.id);
    return new Float32Array(storey ? cornersOf(storey, lift) : []);
  }
  if (target.kind === 'zone') {
    const zone = site.zoneById.get(target.id);
    const storey = zone && storeys[zoneRows[zone.index] ?? -1];
    const found = storey?.zones.find((candidate) => candidate.zone === zone);
    if (!storey || !found) return new Float32Array();
    const z = storey.floorZ + lift(storey.row);
    return new Float32Array(found.polygon.flatMap(([x, y]) => [x, y, z, x, y, z + storey.heightM]));
  }
  const asset = site.assetById.get(target.id);
  if (!asset) return new Float32Array();
  const at = assetPositions.slice(asset.index * 3, asset.index * 3 + 3);
  at[2] = (at[2] ?? 0) + lift(assetRows[asset.index] ?? 0);
  return at;
}

function cornersOf({ outlines, floorZ, heightM, row }: StoreyShape, lift: Lift): number[] {
  const z = floorZ + lift(row);
  return outlines.flatMap(({ points }) => points.flatMap(([x, y]) => [x, y, z, x, y, z + heightM]));
}
