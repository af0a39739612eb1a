/** The HTML layers as one, placed together when the view moved or what they show changed. */
import type { Site } from '#shared/domain/site/site.ts';
import type { SiteShape } from '../site-shape.ts';
import type { Insets, SceneColors, ScenePerson, SceneTarget } from '../view.ts';
import type { Rect } from './marker-layout.ts';
import { createMarkers, type Markers } from './markers.ts';
import { createOutlines, type Outlines } from './outlines.ts';
import { createOverlay, type Placement } from './overlay.ts';
import { createPeople, type People } from './people.ts';
import { createRoutes, type Routes } from './routes.ts';
import { createStoreyLabels, type StoreyLabels } from './storey-labels.ts';

export interface OverlayLayers {
  readonly markers: Markers;
  readonly outlines: Outlines;
  readonly labels: StoreyLabels;
  readonly routes: Routes;
  readonly people: People;
  place(placement: Placement): void;
  setTheme(colors: SceneColors): void;
  setLanguage(language: 'zh' | 'en'): void;
  setLabelScale(scale: number): void;
  dispose(): void;
}

export interface OverlayDeps {
  readonly host: HTMLElement;
  readonly site: Site;
  readonly shape: SiteShape;
  readonly still: boolean;
  readonly clock: () => number;
  readonly insets: () => Insets;
  /** The building's own box on the screen; callouts rather stand beside it. */
  readonly building: () => Rect;
  readonly onTarget: (event: 'select' | 'activate', target: SceneTarget) => void;
  readonly onPerson: (person: ScenePerson) => void;
}

export function createOverlayLayers(deps: OverlayDeps): OverlayLayers {
  const { site, shape, insets, clock, onTarget } = deps;
  const overlay = createOverlay(deps.host, deps.still);
  const routes = createRoutes(overlay, shape);
  const people = createPeople(
    overlay,
    shape,
    (zoneIndex) => site.zones[zoneIndex]?.storey.elevationM ?? 0,
    deps.onPerson,
  );
  const outlines = createOutlines(overlay, site, shape);
  const labels = createStoreyLabels(overlay, shape, onTarget);
  const avoid = (): readonly Rect[] => [...labels.rects(), ...routes.rects(), deps.building()];
  const markers = createMarkers(overlay, { site, shape, insets, clock, avoid, onTarget });
  return {
    markers,
    outlines,
    labels,
    routes,
    people,
    place(placement) {
      routes.place(placement);
      people.place(placement);
      outlines.place(placement);
      labels.place(placement);
      markers.place(placement);
    },
    setTheme: overlay.setTheme,
    setLanguage(language) {
      labels.setLanguage(language);
      markers.setLanguage(language);
    },
    setLabelScale(scale) {
      overlay.setLabelScale(scale);
      labels.setLabelScale(scale);
      routes.setLabelScale(scale);
      markers.setLabelScale(scale);
    },
    dispose: overlay.dispose,
  };
}
