import { cx } from './cx.ts';
import styles from './MeterBar.module.css';

/** Length and muted ramp colour of one figure. NaN: hatched, because there is nothing to show. */
export function MeterBar({
  part,
  ramp = part,
  className,
}: {
  /** Length, 0 to 1, or NaN. */
  readonly part: number;
  /** Place of the colour on the ramp, 0 to 1; the length itself where nothing is given. */
  readonly ramp?: number;
  readonly className?: string | undefined;
}) {
  const known = !Number.isNaN(part);
  const bounded = Math.min(1, Math.max(0, part));
  const step = Math.min(4, Math.max(0, Math.floor(ramp * 5)));
  return (
    <span className={cx(styles.track, !known && styles.unknown, className)} aria-hidden="true">
      {known && (
        <span
          className={cx(styles.fill, styles[`ramp${step}`])}
          style={{ width: `${(bounded * 100).toFixed(1)}%` }}
        />
      )}
    </span>
  );
}
