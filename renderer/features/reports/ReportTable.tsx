import type { ReactNode } from 'react';
import { cx } from '#renderer/ui/cx.ts';
import styles from './Report.module.css';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right, words at the left. */
  readonly figures?: boolean;
}

/** A table of the paper; where it has no row it says why. */
export function ReportTable<Row>({
  label,
  rows,
  keyOf,
  columns,
  isNotable,
  none,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** Not as it should have been. */
  readonly isNotable?: (row: Row) => boolean;
  readonly none: string;
}) {
  if (rows.length === 0) return <p className={styles.quiet}>{none}</p>;
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, figures }) => (
            <th key={title} scope="col" className={cx(figures && styles.figure)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className={cx(isNotable?.(row) && styles.notableRow)}>
            {columns.map(({ title, cell, figures }) => (
              <td key={title} className={cx(figures && styles.figure)}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
