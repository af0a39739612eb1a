import { useTranslation } from 'react-i18next';
import {
  QUALITY_BAD,
  QUALITY_UNCERTAIN,
  STATUS_SKEWED,
  hasValue,
  isStale,
  qualityOf,
} from '#shared/domain/sample.ts';
import { valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { useLive, usePointReading } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './PointRow.module.css';

/** One point: name, value with unit, and its age or what is wrong with it. Not fresh is told by shape and word, not by colour alone. */
export function PointRow({
  point,
  timeZone,
  of,
}: {
  readonly point: Point;
  readonly timeZone: string;
  /** Named before the point where several assets stand in one list. */
  readonly of?: string | undefined;
}) {
  const { t } = useTranslation('codes');
  const [{ language }] = usePreferences();
  const reading = usePointReading(point.index);
  const live = useLive();
  const time = useTimeTexts(timeZone);
  useTick(1000);
  const word = qualityWord(reading.status);
  const age = Number.isNaN(reading.sourceMs) ? '' : time.span(live.engineNowMs() - reading.sourceMs);
  return (
    <div className={styles.row}>
      <span className={styles.name}>{[of, point.name[language]].filter(Boolean).join(' · ')}</span>
      <span className={cx(styles.value, word && styles.doubtful)}>
        {valueText(point, reading.value, language, formatQuantity)}
      </span>
      <span className={styles.age}>{word ? [t(`quality.${word}`), age].filter(Boolean).join(' ') : age}</span>
    </div>
  );
}

/** The word that must stand with a value; undefined for a good and fresh one. */
export function qualityWord(status: number): 'never' | 'stale' | 'bad' | 'uncertain' | 'skewed' | undefined {
  if (!hasValue(status)) return 'never';
  if (isStale(status)) return 'stale';
  if (qualityOf(status) === QUALITY_BAD) return 'bad';
  if (qualityOf(status) === QUALITY_UNCERTAIN) return 'uncertain';
  return status & STATUS_SKEWED ? 'skewed' : undefined;
}
