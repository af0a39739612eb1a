import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Site } from '#shared/domain/site/site.ts';
import { createBuildingScene } from '#renderer/scene/building-scene.ts';
import { createPlanView } from '#renderer/scene/plan-view.ts';
import type { BuildingView, SceneEvents, SceneOptions } from '#renderer/scene/view.ts';

export interface BuildingListeners {
  onSelect(target: SceneEvents['select']): void;
  onActivate(target: SceneEvents['activate']): void;
  onHover(hover: SceneEvents['hover']): void;
  onPerson(person: SceneEvents['person']): void;
}

export interface ShownBuilding {
  readonly view: BuildingView;
  /** `plan`: there is no WebGL here. */
  readonly kind: '3d' | 'plan';
}

/**
 * A building in `host`, for as long as the site stays the same. Falls back to the plans where WebGL is missing or does not
 * come back. Language, colours and label scale are set on the living view by the caller, not by building it anew.
 */
export function useBuildingView(
  host: RefObject<HTMLElement | null>,
  site: Site,
  options: Pick<SceneOptions, 'language' | 'colors' | 'labelScale' | 'still' | 'insets'>,
  listeners: BuildingListeners,
): ShownBuilding | undefined {
  const [shown, setShown] = useState<ShownBuilding>();
  const [noWebGl, setNoWebGl] = useState(false);
  const latest = useRef({ options, listeners });
  useEffect(() => {
    latest.current = { options, listeners };
  });
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const sceneOptions: SceneOptions = {
      ...latest.current.options,
      clock: () => performance.now(),
      requestFrame: (callback) => requestAnimationFrame(callback),
      cancelFrame: (handle) => cancelAnimationFrame(handle),
    };
    const scene = noWebGl ? undefined : createBuildingScene(element, site, sceneOptions);
    const building: ShownBuilding = scene?.ok
      ? { view: scene.value, kind: '3d' }
      : { view: createPlanView(element, site, sceneOptions), kind: 'plan' };
    building.view.on('select', (target) => latest.current.listeners.onSelect(target));
    building.view.on('activate', (target) => latest.current.listeners.onActivate(target));
    building.view.on('hover', (hover) => latest.current.listeners.onHover(hover));
    building.view.on('person', (person) => latest.current.listeners.onPerson(person));
    building.view.on('context', (state) => {
      if (state === 'failed') setNoWebGl(true);
    });
    setShown(building);
    return () => {
      setShown(undefined);
      building.view.dispose();
    };
  }, [host, site, noWebGl]);
  return shown;
}
