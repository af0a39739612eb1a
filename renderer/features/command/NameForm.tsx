import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './Forms.module.css';

/** Nobody commands without a name. */
export function NameForm({ onName }: { readonly onName: (name: string) => void }) {
  const { t } = useTranslation('command');
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') onName(name);
  };
  return (
    <form className={styles.line} onSubmit={submit}>
      <label className={styles.words}>
        {t('name.ask')}
        <input
          ref={input}
          value={name}
          maxLength={64}
          aria-label={t('name.label')}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <Button type="submit" look="primary" disabled={name.trim() === ''}>
        {t('name.save')}
      </Button>
    </form>
  );
}
