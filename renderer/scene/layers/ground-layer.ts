/** Where the ground is: a faint grid around the building, so that basements read as below it. One draw call. */
import { LineSegments } from 'three';
import { parseColor } from '../colors.ts';
import type { SiteShape } from '../site-shape.ts';
import type { SceneColors } from '../view.ts';
import { createLineWriter } from './geometry-writer.ts';
import { createLineMaterial, type SharedUniforms } from './shading.ts';

const CELL_M = 10;
const MARGIN_CELLS = 1;

export interface GroundLayer {
  readonly object: LineSegments;
  setTheme(colors: SceneColors): void;
  dispose(): void;
}

export function createGroundLayer(shape: SiteShape, shared: SharedUniforms, theme: SceneColors): GroundLayer {
  const writer = createLineWriter();
  const { min, max } = shape.bounds;
  const from = [min[0], min[1]].map((at) => (Math.floor(at / CELL_M) - MARGIN_CELLS) * CELL_M) as [
    number,
    number,
  ];
  const to = [max[0], max[1]].map((at) => (Math.ceil(at / CELL_M) + MARGIN_CELLS) * CELL_M) as [
    number,
    number,
  ];
  // A site of kilometres gets wider cells, never thousands of lines.
  const step = CELL_M * Math.max(1, Math.ceil(Math.max(to[0] - from[0], to[1] - from[1]) / CELL_M / 60));
  const z = shape.groundZ;
  const strength = (at: number, low: number, high: number): number =>
    at === low || at + step > high ? 1 : 0.4;
  for (let x = from[0]; x <= to[0]; x += step)
    writer.add([x, from[1], z], [x, to[1], z], -1, [0, 0], strength(x, from[0], to[0]));
  for (let y = from[1]; y <= to[1]; y += step)
    writer.add([from[0], y, z], [to[0], y, z], -1, [0, 0], strength(y, from[1], to[1]));
  const uLine = { value: [0, 0, 0, 0] };
  const geometry = writer.build();
  const material = createLineMaterial(shared, { uLine });
  const object = new LineSegments(geometry, material);
  object.frustumCulled = false;
  object.renderOrder = 1;
  const setTheme = (colors: SceneColors): void => {
    uLine.value = [...parseColor(colors.line), 0.55];
  };
  setTheme(theme);
  return {
    object,
    setTheme,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}
