import { useTranslation } from 'react-i18next';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { DetailsHeading } from '#renderer/ui/Details.tsx';
import { useOrderRequest } from '#renderer/widgets/work-orders/use-order-request.ts';
import styles from './Checklist.module.css';
import type { DispatchPorts } from './ports.ts';

/** What is to be looked at, ticked in place. @param ports undefined: to be read only. */
export function Checklist({
  order,
  ports,
}: {
  readonly order: WorkOrder;
  readonly ports: DispatchPorts | undefined;
}) {
  const { t } = useTranslation('dispatch');
  const { busy, outcome, send } = useOrderRequest();
  const { id, checklist } = order;
  if (checklist.length === 0) return null;
  const tick = (index: number, done: boolean): void => {
    const ticked = checklist.map((item, at) => (at === index ? { ...item, done } : item));
    ports?.actAs((by) => void send('workOrder.edit', { id, fields: { checklist: ticked }, by }));
  };
  return (
    <section aria-label={t('fact.checklist')}>
      <DetailsHeading>{t('fact.checklist')}</DetailsHeading>
      <ul className={styles.list}>
        {checklist.map(({ text, done }, index) => (
          <li key={`${index} ${text}`}>
            <label className={styles.item}>
              <input
                type="checkbox"
                checked={done}
                disabled={busy || !ports}
                onChange={({ target }) => tick(index, target.checked)}
              />
              <span>{text}</span>
            </label>
          </li>
        ))}
      </ul>
      {outcome && <p role="status">{t(`failure.${outcome.code}`)}</p>}
    </section>
  );
}
