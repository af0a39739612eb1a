import { FieldFrame } from './Field.tsx';
import styles from './Field.module.css';

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** The platform's own list: it works with every input method and screen reader. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  hint,
  disabled,
  className,
}: SelectProps<Value>) {
  return (
    <FieldFrame label={label} hint={hint} className={className}>
      {(wiring) => (
        <select
          {...wiring}
          className={styles.input}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value as Value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
