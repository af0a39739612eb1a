import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { isWaiting, type WorkOrder, type WorkOrderEvent } from '#shared/domain/work-order/work-order.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import { useLive, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DetailsHead, FactList } from '#renderer/ui/Details.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { formatNumber, formatQuantity } from '#renderer/ui/format.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { ClockBar } from '#renderer/widgets/work-orders/ClockBar.tsx';
import { assetName, personName, zoneName } from '#renderer/widgets/work-orders/names.ts';
import { Checklist } from './Checklist.tsx';
import { Files } from './Files.tsx';
import { History } from './History.tsx';
import { OrderActions } from './OrderActions.tsx';
import styles from './OrderDetails.module.css';
import { OrderForm } from './OrderForm.tsx';
import type { DispatchPorts } from './ports.ts';
import { ProposalList } from './ProposalList.tsx';

export interface OrderDetailsProps {
  readonly site: Site;
  readonly orderId: string | undefined;
  /** Undefined for an order that windows no longer hold: it is asked for. */
  readonly view: WorkOrderView | undefined;
  readonly ports: DispatchPorts;
}

export function OrderDetails({ site, orderId, view, ports }: OrderDetailsProps) {
  const { t } = useTranslation('dispatch');
  const kept = useKept(orderId, view);
  const [editing, setEditing] = useState(false);
  useKeyCommands([
    { keys: ['e'], text: t('keys.edit'), group: t('keys.group'), run: (event) => edit(event) },
  ]);
  const edit = (event?: KeyboardEvent): void => {
    // The letter would be typed into the first field.
    event?.preventDefault();
    setEditing(true);
  };
  if (orderId === undefined) return <EmptyState title={t('details.none')} reason={t('details.noneReason')} />;
  if (kept.state === 'unknown')
    return <EmptyState title={t('details.unknown', { id: orderId })} reason={t('details.unknownReason')} />;
  if (kept.state !== 'read') return null;
  const { order, events, archived } = kept;
  if (archived) return <Archived site={site} order={order} events={events} ports={ports} />;
  if (editing) return <OrderForm site={site} order={order} ports={ports} onClose={() => setEditing(false)} />;
  return (
    <>
      <Heading site={site} order={order} ports={ports} />
      {view && (
        <div className={styles.clocks}>
          <ClockBar clock={view.clocks.response} atMs={view.clocksAtMs} name={t('clock.response')} />
          <ClockBar clock={view.clocks.resolution} atMs={view.clocksAtMs} name={t('clock.resolution')} />
        </div>
      )}
      <OrderActions order={order} ports={ports} />
      <Facts site={site} order={order} />
      <Button look="quiet" onClick={() => edit()}>
        {t('edit.open')}
      </Button>
      {(isWaiting(order) || order.state === 'assigned') && (
        <ProposalList site={site} order={order} ports={ports} />
      )}
      <Checklist order={order} ports={ports} />
      <Files order={order} ports={ports} />
      <History site={site} events={events} />
    </>
  );
}

/** What only the journal has: to be read. */
function Archived({
  site,
  order,
  events,
  ports,
}: {
  readonly site: Site;
  readonly order: WorkOrder;
  readonly events: readonly WorkOrderEvent[];
  readonly ports: DispatchPorts;
}) {
  const { t } = useTranslation('dispatch');
  return (
    <>
      <Heading site={site} order={order} ports={ports} />
      <p className={styles.place}>{t('archive.only')}</p>
      <Facts site={site} order={order} />
      <Checklist order={order} ports={undefined} />
      <Files order={order} ports={undefined} />
      <History site={site} events={events} />
    </>
  );
}

function Heading({
  site,
  order,
  ports,
}: {
  readonly site: Site;
  readonly order: WorkOrder;
  readonly ports: DispatchPorts;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const { assetId, zoneId } = order;
  const description = order.description[language];
  return (
    <>
      <DetailsHead
        level={order.priority}
        name={order.title[language]}
        line={`${order.id} · ${t(`kind.${order.kind}`)} · ${t(`state.${order.state}`)}`}
        note={description === '' || description === order.title[language] ? undefined : description}
      />
      <div className={styles.places}>
        <Button
          look="quiet"
          onClick={() => ports.locate(assetId === undefined ? `zone:${zoneId}` : `asset:${assetId}`)}
        >
          {zoneName(site, zoneId, language)}
        </Button>
        {assetId !== undefined && (
          <Button look="quiet" onClick={() => ports.openEquipment(assetId)}>
            {assetName(site, assetId, language)}
          </Button>
        )}
      </div>
    </>
  );
}

function Facts({ site, order }: { readonly site: Site; readonly order: WorkOrder }) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const { assigneeId, reached, escalation, cost, score, parts } = order;
  const { currency } = site.document.dispatch;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [
      t('fact.person'),
      assigneeId === undefined
        ? undefined
        : [personName(site, assigneeId, language), reached === false && t('fact.notReached')]
            .filter(Boolean)
            .join(' · '),
    ],
    [t('fact.created'), time.moment(order.createdAtMs, live.engineNowMs())],
    [t('fact.escalated'), escalation && t(`escalation.${escalation}`)],
    [t('fact.parts'), list(parts.map(({ name, count }) => `${formatNumber(count)} × ${name}`))],
    [t('fact.cost'), cost === undefined ? undefined : formatQuantity(cost, currency ?? '', 2)],
    [
      t('fact.score'),
      score === undefined ? undefined : `${score} / 5${order.scoreComment ? ` · ${order.scoreComment}` : ''}`,
    ],
  ];
  return <FactList facts={rows} />;
}

function list(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join(', ');
}

type Kept =
  | { readonly state: 'reading' | 'unknown' }
  | {
      readonly state: 'read';
      readonly order: WorkOrder;
      readonly events: readonly WorkOrderEvent[];
      readonly archived: boolean;
    };

/** The order with its whole history, read again whenever the order changes. */
function useKept(orderId: string | undefined, view: WorkOrderView | undefined): Kept {
  const ask = useRequest();
  const [kept, setKept] = useState<Kept>({ state: 'reading' });
  useEffect(() => {
    let current = true;
    if (orderId === undefined) return undefined;
    void ask('workOrder.history', { id: orderId }).then((answer) => {
      if (!current) return;
      if (answer.ok) setKept({ state: 'read', ...answer.value });
      else if (answer.error.code === 'unknown-order') setKept({ state: 'unknown' });
    });
    return () => {
      current = false;
    };
  }, [ask, orderId, view]);
  // What came with the last frame is newer than what was asked for before it.
  return kept.state === 'read' && view ? { ...kept, order: view.order } : kept;
}
