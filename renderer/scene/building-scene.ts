/**
 * The one owner of the 3D building. It holds the layers, hands each its share of what the window says, and draws when
 * something changed and only then. Everything with a life of its own (canvas, camera, storeys, overlay) is a part beside
 * this file; nothing here knows how a part does its work.
 */
import { ok, type Result } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { moving, showing } from './owner/commands.ts';
import { createParts } from './owner/parts.ts';
import { connectPointer } from './owner/pointer.ts';
import type { BuildingView, SceneOptions, SceneStats } from './view.ts';

export interface BuildingScene extends BuildingView {
  stats(): SceneStats;
}

/** @returns `no-webgl` where the browser gives no graphics context; the host is then as it was before. */
export function createBuildingScene(
  host: HTMLElement,
  site: Site,
  options: SceneOptions,
): Result<BuildingScene, 'no-webgl'> {
  host.classList.add('scene-host');
  const parts = createParts(host, site, options);
  if (!parts.ok) {
    host.classList.remove('scene-host');
    return parts;
  }
  const detach = connectPointer(host, parts.value);
  return ok({
    ...showing(parts.value),
    ...moving(parts.value),
    dispose() {
      const { loop, surface, sharpness, overlay, layers, states, picker, events } = parts.value;
      detach();
      events.clear();
      loop.dispose();
      for (const part of [sharpness, surface, overlay, layers, states, picker]) part.dispose();
      host.classList.remove('scene-host');
    },
  });
}
