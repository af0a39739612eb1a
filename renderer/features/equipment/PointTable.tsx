import { useTranslation } from 'react-i18next';
import { isStale, qualityOf, QUALITY_GOOD } from '#shared/domain/sample.ts';
import type { Asset, BoundRule, Point } from '#shared/domain/site/site.ts';
import { useLive, usePointReading } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatQuantity, NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { doubtText, valueText } from './reading-text.ts';
import styles from './PointTable.module.css';

export interface PointTableProps {
  readonly asset: Asset;
  readonly rules: readonly BoundRule[];
  readonly timeZone: string;
  readonly selected: Point | undefined;
  readonly onSelect: (point: Point) => void;
}

/** Every point of an asset as it is now: value, age, what is to be doubted, and its alarm limits. */
export function PointTable({ asset, rules, timeZone, selected, onSelect }: PointTableProps) {
  const { t } = useTranslation('equipment');
  useTick(1_000);
  const move = (event: React.KeyboardEvent): void => {
    const at = selected ? asset.points.indexOf(selected) : -1;
    const next =
      event.key === 'ArrowDown'
        ? asset.points[at + 1]
        : event.key === 'ArrowUp'
          ? asset.points[Math.max(0, at - 1)]
          : undefined;
    if (!next) return;
    event.preventDefault();
    onSelect(next);
  };
  return (
    <div role="grid" aria-label={t('points.label')} tabIndex={0} className={styles.table} onKeyDown={move}>
      <div role="row" className={cx(styles.row, styles.head)}>
        {(['name', 'value', 'age', 'status', 'limits'] as const).map((column) => (
          <span key={column} role="columnheader" className={styles[column]}>
            {t(`points.${column}`)}
          </span>
        ))}
      </div>
      {asset.points.map((point) => (
        <PointRow
          key={point.id}
          point={point}
          rules={rules.filter((bound) => bound.point === point)}
          timeZone={timeZone}
          selected={point === selected}
          onSelect={onSelect}
        />
      ))}
    </div>
  );
}

interface PointRowProps {
  readonly point: Point;
  readonly rules: readonly BoundRule[];
  readonly timeZone: string;
  readonly selected: boolean;
  readonly onSelect: (point: Point) => void;
}

function PointRow({ point, rules, timeZone, selected, onSelect }: PointRowProps) {
  const { t } = useTranslation('equipment');
  const [{ language }] = usePreferences();
  const live = useLive();
  const texts = useTimeTexts(timeZone);
  const { value, receivedMs, status } = usePointReading(point.index);
  const doubtful = isStale(status) || qualityOf(status) !== QUALITY_GOOD;
  const limits = rules.map(({ rule }) => limitText(rule.condition, point));
  return (
    <div role="row" aria-selected={selected} className={styles.row} onClick={() => onSelect(point)}>
      <span role="gridcell" className={styles.name} title={point.id}>
        {point.name[language]}
      </span>
      <span role="gridcell" className={cx(styles.value, doubtful && styles.doubtful)}>
        {valueText(point, value, language)}
      </span>
      <span role="gridcell" className={styles.age}>
        {Number.isFinite(value) && receivedMs > 0 ? texts.span(live.engineNowMs() - receivedMs) : NO_VALUE}
      </span>
      <span role="gridcell" className={styles.status}>
        {doubtText(status, t)}
      </span>
      <span role="gridcell" className={styles.limits}>
        {limits.filter(Boolean).join('  ')}
      </span>
    </div>
  );
}

const CHANGE_SIGNS = { rising: '+', falling: '\u2212', either: '±' } as const;

function limitText(condition: BoundRule['rule']['condition'], point: Point): string {
  switch (condition.type) {
    case 'high':
    case 'high-high':
      return `> ${formatQuantity(condition.limit, point.unit, point.decimals)}`;
    case 'low':
    case 'low-low':
      return `< ${formatQuantity(condition.limit, point.unit, point.decimals)}`;
    case 'rate-of-change':
      return `${CHANGE_SIGNS[condition.direction]} ${formatQuantity(condition.perMinute, `${point.unit}/min`, point.decimals)}`;
    case 'state':
    case 'stale':
      return '';
  }
}
