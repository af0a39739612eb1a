import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asset, Site } from '#shared/domain/site/site.ts';
import { ANY_ORDER } from '#shared/domain/work-order/search.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { useCollection, useLive, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './AssetOrders.module.css';
import { personName } from './names.ts';
import type { WorkOrderPorts } from './ports.ts';

const MOST = 8;

/** The last orders of an asset, open ones first, also those that windows no longer hold. */
export function AssetOrders({
  site,
  asset,
  ports,
}: {
  readonly site: Site;
  readonly asset: Asset;
  readonly ports: Pick<WorkOrderPorts, 'openOrder'>;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const orders = useAssetOrders(asset.id);
  if (orders.length === 0) return <p className={styles.none}>{t('asset.none')}</p>;
  return (
    <ul className={styles.list}>
      {orders.map(({ id, title, state, createdAtMs, assigneeId }) => (
        <li key={id}>
          <Button look="quiet" onClick={() => ports.openOrder(id)}>
            {id}
          </Button>
          <span className={styles.title}>{title[language]}</span>
          <span className={styles.more}>
            {[
              t(`state.${state}`),
              assigneeId === undefined ? undefined : personName(site, assigneeId, language),
              time.moment(createdAtMs, live.engineNowMs()),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

function useAssetOrders(assetId: string): readonly WorkOrder[] {
  const ask = useRequest();
  const orders = useCollection('workOrders');
  const [found, setFound] = useState<readonly WorkOrder[]>([]);
  const read = useCallback(
    () =>
      ask('workOrder.search', {
        query: { ...ANY_ORDER, assetId },
        limit: MOST,
      }),
    [ask, assetId],
  );
  useEffect(() => {
    let current = true;
    void read().then((answer) => {
      if (current && answer.ok) setFound(answer.value.orders);
    });
    return () => {
      current = false;
    };
    // What windows hold has changed: so may the answer have.
  }, [read, orders]);
  return found;
}
