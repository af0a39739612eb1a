import styles from './Switch.module.css';

/** On or off, told by position and text, not by colour alone. */
export function Switch({
  label,
  on,
  onText,
  offText,
  onChange,
  disabled = false,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onText: string;
  readonly offText: string;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      disabled={disabled}
      className={styles.switch}
      onClick={() => onChange(!on)}
    >
      <span className={styles.track} aria-hidden="true">
        <span className={styles.thumb} />
      </span>
      <span>{on ? onText : offText}</span>
    </button>
  );
}
