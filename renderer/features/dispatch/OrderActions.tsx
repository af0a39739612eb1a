import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { movesFrom, type Move } from '#shared/domain/work-order/machine.ts';
import { isWaiting, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { useOrderRequest } from '#renderer/widgets/work-orders/use-order-request.ts';
import styles from './OrderActions.module.css';
import type { DispatchPorts } from './ports.ts';

type Act = Exclude<Move, 'assign' | 'no-answer'> | 'note';

/** What the reader of the history must be told. */
const REASONED: readonly Act[] = ['decline', 'hold', 'cancel', 'reopen', 'note'];

/** What a person may do with the order now; a reason is asked for in place. */
export function OrderActions({ order, ports }: { readonly order: WorkOrder; readonly ports: DispatchPorts }) {
  const { t } = useTranslation('dispatch');
  const { busy, outcome, send } = useOrderRequest();
  const [asking, setAsking] = useState<Act>();
  const act = (kind: Act, reason?: string): void => {
    setAsking(undefined);
    ports.actAs((by) => void send('workOrder.act', { id: order.id, act: kind, reason, by }));
  };
  const begin = (kind: Act): void => (REASONED.includes(kind) ? setAsking(kind) : act(kind));
  const assign = (): void =>
    ports.actAs((by) => void send('workOrder.assign', { id: order.id, staffId: undefined, by }));
  const waits = isWaiting(order);
  const moves = movesFrom(order.state).filter(
    (move): move is Act & Move => move !== 'assign' && move !== 'no-answer',
  );
  const [first] = moves;
  useKeyCommands([
    { keys: ['d'], text: t('keys.send'), group: t('keys.group'), run: () => waits && assign() },
    { keys: ['v'], text: t('keys.next'), group: t('keys.group'), run: () => !waits && first && begin(first) },
  ]);
  return (
    <div className={styles.actions}>
      <div className={styles.buttons} role="toolbar" aria-label={t('act.label')}>
        {waits && (
          <Button look="primary" disabled={busy} onClick={assign}>
            {t('act.send')}
          </Button>
        )}
        {moves.map((move) => (
          <Button
            key={move}
            look={!waits && move === first ? 'primary' : 'plain'}
            disabled={busy}
            onClick={() => begin(move)}
          >
            {t(`act.${move}`)}
          </Button>
        ))}
        <Button disabled={busy} onClick={() => begin('note')}>
          {t('act.note')}
        </Button>
      </div>
      {asking && (
        <Reason act={asking} onDone={(reason) => act(asking, reason)} onCancel={() => setAsking(undefined)} />
      )}
      {outcome && (
        <p className={styles.outcome} role="status">
          {t(`failure.${outcome.code}`)}
        </p>
      )}
    </div>
  );
}

function Reason({
  act,
  onDone,
  onCancel,
}: {
  readonly act: Act;
  readonly onDone: (reason: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation('dispatch');
  const [text, setText] = useState('');
  return (
    <form
      className={styles.reason}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onDone(text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <Field
        label={t('reason.label', { act: t(`act.${act}`) })}
        value={text}
        onChange={setText}
        autoFocus
        maxLength={500}
        className={styles.field}
      />
      <Button type="submit" disabled={text.trim() === ''}>
        {t('reason.done')}
      </Button>
      <Button onClick={onCancel}>{t('reason.cancel')}</Button>
    </form>
  );
}
