import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentOrder } from '#shared/domain/incident/incident.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { PlanTask } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useRecord, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import type { CommandPorts } from './ports.ts';
import styles from './TaskCard.module.css';

/** Nobody has it and somebody should: the same key asks again. */
const WAITING: ReadonlySet<string> = new Set(['created', 'declined', 'reopened']);
const OVER: ReadonlySet<string> = new Set(['done', 'verified', 'cancelled']);

export interface TaskOrdersProps {
  readonly site: Site;
  readonly incident: IncidentView;
  /** The step; undefined where none is open. */
  readonly plan: PlanTask | undefined;
  readonly by: string | undefined;
  readonly onOrder: CommandPorts['openOrder'];
}

/**
 * One key sends the nearest qualified engineer: with the order that the step asks for, else for the incident as a whole.
 * Afterwards the same place says who has it and how far he is. In a drill it says who would have been sent.
 */
export function TaskOrders({ site, incident, plan, by, onOrder }: TaskOrdersProps) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const ask = useRequest();
  const [refused, setRefused] = useState<string>();
  const own = plan?.workOrder ? plan.id : undefined;
  const shown = incident.orders.filter(({ task }) => task === own || task === undefined);
  const standing = shown.find(({ task, state }) => task === own && !OVER.has(state));
  const isDrill = incident.layer === 'drill';
  const can = by !== undefined && incident.phase === 'open';
  const send = async (): Promise<void> => {
    if (by === undefined || !can) return;
    const answer = await ask('incident.send', { id: incident.id, task: plan?.id, by });
    setRefused(answer.ok ? (answer.value.stored ? undefined : 'not-stored') : answer.error.code);
  };
  useKeyCommands([{ keys: ['d'], text: t('keys.send'), group: t('keys.group'), run: () => void send() }]);
  if (site.document.staff.length === 0) return null;
  const open = incident.phase === 'open' && (standing === undefined || WAITING.has(standing.state));
  const what = own === undefined ? undefined : plan?.workOrder?.text[language];
  if (!open && shown.length === 0) return null;
  return (
    <section className={styles.orders} aria-label={t('orders.label')}>
      {shown.map((order) => (
        <OrderLine key={order.order} order={order} onOpen={isDrill ? undefined : onOrder} />
      ))}
      {open && (
        <Button disabled={!can} onClick={() => void send()}>
          {what === undefined
            ? t(isDrill ? 'orders.rehearse' : 'orders.send')
            : t(isDrill ? 'orders.rehearseFor' : 'orders.sendFor', { what })}
        </Button>
      )}
      {refused !== undefined && <p className={styles.note}>{t(`refused.${refused}`)}</p>}
    </section>
  );
}

/** @param onOpen undefined: there is no such order, it was rehearsed. */
function OrderLine({
  order: { order, state, title, person, staffId, escalation },
  onOpen,
}: {
  readonly order: IncidentOrder;
  readonly onOpen: ((orderId: string) => void) | undefined;
}) {
  const { t } = useTranslation('command');
  const [{ language }] = usePreferences();
  const live = useRecord('workOrders', order);
  const words = [
    title[language],
    t(`orderState.${state}`),
    person?.[language] ?? staffId,
    live?.order.reached === false && t('orders.notReached'),
    staffId === undefined && escalation !== undefined && t(`orders.told.${escalation}`),
  ];
  return (
    <p className={styles.order} role="status">
      {onOpen ? (
        <Button look="quiet" onClick={() => onOpen(order)}>
          {order}
        </Button>
      ) : (
        <span>{order}</span>
      )}
      <span>{words.filter(Boolean).join(' · ')}</span>
    </p>
  );
}
