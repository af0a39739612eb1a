import { useTranslation } from 'react-i18next';
import { currentClock, type ClockState, type OrderClock } from '#shared/domain/work-order/clocks.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './ClockBar.module.css';

export interface ClockBarProps {
  readonly clock: OrderClock;
  /** When `clock` was so, on the engine's clock. */
  readonly atMs: number;
  /** Name of the clock before the words; undefined where the place says it. */
  readonly name?: string | undefined;
  /** Only what is left, where there is little room. */
  readonly brief?: boolean | undefined;
  readonly className?: string | undefined;
}

const moving: readonly ClockState[] = ['running', 'warned', 'breached'];

/** What was promised and what is left: in words and as a bar; colour only where it runs out. */
export function ClockBar({ clock, atMs, name, brief = false, className }: ClockBarProps) {
  const { t } = useTranslation('dispatch');
  const live = useLive();
  useTick(1000);
  const time = useTimeTexts('UTC');
  const { state, targetMs } = clock;
  const ranMs = moving.includes(state) ? Math.max(0, live.engineNowMs() - atMs) : 0;
  const elapsedMs = clock.elapsedMs + ranMs;
  const words = {
    elapsed: time.span(elapsedMs),
    target: time.span(targetMs),
    left: time.span(Math.max(0, targetMs - elapsedMs)),
    over: time.span(Math.max(0, elapsedMs - targetMs)),
  };
  const part = Math.min(1, elapsedMs / targetMs);
  return (
    <span className={cx(styles.clock, className)}>
      <span className={cx(styles.words, alarming(state) && styles.alarming)}>
        {name !== undefined && <span className={styles.name}>{name}</span>}
        {t(brief ? `clock.brief.${state}` : `clock.${state}`, words)}
      </span>
      <span className={styles.track} aria-hidden="true">
        <span className={cx(styles.fill, styles[state])} style={{ width: `${(part * 100).toFixed(1)}%` }} />
      </span>
    </span>
  );
}

function alarming(state: ClockState): boolean {
  return state === 'warned' || state === 'breached' || state === 'missed';
}

/** The clock that matters now, for lists. */
export function CurrentClock({
  view,
  brief,
  className,
}: Pick<ClockBarProps, 'brief' | 'className'> & { readonly view: WorkOrderView }) {
  return (
    <ClockBar clock={currentClock(view.clocks)} atMs={view.clocksAtMs} brief={brief} className={className} />
  );
}
