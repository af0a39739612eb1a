/** Slabs, the glass of the façade and its hairlines: three draw calls. */
import { Group, LineSegments, Mesh } from 'three';
import { mix, parseColor, type Rgb } from '../colors.ts';
import { edgesOf } from '../facade.ts';
import { triangulate } from '../polygon.ts';
import type { SiteShape, StoreyShape } from '../site-shape.ts';
import type { SceneColors } from '../view.ts';
import {
  createLineWriter,
  createSurfaceWriter,
  type LineWriter,
  type SurfaceWriter,
} from './geometry-writer.ts';
import { createLineMaterial, createSurfaceMaterial, type SharedUniforms } from './shading.ts';

const SLAB_M = 0.3;
const QUAD = [0, 1, 2, 0, 2, 3];

export interface ShellLayer {
  readonly object: Group;
  setTheme(colors: SceneColors): void;
  dispose(): void;
}

/** Bakes the colours in, so a change of theme builds it anew: that happens once in a shift. */
export function createShellLayer(shape: SiteShape, shared: SharedUniforms, theme: SceneColors): ShellLayer {
  const object = new Group();
  let built = build(shape, shared, theme);
  object.add(...built);
  const clear = (): void => {
    for (const part of built) {
      part.geometry.dispose();
      part.material.dispose();
    }
    object.clear();
  };
  return {
    object,
    setTheme(colors) {
      clear();
      built = build(shape, shared, colors);
      object.add(...built);
    },
    dispose: clear,
  };
}

function build(shape: SiteShape, shared: SharedUniforms, theme: SceneColors) {
  const slabs = createSurfaceWriter();
  const glass = createSurfaceWriter();
  const lines = createLineWriter();
  const slabColor = parseColor(theme.slab);
  const sideColor = mix(slabColor, parseColor(theme.line), 0.7);
  const glassColor = parseColor(theme.glass);
  for (const storey of [...shape.storeys].sort((a, b) => b.floorZ - a.floorZ)) {
    addSlab(slabs, storey, slabColor, sideColor);
    addGlass(glass, storey, glassColor);
    addLines(lines, storey);
  }
  const [r, g, b] = glassColor;
  const slabMesh = new Mesh(slabs.build(), createSurfaceMaterial(shared, { uBack: { value: slabColor } }));
  const glassMesh = new Mesh(
    glass.build(),
    createSurfaceMaterial(shared, { uBack: { value: glassColor } }, { transparent: true, depthWrite: false }),
  );
  const lineMesh = new LineSegments(
    lines.build(),
    createLineMaterial(shared, { uLine: { value: [r, g, b, 0.42] } }),
  );
  glassMesh.renderOrder = 2;
  lineMesh.renderOrder = 3;
  const parts = [slabMesh, glassMesh, lineMesh];
  for (const part of parts) part.frustumCulled = false;
  return parts;
}

function addSlab(
  writer: SurfaceWriter,
  { zones, outlines, floorZ, row }: StoreyShape,
  top: Rgb,
  side: Rgb,
): void {
  for (const { polygon } of zones) {
    const { positions, indices } = triangulate(polygon);
    const corners: number[] = [];
    for (let i = 0; i < positions.length; i += 2)
      corners.push(positions[i] ?? 0, positions[i + 1] ?? 0, floorZ);
    writer.add(corners, indices, row, top);
  }
  for (const [[ax, ay], [bx, by]] of outlines.flatMap(edgesOf)) {
    const under = floorZ - SLAB_M;
    writer.add([ax, ay, under, bx, by, under, bx, by, floorZ, ax, ay, floorZ], QUAD, row, side);
  }
}

/** Only outward faces are drawn, so the glass nearest the viewer is the glass one sees. */
function addGlass(
  writer: SurfaceWriter,
  { outlines, floorZ, heightM, row, belowGround }: StoreyShape,
  color: Rgb,
): void {
  for (const [[ax, ay], [bx, by]] of outlines.flatMap(edgesOf)) {
    const top = floorZ + heightM;
    const corners = [ax, ay, floorZ, bx, by, floorZ, bx, by, top, ax, ay, top];
    // Two faces at a corner differ a little, as they would in daylight from the south.
    const alpha =
      (belowGround ? 0.02 : 0.05) + 0.015 * Math.max(0, (by - ay) / (Math.hypot(bx - ax, by - ay) || 1));
    writer.add(corners, QUAD, row, color, alpha);
  }
}

function addLines(writer: LineWriter, { outlines, floorZ, heightM, row, belowGround }: StoreyShape): void {
  const strength = belowGround ? 0.55 : 1;
  for (const [[ax, ay], [bx, by]] of outlines.flatMap(edgesOf)) {
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const facing = [(by - ay) / length, -(bx - ax) / length] as const;
    const top = floorZ + heightM;
    writer.add([ax, ay, floorZ], [bx, by, floorZ], row, [0, 0], strength * 0.7);
    writer.add([ax, ay, top], [bx, by, top], row, facing, strength * 0.5);
    writer.add([ax, ay, floorZ], [ax, ay, top], row, facing, strength);
    writer.add([bx, by, floorZ], [bx, by, top], row, facing, strength);
  }
}
