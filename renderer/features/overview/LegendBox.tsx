import { useTranslation } from 'react-i18next';
import type { Legend } from '#shared/domain/overlay/legend.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './LegendBox.module.css';

/** What the colours mean, with unit and values; always with the colour of "no value". */
export function LegendBox({
  legend,
  name,
}: {
  readonly legend: Legend;
  readonly name: LocalizedText | undefined;
}) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  if (legend.kind === 'states') {
    return (
      <div className={styles.legend} role="group" aria-label={t('legend.label')}>
        <ul className={styles.states}>
          {legend.states.map(({ code, ramp }) => (
            <li key={code}>
              <span className={cx(styles.swatch, styles[swatchOf(ramp)])} aria-hidden="true" />
              {t(`security.state.${code}`)}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const decimals = legend.ticks.every(Number.isInteger) ? 0 : 1;
  return (
    <div className={styles.legend} role="group" aria-label={t('legend.label')}>
      <p
        className={styles.title}
      >{`${name?.[language] ?? t(`legend.${legend.quantity}`)} · ${legend.unit}`}</p>
      <div className={styles.ramp} aria-hidden="true" />
      <div className={styles.ticks}>
        {legend.ticks.map((tick) => (
          <span key={tick}>{formatNumber(tick, decimals)}</span>
        ))}
      </div>
      <p className={styles.note}>
        <span className={cx(styles.swatch, styles.none)} aria-hidden="true" />
        {t('legend.noValue')}
      </p>
    </div>
  );
}

function swatchOf(ramp: number): string {
  if (Number.isNaN(ramp)) return 'none';
  return ramp < 0 ? `blind${-1 - ramp}` : `ramp${Math.round(ramp * 4)}`;
}
