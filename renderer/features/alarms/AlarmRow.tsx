import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { isActive, needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { alarmFacts, valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatQuantity, NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './AlarmRow.module.css';

export interface AlarmRowProps {
  readonly site: Site;
  readonly alarm: Alarm;
  readonly marked: boolean;
  readonly onMark: (alarm: Alarm) => void;
}

/** Names of the columns, in the same grid as the rows. */
export function AlarmColumns() {
  const { t } = useTranslation('alarms');
  return (
    <div className={cx(styles.row, styles.columns)} aria-hidden="true">
      <span />
      <span>{t('column.priority')}</span>
      <span>{t('column.time')}</span>
      <span>{t('column.place')}</span>
      <span>{t('column.alarm')}</span>
      <span>{t('column.asset')}</span>
      <span className={styles.value}>{t('column.value')}</span>
      <span>{t('column.state')}</span>
    </div>
  );
}

/** One line: mark, priority, when, where, what, value, state and who. */
export function AlarmRow({ site, alarm, marked, onMark }: AlarmRowProps) {
  const { t } = useTranslation(['alarms', 'codes']);
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  const { point, zone } = alarmFacts(site, alarm);
  const open = needsAcknowledgement(alarm.phase);
  return (
    <div
      className={cx(
        styles.row,
        styles[`edge${alarm.priority}`],
        open && alarm.priority === 1 && styles.urgent,
      )}
    >
      <input
        type="checkbox"
        checked={marked}
        tabIndex={-1}
        aria-label={t('mark')}
        onClick={(event) => event.stopPropagation()}
        onChange={() => onMark(alarm)}
      />
      <span className={styles.priority}>
        <PriorityShape level={alarm.priority} blinking={open} hollow={!isActive(alarm.phase)} />
        {alarm.priority}
      </span>
      <span>{time.moment(alarm.raisedAtMs, live.engineNowMs())}</span>
      <span className={styles.cut}>
        {zone ? `${zone.storey.label} · ${zone.name[language]}` : alarm.zoneId}
      </span>
      <span className={cx(styles.cut, styles.name)}>{alarm.name[language]}</span>
      <span className={cx(styles.cut, styles.muted)}>{point?.asset.name[language] ?? alarm.assetId}</span>
      <span className={cx(styles.cut, styles.value)}>
        {point ? valueText(point, alarm.raisedValue, language, formatQuantity) : NO_VALUE}
      </span>
      <span className={cx(styles.cut, !open && styles.muted)}>
        {[t(`codes:phase.${alarm.phase}`), alarm.acknowledgedBy, alarm.storedSeq === 0 && t('notStored')]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
}
