import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { useCollection, useLive } from '#renderer/link/hooks.ts';
import type { ScenePerson, SceneTarget } from '#renderer/scene/view.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick } from '#renderer/ui/use-time-texts.ts';
import { peopleOf } from './people-of.ts';

/** A place grows old by itself: looked at this often. */
const LOOK_MS = 10_000;

export interface PeopleShown {
  readonly people: readonly ScenePerson[];
  /** Where a click on one of them leads: to the order, or to the zone of who has none. */
  readonly open: (person: ScenePerson) => void;
}

/** The staff and the open orders, for the building. */
export function usePeople(
  site: Site,
  onTarget: (target: SceneTarget) => void = () => undefined,
  onOrder: (orderId: string) => void = () => undefined,
): PeopleShown {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const live = useLive();
  const staff = useCollection('staff');
  const orders = useCollection('workOrders');
  useTick(LOOK_MS);
  // Made anew with each look: the view draws only what has changed.
  const people = peopleOf(site, staff.values(), orders.values(), language, live.engineNowMs(), {
    status: (status) => t(`status.${status}`),
    state: (state) => t(`state.${state}`),
    stale: t('people.unknownAge'),
  });
  return {
    people,
    open({ kind, id, zoneIndex }) {
      const orderId = kind === 'order' ? id : staff.get(id)?.orderIds[0];
      const zone = site.zones[zoneIndex];
      if (orderId !== undefined) onOrder(orderId);
      else if (zone) onTarget({ kind: 'zone', id: zone.id });
    },
  };
}
