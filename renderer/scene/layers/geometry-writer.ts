/** Collects many small shapes into one geometry, so that a layer is one draw call. */
import { BufferAttribute, BufferGeometry } from 'three';
import type { Rgb } from '../colors.ts';

export interface SurfaceWriter {
  /** @param corners x, y, z each. @param faces indices into `corners`. @returns first and one-past-last vertex. */
  add(
    corners: readonly number[],
    faces: ArrayLike<number>,
    row: number,
    color: Rgb,
    alpha?: number,
  ): readonly [number, number];
  /** Attributes `position`, `row`, `color`. */
  build(): BufferGeometry;
}

export function createSurfaceWriter(): SurfaceWriter {
  const positions: number[] = [];
  const rows: number[] = [];
  const colors: number[] = [];
  const indices: number[] = [];
  return {
    add(corners, faces, row, [r, g, b], alpha = 1) {
      const first = rows.length;
      for (let i = 0; i < faces.length; i += 1) indices.push(first + (faces[i] ?? 0));
      for (let i = 0; i < corners.length; i += 3) {
        positions.push(corners[i] ?? 0, corners[i + 1] ?? 0, corners[i + 2] ?? 0);
        rows.push(row);
        colors.push(r * 255, g * 255, b * 255, alpha * 255);
      }
      return [first, rows.length];
    },
    build() {
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
      geometry.setAttribute('row', new BufferAttribute(new Float32Array(rows), 1));
      geometry.setAttribute('color', new BufferAttribute(Uint8Array.from(colors, Math.round), 4, true));
      geometry.setIndex(new BufferAttribute(new Uint32Array(indices), 1));
      return geometry;
    },
  };
}

export interface LineWriter {
  /** @param facing outward normal on the plan, or 0 0 to be seen from everywhere. */
  add(
    from: readonly number[],
    to: readonly number[],
    row: number,
    facing: readonly [number, number],
    strength: number,
  ): void;
  /** Attributes `position`, `row`, `facing`, `strength`. */
  build(): BufferGeometry;
}

export function createLineWriter(): LineWriter {
  const positions: number[] = [];
  const rows: number[] = [];
  const facings: number[] = [];
  const strengths: number[] = [];
  return {
    add(from, to, row, facing, strength) {
      positions.push(...from, ...to);
      rows.push(row, row);
      facings.push(...facing, ...facing);
      strengths.push(strength, strength);
    },
    build() {
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
      geometry.setAttribute('row', new BufferAttribute(new Float32Array(rows), 1));
      geometry.setAttribute('facing', new BufferAttribute(new Float32Array(facings), 2));
      geometry.setAttribute('strength', new BufferAttribute(new Float32Array(strengths), 1));
      return geometry;
    },
  };
}
