/**
 * The site as the scene's layers need it: storeys with their outer outline, anchors of zones and assets, in scene
 * coordinates. Scene coordinates are the site's own (x east, y north, z up, metres) moved so that the building stands
 * around the origin, which keeps 32-bit floats exact to a millimetre wherever the site lies; three's camera is told that
 * z is up (`camera-rig.ts`), so nothing is ever turned. This file is the only place that moves coordinates.
 */
import { present } from '#shared/base/assert.ts';
import { polygonCentroid, polygonContains, type PlanPoint, type Polygon } from '#shared/domain/geometry.ts';
import type { Site, Storey, Zone } from '#shared/domain/site/site.ts';
import { facade, type Outline } from './facade.ts';
import { insidePoint } from './polygon.ts';

export interface StoreyShape {
  readonly storey: Storey;
  /** Position in `Site.storeys`; a storey's row in `storey-states.ts`. */
  readonly row: number;
  readonly floorZ: number;
  readonly heightM: number;
  readonly outlines: readonly Outline[];
  readonly zones: readonly { readonly zone: Zone; readonly polygon: Polygon }[];
  readonly belowGround: boolean;
}

export interface Box3 {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

export interface SiteShape {
  readonly storeys: readonly StoreyShape[];
  /** Zones × 3: a point on the floor inside each zone, by `Zone.index`. */
  readonly zoneAnchors: Float32Array;
  readonly zoneRows: Uint16Array;
  /** Assets × 3, by `Asset.index`. */
  readonly assetPositions: Float32Array;
  readonly assetRows: Uint16Array;
  /** Scene z of the site datum. */
  readonly groundZ: number;
  readonly bounds: Box3;
  /** Site coordinates → scene coordinates. */
  toScene(position: readonly [number, number, number]): readonly [number, number, number];
  /** And back. */
  toSite(position: readonly [number, number, number]): readonly [number, number, number];
}

export function createSiteShape(site: Site): SiteShape {
  const siteBounds = boundsOf(site);
  const origin = [0, 1, 2].map((i) => ((siteBounds.min[i] ?? 0) + (siteBounds.max[i] ?? 0)) / 2) as [
    number,
    number,
    number,
  ];
  const toPlan = ([x, y]: PlanPoint): PlanPoint => [x - origin[0], y - origin[1]];
  const rows = new Map(site.storeys.map((storey, row) => [storey, row]));
  const storeys = site.storeys.map((storey, row): StoreyShape => {
    const zones = storey.zones.map((zone) => ({ zone, polygon: zone.polygon.map(toPlan) }));
    return {
      storey,
      row,
      floorZ: storey.elevationM - origin[2],
      heightM: storey.heightM,
      outlines: facade(zones.map(({ polygon }) => polygon)),
      zones,
      belowGround: storey.elevationM + storey.heightM <= 0.5,
    };
  });
  const zoneAnchors = new Float32Array(site.zones.length * 3);
  for (const { zones, floorZ } of storeys) {
    for (const { zone, polygon } of zones) {
      zoneAnchors.set(
        [...insidePoint(polygon, polygonCentroid(polygon), polygonContains), floorZ],
        zone.index * 3,
      );
    }
  }
  const rowOf = (zone: Zone): number => present(rows.get(zone.storey), `row of storey ${zone.storey.id}`);
  return {
    storeys,
    zoneAnchors,
    zoneRows: Uint16Array.from(site.zones, rowOf),
    assetPositions: Float32Array.from(
      site.assets.flatMap(({ position }) => position.map((at, i) => at - (origin[i] ?? 0))),
    ),
    assetRows: Uint16Array.from(site.assets, (asset) => rowOf(asset.zone)),
    groundZ: -origin[2],
    toScene: ([x, y, z]) => [x - origin[0], y - origin[1], z - origin[2]],
    toSite: ([x, y, z]) => [x + origin[0], y + origin[1], z + origin[2]],
    bounds: {
      min: siteBounds.min.map((at, i) => at - (origin[i] ?? 0)) as [number, number, number],
      max: siteBounds.max.map((at, i) => at - (origin[i] ?? 0)) as [number, number, number],
    },
  };
}

/** Site coordinates; a site without any zone is a 10 m cube, so that there is always something to frame. */
function boundsOf(site: Site): Box3 {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const storey of site.storeys) {
    min[2] = Math.min(min[2], storey.elevationM);
    max[2] = Math.max(max[2], storey.elevationM + storey.heightM);
    for (const [x, y] of storey.zones.flatMap((zone) => zone.polygon)) {
      min[0] = Math.min(min[0], x);
      min[1] = Math.min(min[1], y);
      max[0] = Math.max(max[0], x);
      max[1] = Math.max(max[1], y);
    }
  }
  if (min[0] > max[0]) return { min: [-5, -5, 0], max: [5, 5, 10] };
  return { min, max };
}
