/**
 * The zone tiles: one draw call for all of them. Recolouring writes only the vertices of the zones that changed; telling
 * it the colours it already has writes nothing. Priority-1 zones are red whatever their value.
 */
import { Mesh, type BufferAttribute } from 'three';
import { present } from '#shared/base/assert.ts';
import { mix, parseColor, type Rgb } from '../colors.ts';
import { inset, triangulate } from '../polygon.ts';
import type { SiteShape } from '../site-shape.ts';
import { TILE_INSET_M } from '../tile.ts';
import type { SceneColors } from '../view.ts';
import { createSurfaceWriter } from './geometry-writer.ts';
import { createSurfaceMaterial, type SharedUniforms } from './shading.ts';

/** Above the slab, metres. */
const TILE_LIFT_M = 0.12;

export interface ZonesLayer {
  readonly object: Mesh;
  /** zones × 3; NaN red: neutral. @returns whether anything changed. */
  setColors(colors: Float32Array): boolean;
  /** @returns whether anything changed. */
  setAlarmed(zones: ReadonlySet<number>): boolean;
  setTheme(colors: SceneColors): void;
  dispose(): void;
}

export function createZonesLayer(shape: SiteShape, shared: SharedUniforms, theme: SceneColors): ZonesLayer {
  const { geometry, ranges } = tiles(shape);
  const uBack = { value: parseColor(theme.slab) };
  const material = createSurfaceMaterial(shared, { uBack });
  const object = new Mesh(geometry, material);
  object.frustumCulled = false;
  const attribute = geometry.getAttribute('color') as BufferAttribute;
  const zones = ranges.length;
  let values = new Float32Array(zones * 3).fill(NaN);
  let alarmed: ReadonlySet<number> = new Set();
  let neutral = parseColor(theme.neutral);
  let alarm = alarmTile(theme);

  const paint = (zone: number): void => {
    const [start, end] = present(ranges[zone], `tile of zone ${zone}`);
    const [r, g, b] = alarmed.has(zone) ? alarm : (colorAt(values, zone) ?? neutral);
    for (let i = start; i < end; i += 1) attribute.setXYZ(i, r, g, b);
    attribute.addUpdateRange(start * 4, (end - start) * 4);
    attribute.needsUpdate = true;
  };
  const paintAll = (): void => {
    for (let zone = 0; zone < zones; zone += 1) paint(zone);
    attribute.clearUpdateRanges();
    attribute.addUpdateRange(0, attribute.count * 4);
  };
  paintAll();
  return {
    object,
    setColors(colors) {
      let changed = false;
      const before = values;
      values = Float32Array.from(before, (_, i) => colors[i] ?? NaN);
      for (let zone = 0; zone < zones; zone += 1) {
        if ([0, 1, 2].every((i) => Object.is(before[zone * 3 + i], values[zone * 3 + i]))) continue;
        paint(zone);
        changed = true;
      }
      return changed;
    },
    setAlarmed(next) {
      const before = alarmed;
      alarmed = next;
      const changed = [...new Set([...before, ...next])].filter(
        (zone) => before.has(zone) !== next.has(zone),
      );
      changed.forEach(paint);
      return changed.length > 0;
    },
    setTheme(colors) {
      neutral = parseColor(colors.neutral);
      alarm = alarmTile(colors);
      uBack.value = parseColor(colors.slab);
      paintAll();
    },
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

/** A shade darker than the marks on it, which have to stand out. */
function alarmTile({ priorities, ground }: SceneColors): Rgb {
  return mix(parseColor(priorities[0]), parseColor(ground), 0.18);
}

function colorAt(values: Float32Array, zone: number): Rgb | undefined {
  const [r = NaN, g = NaN, b = NaN] = values.subarray(zone * 3, zone * 3 + 3);
  return Number.isNaN(r) ? undefined : [r, g, b];
}

/** Highest storey first: what is drawn later and lies below is refused by the depth test before it is shaded. */
function tiles(shape: SiteShape): {
  geometry: ReturnType<ReturnType<typeof createSurfaceWriter>['build']>;
  ranges: (readonly [number, number])[];
} {
  const writer = createSurfaceWriter();
  const ranges: (readonly [number, number])[] = [];
  for (const { zones, floorZ, row } of [...shape.storeys].sort((a, b) => b.floorZ - a.floorZ)) {
    for (const { zone, polygon } of zones) {
      const { positions, indices } = triangulate(inset(polygon, TILE_INSET_M));
      const corners: number[] = [];
      for (let i = 0; i < positions.length; i += 2)
        corners.push(positions[i] ?? 0, positions[i + 1] ?? 0, floorZ + TILE_LIFT_M);
      ranges[zone.index] = writer.add(corners, indices, row, [0, 0, 0]);
    }
  }
  return { geometry: writer.build(), ranges };
}
