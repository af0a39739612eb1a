import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { OrderFigures } from '#shared/domain/work-order/statistics.ts';
import { compareWorkOrders, isFinished } from '#shared/domain/work-order/work-order.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import { useCollection, useRequest } from '#renderer/link/hooks.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { CurrentClock } from '#renderer/widgets/work-orders/ClockBar.tsx';
import { personName } from '#renderer/widgets/work-orders/names.ts';
import styles from './WorkOrdersPanel.module.css';

/** As many as fit under each other on the smallest desk. */
const MOST = 3;

/** The most urgent open orders with who has them and what is left of their time; below, how the week goes. */
export function WorkOrdersPanel({
  site,
  onOpen,
}: {
  readonly site: Site;
  readonly onOpen: (orderId: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  const time = useTimeTexts(site.timeZone);
  const views = useCollection('workOrders');
  const open = useMemo(
    () =>
      [...views.values()]
        .filter(({ order }) => !isFinished(order))
        .sort((a, b) => compareWorkOrders(a.order, b.order)),
    [views],
  );
  const targetMs = onlyTargetMs(site.document.dispatch.targets);
  const title =
    targetMs === undefined ? t('panel.title') : t('panel.titleTarget', { time: time.span(targetMs) });
  return (
    <Panel title={title} className={styles.panel}>
      <div className={styles.body}>
        {open.length === 0 && <p className={styles.note}>{t('panel.none')}</p>}
        {open.slice(0, MOST).map((view) => (
          <Row key={view.order.id} site={site} view={view} onOpen={() => onOpen(view.order.id)} />
        ))}
        <Week version={views} more={open.length - MOST} />
      </div>
    </Panel>
  );
}

/** The response that the site promises; undefined where it differs by priority: each row then has its own clock. */
function onlyTargetMs(targets: DispatchRules['targets']): number | undefined {
  const [first = 0, ...rest] = Object.values(targets).map(({ responseMin }) => responseMin * 60_000);
  return rest.every((targetMs) => targetMs === first) ? first : undefined;
}

function Row({
  site,
  view,
  onOpen,
}: {
  readonly site: Site;
  readonly view: WorkOrderView;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const { order } = view;
  return (
    <button type="button" className={styles.row} onClick={onOpen}>
      <PriorityShape level={order.priority} />
      <span className={styles.cut}>{`${order.zoneId} ${order.title[language]}`}</span>
      <span className={styles.cut}>
        {order.assigneeId === undefined ? NO_VALUE : personName(site, order.assigneeId, language)}
      </span>
      <span className={styles.cut}>{t(`state.${order.state}`)}</span>
      <CurrentClock view={view} brief />
    </button>
  );
}

function Week({ version, more }: { readonly version: unknown; readonly more: number }) {
  const { t } = useTranslation('dispatch');
  const time = useTimeTexts('UTC');
  const figures = useWeek(version);
  if (!figures) return null;
  const { created, done, meanResponseMs } = figures;
  const text =
    meanResponseMs === undefined
      ? t('panel.noMean', { done, created })
      : t('panel.summary', { mean: time.span(meanResponseMs), done, created });
  return <p className={styles.note}>{more > 0 ? `${t('panel.more', { count: more })} · ${text}` : text}</p>;
}

function useWeek(version: unknown): OrderFigures | undefined {
  const ask = useRequest();
  const [figures, setFigures] = useState<OrderFigures>();
  useEffect(() => {
    let current = true;
    void ask('workOrder.statistics', { weeksAgo: 0 }).then((answer) => {
      if (current && answer.ok) setFigures(answer.value.all);
    });
    return () => {
      current = false;
    };
  }, [ask, version]);
  return figures;
}
