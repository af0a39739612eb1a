import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { zoneOffset } from '#shared/analytics/wall-time.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import { personName, zoneName } from '#renderer/widgets/work-orders/names.ts';
import { isFiltered, NO_FILTERS, queryOf } from './order-filters.ts';
import { OrderFiltersBar } from './OrderFiltersBar.tsx';
import styles from './OrderTable.module.css';
import { useFoundOrders } from './use-found-orders.ts';

/** So many rows at first, and so many more each time. */
const STEP = 500;
/** As many as the engine hands out at once. */
const MOST = 2_000;

export interface OrderTableProps {
  readonly site: Site;
  readonly text: string;
  /** Something else whenever an order may have changed. */
  readonly version: unknown;
  readonly selected: string | undefined;
  readonly onSelect: (orderId: string) => void;
}

/** Every order that is kept, by urgency and then the latest, narrowed by words and filters; where asked, the archive behind them. */
export function OrderTable({ site, text, version, selected, onSelect }: OrderTableProps) {
  const { t } = useTranslation('dispatch');
  const [filters, setFilters] = useState(NO_FILTERS);
  const [limit, setLimit] = useState(STEP);
  const [archive, setArchive] = useState(false);
  const offsetMs = useMemo(() => zoneOffset(site.timeZone), [site]);
  const found = useFoundOrders(queryOf(text, filters, offsetMs), limit, archive, version);
  const filtered = text !== '' || isFiltered(filters);
  const toggleArchive = (): void => setArchive(!archive);
  useKeyCommands([{ keys: ['y'], text: t('keys.archive'), group: t('keys.group'), run: toggleArchive }]);
  return (
    <div className={styles.table}>
      <OrderFiltersBar site={site} filters={filters} onFilters={setFilters} />
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
              title={t(filtered ? 'empty.filtered' : 'empty.none')}
              reason={t(filtered ? 'empty.filteredReason' : 'empty.noneReason')}
            />
          }
        />
      </div>
      <div className={styles.foot}>
        <span role="status">
          {[
            t('table.count', { shown: found.orders.length, total: found.total }),
            found.archive === 'off' ? undefined : t(`archive.${found.archive}`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {found.total > found.orders.length &&
          (limit < MOST ? (
            <Button look="quiet" onClick={() => setLimit(Math.min(MOST, limit + STEP))}>
              {t('table.more')}
            </Button>
          ) : (
            <span>{t('table.narrow')}</span>
          ))}
        <Button look="quiet" pressed={archive} onClick={toggleArchive}>
          {t('archive.ask')}
        </Button>
      </div>
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
