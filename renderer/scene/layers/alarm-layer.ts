/** The volume of each zone with a priority-1 alarm, filled red from floor to ceiling: one draw call, none without one. */
import { BufferGeometry, Mesh } from 'three';
import { parseColor } from '../colors.ts';
import { inset } from '../polygon.ts';
import type { SiteShape } from '../site-shape.ts';
import type { SceneColors } from '../view.ts';
import { createSurfaceWriter } from './geometry-writer.ts';
import { createSurfaceMaterial, type SharedUniforms } from './shading.ts';
import { TILE_INSET_M } from '../tile.ts';

const QUAD = [0, 1, 2, 0, 2, 3];
const WALL_ALPHA = 0.3;
/** Of the storey's height: the wall ends below the slab above, so that the two do not flicker. */
export const VOLUME_HEIGHT = 0.92;

export interface AlarmLayer {
  readonly object: Mesh;
  setAlarmed(zones: ReadonlySet<number>): void;
  setTheme(colors: SceneColors): void;
  dispose(): void;
}

export function createAlarmLayer(shape: SiteShape, shared: SharedUniforms, theme: SceneColors): AlarmLayer {
  const material = createSurfaceMaterial(
    shared,
    { uBack: { value: [0, 0, 0] } },
    { transparent: true, depthWrite: false },
  );
  const object = new Mesh(new BufferGeometry(), material);
  object.frustumCulled = false;
  object.renderOrder = 4;
  object.visible = false;
  let alarmed: ReadonlySet<number> = new Set();
  let color = parseColor(theme.priorities[0]);
  const rebuild = (): void => {
    const writer = createSurfaceWriter();
    for (const { zones, floorZ, heightM, row } of shape.storeys) {
      for (const { zone, polygon } of zones) {
        if (!alarmed.has(zone.index)) continue;
        const outline = inset(polygon, TILE_INSET_M);
        outline.forEach(([ax, ay], i) => {
          const [bx, by] = outline[(i + 1) % outline.length] ?? [ax, ay];
          const top = floorZ + heightM * VOLUME_HEIGHT;
          writer.add(
            [ax, ay, floorZ, bx, by, floorZ, bx, by, top, ax, ay, top],
            QUAD,
            row,
            color,
            WALL_ALPHA,
          );
        });
      }
    }
    object.geometry.dispose();
    object.geometry = writer.build();
    object.visible = alarmed.size > 0;
  };
  return {
    object,
    setAlarmed(zones) {
      alarmed = zones;
      rebuild();
    },
    setTheme(colors) {
      color = parseColor(colors.priorities[0]);
      rebuild();
    },
    dispose() {
      object.geometry.dispose();
      material.dispose();
    },
  };
}
