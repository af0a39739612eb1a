import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly children?: ReactNode;
  /** `primary` once a view, for what the operator most likely wants; `quiet` inside rows. */
  readonly look?: 'plain' | 'primary' | 'quiet' | 'tool';
  readonly pressed?: boolean;
}

export function Button({ look = 'plain', pressed, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={pressed}
      className={cx(styles.button, styles[look], className)}
    />
  );
}
