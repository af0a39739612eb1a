import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import type { Acknowledging } from './acknowledge.ts';
import type { Acting } from './acting.ts';
import { SHIFTS, type OperatorStore, type Shift } from './operator.ts';
import styles from './OperatorEntry.module.css';
import { useStore } from './use-store.ts';

/** Who sits here. Opens by itself, in place, when an acknowledgement or something else waits for a name. */
export function OperatorEntry({
  operator,
  acknowledging,
  acting,
}: {
  readonly operator: OperatorStore;
  readonly acknowledging: Acknowledging;
  readonly acting: Acting;
}) {
  const { t } = useTranslation('app');
  const current = useStore(operator, operator.get);
  const unnamed = useStore(acknowledging, acknowledging.notice)?.kind === 'needs-name';
  const waiting = useStore(acting, acting.isWaiting);
  const wanted = unnamed || waiting;
  const [editing, setEditing] = useState(false);
  useKeyCommands([
    { keys: ['n'], text: t('keys.operator'), group: t('keys.everywhere'), run: () => setEditing(true) },
  ]);
  if (!editing && !wanted) {
    return (
      <Button
        look="quiet"
        className={styles.shown}
        onClick={() => setEditing(true)}
        title={t('operator.change')}
      >
        {current
          ? [current.name, current.shift && t(`operator.shift.${current.shift}`)].filter(Boolean).join(' · ')
          : t('operator.none')}
      </Button>
    );
  }
  const close = (): void => {
    setEditing(false);
    if (unnamed) acknowledging.dismiss();
    acting.dismiss();
  };
  return (
    <OperatorForm
      name={current?.name ?? ''}
      shift={current?.shift}
      onCancel={close}
      onSave={(name, shift) => {
        operator.set(name, shift);
        setEditing(false);
        acknowledging.nameGiven();
        acting.nameGiven();
      }}
    />
  );
}

function OperatorForm(props: {
  readonly name: string;
  readonly shift: Shift | undefined;
  readonly onCancel: () => void;
  readonly onSave: (name: string, shift: Shift | undefined) => void;
}) {
  const { t } = useTranslation('app');
  const [name, setName] = useState(props.name);
  const [shift, setShift] = useState<Shift | ''>(props.shift ?? '');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    props.onSave(name, shift === '' ? undefined : shift);
  };
  return (
    <form
      className={styles.form}
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && props.onCancel()}
    >
      <input
        ref={input}
        value={name}
        maxLength={64}
        aria-label={t('operator.name')}
        placeholder={t('operator.name')}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <select
        value={shift}
        aria-label={t('operator.shiftLabel')}
        onChange={(event) => setShift(event.target.value as Shift | '')}
      >
        <option value="">{t('operator.noShift')}</option>
        {SHIFTS.map((known) => (
          <option key={known} value={known}>
            {t(`operator.shift.${known}`)}
          </option>
        ))}
      </select>
      <Button type="submit">{t('operator.save')}</Button>
    </form>
  );
}
