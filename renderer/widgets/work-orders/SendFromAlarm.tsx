import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isFinished } from '#shared/domain/work-order/work-order.ts';
import { useCollection } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { CurrentClock } from './ClockBar.tsx';
import { personName } from './names.ts';
import type { WorkOrderPorts } from './ports.ts';
import styles from './SendFromAlarm.module.css';
import { useOrderRequest } from './use-order-request.ts';

/**
 * One key from an alarm to somebody on the way: makes the order and gives it to the nearest who is qualified and free. Afterwards
 * the same place says who has it and how far he is.
 */
export function SendFromAlarm({
  site,
  alarm,
  ports,
}: {
  readonly site: Site;
  readonly alarm: Alarm;
  readonly ports: WorkOrderPorts;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const { busy, outcome, send } = useOrderRequest();
  const orders = useCollection('workOrders');
  const view = [...orders.values()].find(
    ({ order }) => order.source.from === 'alarm' && order.source.ref === alarm.id && !isFinished(order),
  );
  const start = (): void => {
    if (busy) return;
    if (view && view.order.assigneeId !== undefined) ports.openOrder(view.order.id);
    else ports.actAs((by) => void send('workOrder.fromAlarm', { alarmId: alarm.id, by, send: true }));
  };
  useKeyCommands([{ keys: ['d'], text: t('keys.sendFromAlarm'), group: t('keys.group'), run: start }]);
  if (site.document.staff.length === 0) return null;
  return (
    <section className={styles.send} aria-label={t('fromAlarm.label')}>
      {view && (
        <p className={styles.order}>
          <Button look="quiet" onClick={() => ports.openOrder(view.order.id)}>
            {view.order.id}
          </Button>
          <span>
            {[
              view.order.assigneeId === undefined
                ? undefined
                : personName(site, view.order.assigneeId, language),
              t(`state.${view.order.state}`),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <CurrentClock view={view} className={styles.clock} />
        </p>
      )}
      {(!view || view.order.assigneeId === undefined) && (
        <Button disabled={busy} onClick={start}>
          {view ? t('fromAlarm.again') : t('fromAlarm.send')}
        </Button>
      )}
      {view?.order.escalation !== undefined && view.order.assigneeId === undefined && (
        <p className={styles.told}>{t(`escalation.${view.order.escalation}`)}</p>
      )}
      {outcome && <p className={styles.told}>{t(`failure.${outcome.code}`)}</p>}
    </section>
  );
}
