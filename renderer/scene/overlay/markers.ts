/** Alarms as HTML over the building: a pin each, or one pin with a count where they would touch, and callouts for the worst. */
import { present } from '#shared/base/assert.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { SiteShape } from '../site-shape.ts';
import type { Insets, SceneMarker, SceneTarget } from '../view.ts';
import { createCallout, createPin, type CalloutElement, type PinElement } from './marker-elements.ts';
import { layoutMarkers, type LayoutMarker, type Pin, type Rect } from './marker-layout.ts';
import { createPath, pathOf, type Overlay, type OverlayLayer, type Placement } from './overlay.ts';

/** CSS pixels at label scale 1; wide enough for a shape and a count. */
export const PIN_PX = { width: 46, height: 26 };
const MAX_CALLOUTS = 4;

export interface MarkersDeps {
  readonly site: Site;
  readonly shape: SiteShape;
  readonly insets: () => Insets;
  readonly clock: () => number;
  /** What callouts keep off besides each other. */
  readonly avoid: () => readonly Rect[];
  readonly onTarget: (event: 'select' | 'activate', target: SceneTarget) => void;
}

export interface Markers extends OverlayLayer {
  setMarkers(markers: readonly SceneMarker[]): void;
  setLanguage(language: 'zh' | 'en'): void;
  setLabelScale(scale: number): void;
}

export function createMarkers(overlay: Overlay, deps: MarkersDeps): Markers {
  const { site, shape } = deps;
  const leaders = [1, 2].map((priority) => createPath(overlay.drawing, `scene-leader scene-p${priority}`));
  const pins: PinElement[] = [];
  const callouts: CalloutElement[] = [];
  const measure = createCallout(overlay.root, deps.onTarget);
  let markers: readonly SceneMarker[] = [];
  let language: 'zh' | 'en' = 'zh';
  let scale = 1;
  const slots = new Map<string, number>();
  const keyOf = (marker: number): string => `${markers[marker]?.zoneIndex}/${markers[marker]?.assetIndex}`;

  const pinAt = (i: number): PinElement => (pins[i] ??= createPin(overlay.root, deps.clock, deps.onTarget));
  const calloutAt = (i: number): CalloutElement =>
    (callouts[i] ??= createCallout(overlay.root, deps.onTarget));

  const show = (layout: readonly Pin[]): void => {
    const lines = ['', ''];
    let used = 0;
    layout.forEach((pin, i) => {
      const marker = present(markers[pin.lead], 'lead of a pin');
      const members = pin.members.map((member) => present(markers[member], 'member of a pin'));
      pinAt(i).show(pin, marker, members, targetOf(marker, site), language);
      if (!pin.callout) return;
      calloutAt(used).show(pin.callout.rect, marker, targetOf(marker, site));
      used += 1;
      slots.set(keyOf(pin.lead), pin.callout.slot);
      const from = [pin.rect.x + pin.rect.width / 2, pin.rect.y + pin.rect.height / 2] as const;
      lines[marker.priority === 1 ? 0 : 1] += pathOf([from, pin.callout.joint], false);
    });
    for (const unused of [...pins.slice(layout.length), ...callouts.slice(used)]) unused.hide();
    leaders.forEach((leader, i) => leader.set(lines[i] ?? ''));
  };
  return {
    setMarkers(next) {
      markers = next;
      measure.forget();
    },
    setLanguage(next) {
      language = next;
    },
    setLabelScale(next) {
      scale = next;
      measure.forget();
    },
    place(placement) {
      show(
        layoutMarkers({
          markers: spotsOf(markers, shape, placement),
          viewport: placement.viewport,
          insets: deps.insets(),
          pinSize: { width: PIN_PX.width * scale, height: PIN_PX.height * scale },
          calloutSize: (marker) => measure.sizeOf(present(markers[marker], 'marker of a callout')),
          maxCallouts: MAX_CALLOUTS,
          scale,
          avoid: deps.avoid(),
          previousSlot: (marker) => slots.get(keyOf(marker)),
        }),
      );
    },
  };
}

function spotsOf(
  markers: readonly SceneMarker[],
  shape: SiteShape,
  { project, lift }: Placement,
): LayoutMarker[] {
  return markers.map(({ assetIndex, zoneIndex, priority, unacknowledged }) => {
    const [all, i] =
      assetIndex === undefined ? [shape.zoneAnchors, zoneIndex * 3] : [shape.assetPositions, assetIndex * 3];
    const [x, y] = project(
      all[i] ?? 0,
      all[i + 1] ?? 0,
      (all[i + 2] ?? 0) + lift(shape.zoneRows[zoneIndex] ?? 0),
    );
    return { x, y, priority, unacknowledged };
  });
}

export function targetOf({ assetIndex, zoneIndex }: SceneMarker, site: Site): SceneTarget {
  if (assetIndex === undefined)
    return { kind: 'zone', id: present(site.zones[zoneIndex], `zone ${zoneIndex} of a marker`).id };
  return { kind: 'asset', id: present(site.assets[assetIndex], `asset ${assetIndex} of a marker`).id };
}
