/** Alarm pins over the plans: the same elements and the same promise never to overlap as over the 3D building. */
import { present } from '#shared/base/assert.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { createPin, type PinElement } from '../overlay/marker-elements.ts';
import { layoutMarkers, type LayoutMarker } from '../overlay/marker-layout.ts';
import { PIN_PX, targetOf } from '../overlay/markers.ts';
import type { SiteShape } from '../site-shape.ts';
import type { SceneMarker, SceneTarget } from '../view.ts';
import type { PlanCard } from './plan-card.ts';

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };

export interface PlanPins {
  setMarkers(markers: readonly SceneMarker[]): void;
  setLanguage(language: 'zh' | 'en'): void;
  setLabelScale(scale: number): void;
  /** Puts every pin where its sheet now is. */
  place(): void;
}

export function createPlanPins(
  cards: readonly PlanCard[],
  site: Site,
  shape: SiteShape,
  clock: () => number,
  onTarget: (event: 'select' | 'activate', target: SceneTarget) => void,
): PlanPins {
  const pins = new Map<PlanCard, PinElement[]>(cards.map((card) => [card, []]));
  let markers: readonly SceneMarker[] = [];
  let language: 'zh' | 'en' = 'zh';
  let scale = 1;

  const placeOn = (card: PlanCard, own: readonly SceneMarker[]): void => {
    const elements = present(pins.get(card), 'pins of a card');
    const { clientWidth: width, clientHeight: height } = card.sheet;
    const layout = layoutMarkers({
      markers: own.map((marker) => spotOf(marker, card, shape)),
      viewport: { width, height },
      insets: NO_INSETS,
      pinSize: { width: PIN_PX.width * scale, height: PIN_PX.height * scale },
      calloutSize: () => PIN_PX,
      maxCallouts: 0,
      scale,
      avoid: [],
      previousSlot: () => undefined,
    });
    layout.forEach((pin, i) => {
      const lead = present(own[pin.lead], 'lead of a pin');
      const members = pin.members.map((member) => present(own[member], 'member of a pin'));
      const element = (elements[i] ??= createPin(card.sheet, clock, onTarget));
      element.show(pin, lead, members, targetOf(lead, site), language);
    });
    for (const unused of elements.slice(layout.length)) unused.hide();
  };
  return {
    setMarkers(next) {
      markers = next;
      for (const card of cards) {
        const own = markers.filter(({ zoneIndex }) => shape.zoneRows[zoneIndex] === card.storey.row);
        const urgent = new Set(own.flatMap(({ priority, zoneIndex }) => (priority === 1 ? [zoneIndex] : [])));
        for (const { zone } of card.storey.zones)
          card.markZone(zone.index, 'plan-zone-alarmed', urgent.has(zone.index));
        card.element.classList.toggle('plan-card-alarmed', urgent.size > 0);
      }
    },
    setLanguage(next) {
      language = next;
    },
    setLabelScale(next) {
      scale = next;
    },
    place() {
      for (const card of cards) {
        placeOn(
          card,
          markers.filter(({ zoneIndex }) => shape.zoneRows[zoneIndex] === card.storey.row),
        );
      }
    },
  };
}

function spotOf(marker: SceneMarker, card: PlanCard, shape: SiteShape): LayoutMarker {
  const { assetIndex, zoneIndex, priority, unacknowledged } = marker;
  const [all, i] =
    assetIndex === undefined ? [shape.zoneAnchors, zoneIndex * 3] : [shape.assetPositions, assetIndex * 3];
  const [x, y] = card.project(all[i] ?? 0, all[i + 1] ?? 0);
  return { x, y, priority, unacknowledged };
}
