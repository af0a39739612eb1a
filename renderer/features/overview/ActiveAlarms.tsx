import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { isActive, needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { compareAlarms } from '#shared/domain/alarm/order.ts';
import { alarmFacts, valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { formatQuantity } from '#renderer/ui/format.ts';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { VirtualList } from '#renderer/ui/VirtualList.tsx';
import styles from './ActiveAlarms.module.css';

export interface ActiveAlarmsProps {
  readonly site: Site;
  readonly alarms: readonly Alarm[];
  /** False while nothing is known (no engine): then an empty list is no comfort. */
  readonly known: boolean;
  readonly nowMs: number;
  readonly selected: Alarm | undefined;
  readonly onLocate: (alarm: Alarm) => void;
  readonly onAcknowledge: (alarms: readonly Alarm[]) => void;
  /** Undefined: no alarm is selected. */
  readonly onCommand: (alarm: Alarm | undefined) => void;
}

const ROW_REM = 5.6;
const HEADER_REM = 5;

/** What must be dealt with, the most urgent first. Selecting an alarm shows its place; one more key acknowledges it. */
export function ActiveAlarms({
  site,
  alarms,
  known,
  nowMs,
  selected,
  onLocate,
  onAcknowledge,
  onCommand,
}: ActiveAlarmsProps) {
  const { t } = useTranslation('overview');
  const ordered = [...alarms].sort(compareAlarms);
  useKeyCommands([
    {
      keys: ['a'],
      text: t('keys.acknowledge'),
      group: t('keys.alarms'),
      run: () => selected && onAcknowledge([selected]),
    },
    {
      keys: ['Shift+a'],
      text: t('keys.acknowledgeAll'),
      group: t('keys.alarms'),
      run: () => onAcknowledge(ordered),
    },
    { keys: ['p'], text: t('keys.incident'), group: t('keys.alarms'), run: () => onCommand(selected) },
    {
      keys: ['g'],
      text: t('keys.nextAlarm'),
      group: t('keys.alarms'),
      run: () => {
        const open = ordered.filter((alarm) => needsAcknowledgement(alarm.phase));
        const next =
          open[(open.findIndex((alarm) => alarm.id === selected?.id) + 1) % open.length] ?? ordered[0];
        if (next) onLocate(next);
      },
    },
  ]);
  return (
    <div
      className={styles.box}
      style={{
        height: ordered.length > 0 ? `min(56%, ${ordered.length * ROW_REM + HEADER_REM}rem)` : undefined,
      }}
    >
      <Panel title={`${t('alarms.title')} · ${known ? alarms.length : '–'}`} className={styles.panel}>
        <VirtualList
          label={t('alarms.title')}
          items={ordered}
          keyOf={(alarm) => alarm.id}
          rowRem={ROW_REM}
          selectedKey={selected?.id}
          onSelect={onLocate}
          onActivate={onLocate}
          className={styles.list}
          empty={
            known ? (
              <EmptyState title={t('alarms.none')} reason={t('alarms.noneReason')} />
            ) : (
              <EmptyState title={t('alarms.unknown')} reason={t('alarms.unknownReason')} />
            )
          }
          renderRow={(alarm) => (
            <AlarmRow site={site} alarm={alarm} nowMs={nowMs} onAcknowledge={onAcknowledge} />
          )}
        />
      </Panel>
    </div>
  );
}

function AlarmRow({
  site,
  alarm,
  nowMs,
  onAcknowledge,
}: Pick<ActiveAlarmsProps, 'site' | 'nowMs' | 'onAcknowledge'> & { readonly alarm: Alarm }) {
  const { t } = useTranslation(['overview', 'codes']);
  const [{ language }] = usePreferences();
  const time = useTimeTexts(site.timeZone);
  const { point, zone } = alarmFacts(site, alarm);
  const open = needsAcknowledgement(alarm.phase);
  const value =
    point && Number.isFinite(alarm.raisedValue)
      ? valueText(point, alarm.raisedValue, language, formatQuantity)
      : undefined;
  const state =
    alarm.phase === 'acknowledged' && alarm.acknowledgedBy
      ? `${t('codes:phase.acknowledged')} · ${alarm.acknowledgedBy}`
      : t(`codes:phase.${alarm.phase}`);
  return (
    <div
      className={cx(
        styles.row,
        styles[`edge${alarm.priority}`],
        open && alarm.priority === 1 && styles.urgent,
      )}
    >
      <span className={styles.priority}>
        <PriorityShape level={alarm.priority} blinking={open} hollow={!isActive(alarm.phase)} />
        {alarm.priority}
      </span>
      <span className={styles.what}>
        <span className={styles.name}>{`${zone?.id ?? alarm.zoneId} ${alarm.name[language]}`}</span>
        <span className={styles.more}>{[alarm.assetId, value].filter(Boolean).join(' · ')}</span>
        <span className={styles.when}>
          <span className={styles.more}>
            {alarm.storedSeq === 0 ? `${state} · ${t('alarms.notStored')}` : state}
          </span>
          <span>{time.moment(alarm.raisedAtMs, nowMs)}</span>
        </span>
      </span>
      {open ? (
        <Button
          className={styles.ack}
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onAcknowledge([alarm]);
          }}
        >
          {t('alarms.acknowledge')}
        </Button>
      ) : (
        <span className={styles.ack} />
      )}
    </div>
  );
}
