import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import type { OrderDraft } from './order-draft.ts';
import styles from './OrderRows.module.css';

const MOST_ROWS = 100;

export function PartRows({
  parts,
  onChange,
}: {
  readonly parts: OrderDraft['parts'];
  readonly onChange: (parts: OrderDraft['parts']) => void;
}) {
  const { t } = useTranslation('dispatch');
  return (
    <Rows
      label={t('fact.parts')}
      add={t('edit.addPart')}
      count={parts.length}
      onAdd={() => onChange([...parts, { name: '', count: '1' }])}
    >
      {parts.map((part, index) => {
        const put = (change: Partial<typeof part>): void =>
          onChange(parts.map((one, at) => (at === index ? { ...one, ...change } : one)));
        return (
          <div key={index} className={styles.part}>
            <Field
              label={t('edit.part')}
              value={part.name}
              onChange={(name) => put({ name })}
              maxLength={120}
            />
            <Field
              label={t('edit.count')}
              value={part.count}
              onChange={(count) => put({ count })}
              inputMode="decimal"
              maxLength={10}
            />
            <Button look="quiet" onClick={() => onChange(parts.filter((_, at) => at !== index))}>
              {t('edit.removeRow')}
            </Button>
          </div>
        );
      })}
    </Rows>
  );
}

export function ChecklistRows({
  checklist,
  onChange,
}: {
  readonly checklist: OrderDraft['checklist'];
  readonly onChange: (checklist: OrderDraft['checklist']) => void;
}) {
  const { t } = useTranslation('dispatch');
  return (
    <Rows
      label={t('fact.checklist')}
      add={t('edit.addCheck')}
      count={checklist.length}
      onAdd={() => onChange([...checklist, { text: '', done: false }])}
    >
      {checklist.map((item, index) => (
        <div key={index} className={styles.check}>
          <Field
            label={t('edit.check')}
            value={item.text}
            onChange={(text) => onChange(checklist.map((one, at) => (at === index ? { ...one, text } : one)))}
            maxLength={300}
          />
          <Button look="quiet" onClick={() => onChange(checklist.filter((_, at) => at !== index))}>
            {t('edit.removeRow')}
          </Button>
        </div>
      ))}
    </Rows>
  );
}

/** A new row is where one types next. */
function Rows({
  label,
  add,
  count,
  onAdd,
  children,
}: {
  readonly label: string;
  readonly add: string;
  readonly count: number;
  readonly onAdd: () => void;
  readonly children: ReactNode;
}) {
  const rows = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current)
      rows.current?.lastElementChild?.querySelector<HTMLInputElement>('input')?.focus();
    before.current = count;
  }, [count]);
  return (
    <fieldset className={styles.rows}>
      <legend>{label}</legend>
      <div ref={rows}>{children}</div>
      <Button look="quiet" disabled={count >= MOST_ROWS} onClick={onAdd}>
        {add}
      </Button>
    </fieldset>
  );
}
