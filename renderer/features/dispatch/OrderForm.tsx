import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useOrderRequest } from '#renderer/widgets/work-orders/use-order-request.ts';
import form from './NewOrder.module.css';
import { changesOf, draftOf, flawOf, type OrderDraft } from './order-draft.ts';
import { ChecklistRows, PartRows } from './OrderRows.tsx';
import type { DispatchPorts } from './ports.ts';

const PRIORITIES = ['1', '2', '3', '4'] as const;

/** Everything of an order that may be written anew, in the place of its details. Enter keeps it, Escape leaves it. */
export function OrderForm({
  site,
  order,
  ports,
  onClose,
}: {
  readonly site: Site;
  readonly order: WorkOrder;
  readonly ports: DispatchPorts;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  // As it was when the form was opened: what others write meanwhile is theirs, and only what was touched here is sent.
  const [before] = useState(order);
  const [draft, setDraft] = useState<OrderDraft>(() => draftOf(order, language));
  const { busy, outcome, send } = useOrderRequest();
  const flaw = flawOf(draft);
  const put = (part: Partial<OrderDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (flaw !== undefined || busy) return;
    const fields = changesOf(before, draft, language);
    if (Object.keys(fields).length === 0) return onClose();
    ports.actAs(
      (by) =>
        void send('workOrder.edit', { id: order.id, fields, by }).then(
          (written) => written?.stored && onClose(),
        ),
    );
  };
  return (
    <form
      className={form.form}
      aria-label={t('edit.title', { id: order.id })}
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Field
        label={t('new.what')}
        value={draft.title}
        onChange={(title) => put({ title })}
        autoFocus
        maxLength={120}
      />
      <Field
        label={t('new.more')}
        value={draft.description}
        onChange={(description) => put({ description })}
        maxLength={1000}
      />
      <Select
        label={t('new.priority')}
        value={draft.priority}
        onChange={(priority) => put({ priority })}
        options={PRIORITIES.map((value) => ({ value, text: t(`priority.${value}`) }))}
      />
      <PartRows parts={draft.parts} onChange={(parts) => put({ parts })} />
      <ChecklistRows checklist={draft.checklist} onChange={(checklist) => put({ checklist })} />
      <Cost site={site} value={draft.cost} onChange={(cost) => put({ cost })} />
      <div className={form.buttons}>
        <Button type="submit" look="primary" disabled={busy || flaw !== undefined}>
          {t('edit.save')}
        </Button>
        <Button onClick={onClose}>{t('new.cancel')}</Button>
      </div>
      {flaw !== undefined && <p role="status">{t(`edit.flaw.${flaw}`)}</p>}
      {outcome && <p role="status">{t(`failure.${outcome.code}`)}</p>}
    </form>
  );
}

function Cost({
  site,
  value,
  onChange,
}: {
  readonly site: Site;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation('dispatch');
  const { currency } = site.document.dispatch;
  return (
    <Field
      label={currency === undefined ? t('fact.cost') : t('edit.costIn', { currency })}
      hint={currency === undefined ? t('edit.noCurrency') : undefined}
      value={value}
      onChange={onChange}
      inputMode="decimal"
      maxLength={16}
    />
  );
}
