import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { polygonContains } from '#shared/domain/geometry.ts';
import { createTower } from '#tests/bench/pages/tower.ts';
import { fit, HOME_AZIMUTH, HOME_ELEVATION, projectionOf, rayAt, type Pose } from './framing.ts';
import { createPicker, type PickerDeps } from './picker.ts';
import { createSiteShape } from './site-shape.ts';
import { homePoints } from './target-points.ts';

const site = createTower({ storeys: 5, basements: 1, columns: 4, rows: 3, assets: 120 });
const shape = createSiteShape(site);
const viewport = { width: 1200, height: 800 };
const insets = { top: 0, right: 0, bottom: 0, left: 0 };

function setUp(
  over: Partial<PickerDeps> = {},
  angles = { azimuth: HOME_AZIMUTH, elevation: HOME_ELEVATION },
) {
  const deps: PickerDeps = {
    site,
    shape,
    lift: () => 0,
    solid: () => true,
    assetVisible: () => false,
    cut: () => false,
    ...over,
  };
  const pose = fit(homePoints(shape, deps.lift), angles, viewport, insets, 60);
  return { deps, pose, picker: createPicker(deps) };
}

/** The definition, slowly: every floor's plane, every polygon, the nearest that is solid and not cut away. */
function slowly({ lift, solid, cut }: PickerDeps, pose: Pose, x: number, y: number): string | undefined {
  const { origin, direction } = rayAt(pose, viewport, x, y, 1000);
  let best: { id: string; distance: number } | undefined;
  for (const { zones, floorZ, row } of shape.storeys) {
    const distance = (floorZ + lift(row) - origin[2]) / direction[2];
    const at = [origin[0] + direction[0] * distance, origin[1] + direction[1] * distance] as const;
    if (!solid(row) || cut(...at) || (best && best.distance <= distance)) continue;
    const zone = zones.find(({ polygon }) => polygonContains(polygon, at));
    if (zone) best = { id: zone.zone.id, distance };
  }
  return best?.id;
}

describe('createPicker', () => {
  it('finds the zone that the definition finds, lifted, isolated or cut', () => {
    const spot = fc.record({ x: fc.integer({ min: 0, max: 1200 }), y: fc.integer({ min: 0, max: 800 }) });
    const state = fc.record({
      lift: fc.double({ min: 0, max: 9, noNaN: true }),
      hidden: fc.option(fc.integer({ min: 0, max: 5 })),
      cutAt: fc.option(fc.double({ min: -20, max: 20, noNaN: true })),
      azimuth: fc.double({ min: -4, max: 4, noNaN: true }),
      elevation: fc.double({ min: 0.3, max: 1.4, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(spot, { minLength: 1, maxLength: 20 }),
        state,
        (spots, { lift, hidden, cutAt, ...angles }) => {
          const { deps, pose, picker } = setUp(
            {
              lift: (row) => row * lift,
              solid: (row) => row !== hidden,
              cut: (x) => cutAt !== null && x > cutAt,
            },
            angles,
          );
          for (const { x, y } of spots) {
            // Off by a hair, so that no ray runs exactly along the line between two zones.
            const found = picker.pick(pose, viewport, x + 0.37, y + 0.41, 8);
            expect(found?.id).toBe(slowly(deps, pose, x + 0.37, y + 0.41));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('prefers an asset under the pointer to its zone, and not one that a floor hides', () => {
    const { pose, picker } = setUp({ assetVisible: () => true });
    const project = projectionOf(pose, viewport);
    const spotOf = (index: number): readonly [number, number] => {
      const [x = 0, y = 0, z = 0] = shape.assetPositions.subarray(index * 3, index * 3 + 3);
      return project(x, y, z);
    };
    const top = site.assets.filter(({ zone }) => zone.storey.label === '5F');
    for (const asset of top)
      expect(picker.pick(pose, viewport, ...spotOf(asset.index), 3)).toEqual({ kind: 'asset', id: asset.id });
    const inTheMiddle = site.assets.filter(({ zone }) => zone.storey.label === '2F' && zone.id === '2F-1-1');
    expect(inTheMiddle.length).toBeGreaterThan(0);
    for (const asset of inTheMiddle)
      expect(picker.pick(pose, viewport, ...spotOf(asset.index), 3)?.id).not.toBe(asset.id);
  });

  it('follows the storeys when they are lifted', () => {
    let lifted = 0;
    const { pose, picker } = setUp({ lift: (row) => row * lifted });
    picker.pick(pose, viewport, 600, 400, 8);
    lifted = 6;
    picker.liftsChanged();
    const zone = site.zones.find(({ id }) => id === '5F-1-1');
    const [x = 0, y = 0, z = 0] = shape.zoneAnchors.subarray((zone?.index ?? 0) * 3);
    const spot = projectionOf(pose, viewport)(x, y, z + 5 * 6);
    expect(picker.pick(pose, viewport, ...spot, 8)?.id).toBe('5F-1-1');
  });
});
