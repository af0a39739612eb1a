import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Says why there is nothing here, and what could be done about it. */
export function EmptyState({
  title,
  reason,
  action,
}: {
  readonly title: string;
  readonly reason?: string;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {reason && <p className={styles.reason}>{reason}</p>}
      {action}
    </div>
  );
}
