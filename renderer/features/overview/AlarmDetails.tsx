import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { alarmFacts, limitText, placeText, valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DetailsActions, DetailsHead, FactList } from '#renderer/ui/Details.tsx';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { SendFromAlarm } from '#renderer/widgets/work-orders/SendFromAlarm.tsx';
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
      <DetailsHead
        level={alarm.priority}
        blinking={open}
        name={alarm.name[language]}
        line={`${place} · ${point?.asset.name[language] ?? alarm.assetId}`}
        note={rule?.advice?.[language]}
      />
      <FactList
        facts={[
          [t('alarm.state'), t(`codes:phase.${alarm.phase}`)],
          [
            t('alarm.raised'),
            `${time.moment(alarm.raisedAtMs, nowMs)} · ${time.stopwatch((alarm.clearedAtMs ?? nowMs) - alarm.raisedAtMs)}`,
          ],
          [
            t('alarm.value'),
            point && Number.isFinite(alarm.raisedValue)
              ? valueText(point, alarm.raisedValue, language, formatQuantity)
              : undefined,
          ],
          [
            t('alarm.condition'),
            rule && [t(`codes:condition.${rule.condition.type}`), limit].filter(Boolean).join(' '),
          ],
          [
            t('alarm.acknowledged'),
            alarm.acknowledgedAtMs === undefined
              ? undefined
              : `${alarm.acknowledgedBy ?? ''} · ${time.moment(alarm.acknowledgedAtMs, nowMs)}`,
          ],
          [t('alarm.record'), alarm.storedSeq === 0 ? t('alarms.notStored') : undefined],
        ]}
      />
      {point && <PointRow point={point} timeZone={site.timeZone} />}
      <DetailsActions>
        <Button look={open ? 'primary' : 'plain'} disabled={!open} onClick={() => ports.acknowledge([alarm])}>
          {t('alarms.acknowledge')}
        </Button>
        <Button onClick={() => ports.command(alarm.id)}>{t('alarm.incident')}</Button>
        <Button onClick={() => ports.openAlarm(alarm.id)}>{t('alarm.open')}</Button>
        <Button onClick={() => ports.openEquipment(alarm.assetId)}>{t('details.openEquipment')}</Button>
      </DetailsActions>
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
