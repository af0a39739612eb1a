import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { alarmFacts, limitText, placeText, valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { SendFromAlarm } from '#renderer/widgets/work-orders/SendFromAlarm.tsx';
import styles from './AlarmDetails.module.css';
import { PointRow } from './PointRow.tsx';
import type { OverviewPorts } from './ports.ts';
import { Transitions } from './Transitions.tsx';

/** What, where, against which limit, what to do, and who saw it before. */
export function AlarmDetails({
  site,
  alarm,
  ports,
}: {
  readonly site: Site;
  readonly alarm: Alarm;
  readonly ports: OverviewPorts;
}) {
  const { t } = useTranslation(['overview', 'codes']);
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  useTick(1000);
  const nowMs = live.engineNowMs();
  const { point, zone, rule } = alarmFacts(site, alarm);
  const limit = rule && point && limitText(rule, point, formatQuantity);
  const open = needsAcknowledgement(alarm.phase);
  const place = zone ? placeText(zone, language) : alarm.zoneId;
  return (
    <>
      <h3 className={styles.name}>
        <PriorityShape level={alarm.priority} blinking={open} />
        {alarm.name[language]}
      </h3>
      <p className={styles.place}>{`${place} · ${point?.asset.name[language] ?? alarm.assetId}`}</p>
      {rule?.advice && <p className={styles.advice}>{rule.advice[language]}</p>}
      <dl className={styles.facts}>
        <Fact name={t('alarm.state')} text={t(`codes:phase.${alarm.phase}`)} />
        <Fact
          name={t('alarm.raised')}
          text={`${time.moment(alarm.raisedAtMs, nowMs)} · ${time.stopwatch((alarm.clearedAtMs ?? nowMs) - alarm.raisedAtMs)}`}
        />
        {point && Number.isFinite(alarm.raisedValue) && (
          <Fact
            name={t('alarm.value')}
            text={valueText(point, alarm.raisedValue, language, formatQuantity)}
          />
        )}
        {rule && (
          <Fact
            name={t('alarm.condition')}
            text={[t(`codes:condition.${rule.condition.type}`), limit].filter(Boolean).join(' ')}
          />
        )}
        {alarm.acknowledgedAtMs !== undefined && (
          <Fact
            name={t('alarm.acknowledged')}
            text={`${alarm.acknowledgedBy ?? ''} · ${time.moment(alarm.acknowledgedAtMs, nowMs)}`}
          />
        )}
        {alarm.storedSeq === 0 && <Fact name={t('alarm.record')} text={t('alarms.notStored')} />}
      </dl>
      {point && <PointRow point={point} timeZone={site.timeZone} />}
      <div className={styles.actions}>
        <Button look={open ? 'primary' : 'plain'} disabled={!open} onClick={() => ports.acknowledge([alarm])}>
          {t('alarms.acknowledge')}
        </Button>
        <Button onClick={() => ports.command(alarm.id)}>{t('alarm.incident')}</Button>
        <Button onClick={() => ports.openAlarm(alarm.id)}>{t('alarm.open')}</Button>
        <Button onClick={() => ports.openEquipment(alarm.assetId)}>{t('details.openEquipment')}</Button>
      </div>
      <SendFromAlarm key={alarm.id} site={site} alarm={alarm} ports={ports} />
      <Transitions
        title={t('alarm.lately')}
        assetId={alarm.assetId}
        limit={6}
        version={`${alarm.id}#${alarm.occurrence}#${alarm.phase}`}
        site={site}
      />
    </>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
