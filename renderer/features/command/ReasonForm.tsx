import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './Forms.module.css';

/** A few words, asked for in place; Escape leaves. */
export function ReasonForm({
  label,
  action,
  required = true,
  onDone,
  onCancel,
}: {
  readonly label: string;
  readonly action: string;
  readonly required?: boolean;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation('command');
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const said = text.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (said !== '' || !required) onDone(said);
  };
  return (
    <form
      className={styles.line}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <input
        ref={input}
        value={text}
        maxLength={1000}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={required && said === ''}>
        {action}
      </Button>
      <Button look="quiet" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </form>
  );
}
