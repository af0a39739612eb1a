import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { useLive, useRequest } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import { personName, zoneName } from '#renderer/widgets/work-orders/names.ts';
import styles from './OrderTable.module.css';

const MOST = 500;

export interface OrderTableProps {
  readonly site: Site;
  readonly text: string;
  /** Something else whenever an order may have changed. */
  readonly version: unknown;
  readonly selected: string | undefined;
  readonly onSelect: (orderId: string) => void;
}

/** Every order that is kept, also the old ones, by urgency and then the latest. */
export function OrderTable({ site, text, version, selected, onSelect }: OrderTableProps) {
  const { t } = useTranslation('dispatch');
  const found = useFound(text, version);
  return (
    <div className={styles.table}>
      <div className={cx(styles.row, styles.columns)} aria-hidden="true">
        {(['priority', 'id', 'title', 'place', 'person', 'state', 'created'] as const).map((name) => (
          <span key={name}>{t(`table.${name}`)}</span>
        ))}
      </div>
      <div className={styles.rows}>
        <VirtualList
          label={t('table.label')}
          items={found.orders}
          keyOf={(order) => order.id}
          rowRem={4.4}
          selectedKey={selected}
          autoFocus
          onSelect={(order) => onSelect(order.id)}
          renderRow={(order) => <Row site={site} order={order} />}
          empty={
            <EmptyState
              title={t(text === '' ? 'empty.none' : 'empty.filtered')}
              reason={t(text === '' ? 'empty.noneReason' : 'empty.filteredReason')}
            />
          }
        />
      </div>
      {found.total > found.orders.length && (
        <p className={styles.more}>{t('table.more', { shown: found.orders.length, total: found.total })}</p>
      )}
    </div>
  );
}

function Row({ site, order }: { readonly site: Site; readonly order: WorkOrder }) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  return (
    <div className={styles.row}>
      <span className={styles.priority}>
        <PriorityShape level={order.priority} />
        {order.priority}
      </span>
      <span className={styles.cut}>{order.id}</span>
      <span className={styles.cut}>{order.title[language]}</span>
      <span className={styles.cut}>{zoneName(site, order.zoneId, language)}</span>
      <span className={styles.cut}>
        {order.assigneeId === undefined ? NO_VALUE : personName(site, order.assigneeId, language)}
      </span>
      <span className={styles.cut}>{t(`state.${order.state}`)}</span>
      <span className={styles.cut}>{time.moment(order.createdAtMs, live.engineNowMs())}</span>
    </div>
  );
}

interface Found {
  readonly orders: readonly WorkOrder[];
  readonly total: number;
}

function useFound(text: string, version: unknown): Found {
  const ask = useRequest();
  const [found, setFound] = useState<Found>({ orders: [], total: 0 });
  useEffect(() => {
    let current = true;
    const query = { text, states: undefined, assetId: undefined, staffId: undefined };
    void ask('workOrder.search', { query, limit: MOST }).then((answer) => {
      if (current && answer.ok) setFound(answer.value);
    });
    return () => {
      current = false;
    };
  }, [ask, text, version]);
  return found;
}
