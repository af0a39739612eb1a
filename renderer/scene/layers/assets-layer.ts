/**
 * Every asset as a symbol, one draw call for thousands (points: in software rendering 5,000 of them cost nearly nothing,
 * 5,000 spheres 130 ms). Far away a dot, near by its marker's shape; its state changes the shape, not the colour alone.
 */
import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  Points,
  Vector3,
} from 'three';
import type { Site } from '#shared/domain/site/site.ts';
import { parseColor } from '../colors.ts';
import type { SiteShape } from '../site-shape.ts';
import type { AssetsState, SceneColors } from '../view.ts';
import { CELLS, drawAtlas, MARKER_COLUMNS } from './asset-atlas.ts';
import { createPointMaterial, type SharedUniforms } from './shading.ts';

const LOOK = 4;

export interface AssetsLayer {
  readonly object: Points;
  /** @returns whether anything changed. */
  setState(state: AssetsState): boolean;
  visible(assetIndex: number): boolean;
  /** CSS pixels a metre, and device pixels a CSS pixel. */
  setScale(scale: number, pixelRatio: number, labelScale: number): void;
  setTheme(colors: SceneColors): void;
  dispose(): void;
}

/** CSS pixels: about half a metre wide, but always to be seen and never in the way. */
export function symbolSize(scale: number, labelScale: number): number {
  return Math.min(20, Math.max(3.5, 0.5 * scale)) * Math.max(1, labelScale * 0.85);
}

export function createAssetsLayer(
  site: Site,
  shape: SiteShape,
  shared: SharedUniforms,
  theme: SceneColors,
): AssetsLayer {
  const { geometry, look, attribute } = symbols(site, shape);
  const atlas = atlasTexture();
  const uSizePx = { value: 4 };
  const uPalette = { value: [new Vector3(), new Vector3(), new Vector3(), new Vector3()] };
  const material = createPointMaterial(shared, {
    uSizePx,
    uPalette,
    uAtlas: { value: atlas },
    uCells: { value: CELLS },
  });
  const object = new Points(geometry, material);
  object.frustumCulled = false;
  object.renderOrder = 5;
  object.visible = false;

  const setTheme = (colors: SceneColors): void => {
    const palette = [colors.textMuted, colors.text, colors.textMuted, colors.textMuted];
    palette.forEach((css, i) => uPalette.value[i]?.set(...parseColor(css)));
  };
  setTheme(theme);
  return {
    object,
    setState({ visibleDisciplines, status }) {
      let changed = false;
      let any = false;
      site.assets.forEach((asset, i) => {
        const shown = visibleDisciplines.has(asset.discipline) ? 1 : 0;
        const state = status[i] ?? 0;
        any ||= shown === 1;
        if (look[i * LOOK + 1] === state && look[i * LOOK + 2] === shown) return;
        look[i * LOOK + 1] = state;
        look[i * LOOK + 2] = shown;
        changed = true;
      });
      object.visible = any;
      if (changed) attribute.needsUpdate = true;
      return changed;
    },
    visible: (assetIndex) => look[assetIndex * LOOK + 2] === 1,
    setScale(scale, pixelRatio, labelScale) {
      uSizePx.value = symbolSize(scale, labelScale) * pixelRatio;
    },
    setTheme,
    dispose() {
      geometry.dispose();
      material.dispose();
      atlas.dispose();
    },
  };
}

function symbols(site: Site, shape: SiteShape) {
  const look = new Uint8Array(site.assets.length * LOOK);
  site.assets.forEach((asset, i) => {
    look[i * LOOK] = MARKER_COLUMNS.indexOf(asset.marker);
  });
  const geometry = new BufferGeometry();
  const attribute = new BufferAttribute(look, LOOK);
  geometry.setAttribute('position', new BufferAttribute(shape.assetPositions, 3));
  geometry.setAttribute('row', new BufferAttribute(Float32Array.from(shape.assetRows), 1));
  geometry.setAttribute('look', attribute);
  return { geometry, look, attribute };
}

function atlasTexture(): CanvasTexture {
  const atlas = new CanvasTexture(drawAtlas());
  atlas.flipY = false;
  atlas.minFilter = LinearMipmapLinearFilter;
  atlas.magFilter = LinearFilter;
  return atlas;
}
