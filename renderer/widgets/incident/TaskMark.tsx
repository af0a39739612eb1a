import type { TaskStatus } from '#shared/domain/incident/incident.ts';
import { cx } from '#renderer/ui/cx.ts';
import styles from './TaskMark.module.css';

const shapes: Readonly<Record<TaskStatus, string>> = {
  waiting: 'M8 2.5A5.5 5.5 0 1 1 8 13.5A5.5 5.5 0 1 1 8 2.5Z',
  active: 'M4 2.5 13 8 4 13.5Z',
  done: 'M2.5 8.5 6.5 12.5 13.5 4',
  skipped: 'M3 3 13 13M13 3 3 13',
  'not-needed': 'M3 8H13',
};

/** A tick, an arrow, a circle, a cross or a dash: the status told by shape. */
export function TaskMark({ status, late }: { readonly status: TaskStatus; readonly late: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cx(styles.mark, styles[status], late && styles.late)}
    >
      <path d={shapes[status]} />
    </svg>
  );
}
