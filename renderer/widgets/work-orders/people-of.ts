/** Where the staff and the open orders are, as marks of the building. */
import { polygonCentroid } from '#shared/domain/geometry.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { StaffMemberState } from '#shared/domain/staff/staff.ts';
import { isFinished, isUnderWay } from '#shared/domain/work-order/work-order.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import type { ScenePerson } from '#renderer/scene/view.ts';
import type { Language } from './names.ts';

export interface PeopleWords {
  readonly status: (status: StaffMemberState['status']) => string;
  readonly state: (state: WorkOrderView['order']['state']) => string;
  readonly stale: string;
}

/** Who is off is at home; an order with an alarm of its own is marked by that already. */
export function peopleOf(
  site: Site,
  staff: Iterable<StaffMemberState>,
  orders: Iterable<WorkOrderView>,
  language: Language,
  nowMs: number,
  words: PeopleWords,
): ScenePerson[] {
  const staleMs = site.document.dispatch.placeStaleS * 1000;
  const people = [...staff].flatMap((person): ScenePerson[] => {
    const { place, status } = person;
    const zone = place && site.zoneById.get(place.zoneId);
    if (!zone || status === 'off') return [];
    const stale = place.atMs === undefined || nowMs - place.atMs > staleMs;
    const name = person.name[language];
    return [
      {
        kind: 'person',
        id: person.id,
        zoneIndex: zone.index,
        position: place.position,
        label: name,
        title: [name, words.status(status), stale ? words.stale : undefined].filter(Boolean).join(' · '),
        active: status === 'busy',
        stale,
      },
    ];
  });
  const work = [...orders].flatMap(({ order }): ScenePerson[] => {
    const zone = site.zoneById.get(order.zoneId);
    if (!zone || isFinished(order) || order.source.from === 'alarm') return [];
    const asset = order.assetId === undefined ? undefined : site.assetById.get(order.assetId);
    const [x, y] = asset?.position ?? polygonCentroid(zone.polygon);
    return [
      {
        kind: 'order',
        id: order.id,
        zoneIndex: zone.index,
        position: [x, y],
        label: order.title[language],
        title: `${order.id} · ${order.title[language]} · ${words.state(order.state)}`,
        active: isUnderWay(order),
        stale: false,
      },
    ];
  });
  return [...people, ...work];
}
