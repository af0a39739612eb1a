import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Figure.module.css';

/** A large number with its unit, and below it what it means. `doubtful`: shown, but not to be trusted as current. */
export function Figure({
  number,
  unit,
  note,
  doubtful = false,
}: {
  readonly number: string;
  readonly unit?: string;
  readonly note?: ReactNode;
  readonly doubtful?: boolean;
}) {
  return (
    <div className={styles.figure}>
      <p className={cx(styles.number, doubtful && styles.doubtful)}>
        {number}
        {unit && <span className={styles.unit}> {unit}</span>}
      </p>
      {note && <p className={styles.note}>{note}</p>}
    </div>
  );
}
