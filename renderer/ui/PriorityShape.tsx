import { cx } from './cx.ts';
import styles from './PriorityShape.module.css';

export type ShapeLevel = 1 | 2 | 3 | 4;

const outline: Readonly<Record<ShapeLevel, string>> = {
  1: 'M8 0.5 15.5 8 8 15.5 0.5 8Z',
  2: 'M8 1.2 15.6 14.6H0.4Z',
  3: 'M1.6 1.6H14.4V14.4H1.6Z',
  4: 'M8 1.2A6.8 6.8 0 1 1 8 14.8A6.8 6.8 0 1 1 8 1.2Z',
};

/**
 * Diamond, triangle, square, circle: the level told by shape as well as by colour. `hollow` for what has gone back to
 * normal but was not seen; `blinking` for what nobody has acknowledged.
 */
export function PriorityShape({
  level,
  hollow = false,
  blinking = false,
  className,
}: {
  readonly level: ShapeLevel;
  readonly hollow?: boolean;
  readonly blinking?: boolean;
  readonly className?: string | undefined;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cx(
        styles.shape,
        styles[`level${level}`],
        hollow && styles.hollow,
        blinking && styles.blinking,
        className,
      )}
    >
      <path d={outline[level]} />
    </svg>
  );
}
