import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import { FieldFrame } from '#renderer/ui/Field.tsx';
import { formatQuantity } from '#renderer/ui/format.ts';
import { TEXT_SCALES, usePreferences } from '#renderer/ui/preferences.tsx';
import { Segmented } from '#renderer/ui/Segmented.tsx';
import { useSound } from '#renderer/ui/sound.tsx';
import styles from './settings.module.css';

/** Language, theme, text size and sound of this window. */
export function DisplayPanel() {
  const { t } = useTranslation('settings');
  const [preferences, set] = usePreferences();
  const { control, state } = useSound();
  return (
    <div className={styles.stack}>
      <Segmented
        label={t('display.language')}
        value={preferences.language}
        onChange={(language) => set({ language })}
        segments={[
          { value: 'zh', text: '中文' },
          { value: 'en', text: 'English' },
        ]}
      />
      <Segmented
        label={t('display.theme')}
        value={preferences.theme}
        onChange={(theme) => set({ theme })}
        segments={(['dark', 'light'] as const).map((value) => ({ value, text: t(`display.${value}`) }))}
      />
      <Segmented
        label={t('display.textSize')}
        value={String(preferences.textScale)}
        onChange={(value) => set({ textScale: TEXT_SCALES.find((scale) => String(scale) === value) ?? 1 })}
        segments={TEXT_SCALES.map((scale) => ({
          value: String(scale),
          text: formatQuantity(scale * 100, '%'),
        }))}
      />
      <FieldFrame label={t('sound.volume')} hint={t('sound.volumeHint')}>
        {(wiring) => (
          <input
            {...wiring}
            type="range"
            min={0.2}
            max={1}
            step={0.1}
            value={preferences.soundVolume}
            className={styles.range}
            onChange={(event) => set({ soundVolume: Number(event.target.value) })}
          />
        )}
      </FieldFrame>
      <div className={styles.actions}>
        <Button onClick={() => void control.check()}>{t('sound.check')}</Button>
        <output className={styles.note}>{t(`sound.health.${state.health}`)}</output>
      </div>
    </div>
  );
}
