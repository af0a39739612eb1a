import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './NameEntry.module.css';

/**
 * Asks for the name of a person, in place. Escape leaves it. Takes the keyboard only where it was within the same row already:
 * what another window asked must not catch what is being typed here.
 */
export function NameEntry({
  label,
  action,
  leave,
  onName,
  onLeave,
}: {
  readonly label: string;
  readonly action: string;
  readonly leave: string;
  readonly onName: (name: string) => void;
  readonly onLeave: () => void;
}) {
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const row = input.current?.closest('li');
    if (row?.contains(document.activeElement)) input.current?.focus();
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') onName(name);
  };
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onLeave()}
    >
      <input
        ref={input}
        className={styles.name}
        value={name}
        maxLength={64}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={name.trim() === ''}>
        {action}
      </Button>
      <Button look="quiet" onClick={onLeave}>
        {leave}
      </Button>
    </form>
  );
}
