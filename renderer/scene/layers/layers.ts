/** The WebGL layers as one: what each is told, and in which order they are drawn (`renderOrder` in each). */
import type { Scene } from 'three';
import type { Site } from '#shared/domain/site/site.ts';
import type { SiteShape } from '../site-shape.ts';
import type { StoreyStates } from '../storey-states.ts';
import type { SceneColors } from '../view.ts';
import { createAlarmLayer, type AlarmLayer } from './alarm-layer.ts';
import { createAssetsLayer, type AssetsLayer } from './assets-layer.ts';
import { createGroundLayer } from './ground-layer.ts';
import { createSharedUniforms, type SharedUniforms } from './shading.ts';
import { createShellLayer } from './shell-layer.ts';
import { createZonesLayer, type ZonesLayer } from './zones-layer.ts';

export interface Layers {
  readonly uniforms: SharedUniforms;
  readonly zones: ZonesLayer;
  readonly assets: AssetsLayer;
  readonly alarms: AlarmLayer;
  setTheme(colors: SceneColors): void;
  dispose(): void;
}

export function createLayers(
  scene: Scene,
  site: Site,
  shape: SiteShape,
  states: StoreyStates,
  theme: SceneColors,
): Layers {
  const uniforms = createSharedUniforms(states.texture);
  const zones = createZonesLayer(shape, uniforms, theme);
  const shell = createShellLayer(shape, uniforms, theme);
  const ground = createGroundLayer(shape, uniforms, theme);
  const alarms = createAlarmLayer(shape, uniforms, theme);
  const assets = createAssetsLayer(site, shape, uniforms, theme);
  const all = [zones, shell, ground, alarms, assets];
  scene.add(...all.map(({ object }) => object));
  // Everything is already where it belongs: no matrix is computed again at each frame.
  scene.matrixWorldAutoUpdate = false;
  return {
    uniforms,
    zones,
    assets,
    alarms,
    setTheme(colors) {
      for (const layer of all) layer.setTheme(colors);
    },
    dispose() {
      scene.clear();
      for (const layer of all) layer.dispose();
    },
  };
}
