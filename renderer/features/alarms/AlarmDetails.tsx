import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { alarmFacts, limitText, placeText, valueText } from '#shared/domain/overlay/reading-text.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import { Chart } from '#renderer/charts/Chart.tsx';
import type { ChartColors } from '#renderer/charts/colors.ts';
import { historyOption, type LimitLine } from '#renderer/charts/history-option.ts';
import { createTimeWords } from '#renderer/charts/time-axis.ts';
import { useLive } from '#renderer/link/hooks.ts';
import type { HistoryDoor, Series } from '#renderer/recorder/query-contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DetailsActions, DetailsHead, DetailsHeading, FactList } from '#renderer/ui/Details.tsx';
import { formatQuantity } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { SendFromAlarm } from '#renderer/widgets/work-orders/SendFromAlarm.tsx';
import styles from './AlarmDetails.module.css';
import type { AlarmsPorts } from './ports.ts';

/** What, where, why, what to do, the last hour of the point, and what came before. */
export function AlarmDetails({
  site,
  alarm,
  ports,
}: {
  readonly site: Site;
  readonly alarm: Alarm;
  readonly ports: AlarmsPorts;
}) {
  const { t } = useTranslation(['alarms', 'codes']);
  const [{ language }] = usePreferences();
  const { point, zone, rule } = alarmFacts(site, alarm);
  const open = needsAcknowledgement(alarm.phase);
  return (
    <>
      <DetailsHead
        level={alarm.priority}
        blinking={open}
        name={alarm.name[language]}
        line={[
          zone ? placeText(zone, language) : alarm.zoneId,
          point?.asset.name[language] ?? alarm.assetId,
        ].join(' · ')}
        note={rule?.advice?.[language]}
      />
      <Facts site={site} alarm={alarm} />
      <DetailsActions>
        <Button look={open ? 'primary' : 'plain'} disabled={!open} onClick={() => ports.acknowledge([alarm])}>
          {t('ack.one')}
        </Button>
        <Button onClick={() => ports.command(alarm.id)}>{t('details.incident')}</Button>
        <Button onClick={() => ports.locate(`alarm:${alarm.id}`)}>{t('details.locate')}</Button>
        <Button onClick={() => ports.openEquipment(alarm.assetId)}>{t('details.equipment')}</Button>
      </DetailsActions>
      <SendFromAlarm site={site} alarm={alarm} ports={ports} />
      {point && <LastHour point={point} site={site} history={ports.history} />}
    </>
  );
}

function Facts({ site, alarm }: { readonly site: Site; readonly alarm: Alarm }) {
  const { t } = useTranslation(['alarms', 'codes']);
  const [{ language }] = usePreferences();
  const live = useLive();
  const time = useTimeTexts(site.timeZone);
  useTick(1000);
  const nowMs = live.engineNowMs();
  const { point, rule } = alarmFacts(site, alarm);
  const limit = rule && point && limitText(rule, point, formatQuantity);
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('fact.state'), t(`codes:phase.${alarm.phase}`)],
    [t('fact.raised'), time.full(alarm.raisedAtMs)],
    [t('fact.lasted'), time.stopwatch((alarm.clearedAtMs ?? nowMs) - alarm.raisedAtMs)],
    [t('fact.cleared'), alarm.clearedAtMs === undefined ? undefined : time.full(alarm.clearedAtMs)],
    [
      t('fact.value'),
      point && Number.isFinite(alarm.raisedValue)
        ? valueText(point, alarm.raisedValue, language, formatQuantity)
        : undefined,
    ],
    [t('fact.now'), point && valueText(point, live.reading(point.index).value, language, formatQuantity)],
    [
      t('fact.condition'),
      rule && [t(`codes:condition.${rule.condition.type}`), limit].filter(Boolean).join(' '),
    ],
    [
      t('fact.acknowledged'),
      alarm.acknowledgedAtMs === undefined
        ? undefined
        : [alarm.acknowledgedBy, time.full(alarm.acknowledgedAtMs)].filter(Boolean).join(' · '),
    ],
    [t('fact.occurrence'), formatQuantity(alarm.occurrence, '')],
    [t('fact.record'), alarm.storedSeq === 0 ? t('notStored') : t('stored', { seq: alarm.storedSeq })],
  ];
  return <FactList facts={rows} />;
}

const HOUR_MS = 3_600_000;
const READ_EVERY_MS = 10_000;

type HourRead =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'read'; readonly series: Series; readonly toMs: number };

function LastHour({
  point,
  site,
  history,
}: {
  readonly point: Point;
  readonly site: Site;
  readonly history: HistoryDoor;
}) {
  const { t } = useTranslation(['alarms', 'codes']);
  const [{ language }] = usePreferences();
  const hour = useLastHour(point, history);
  const option = useCallback(
    (colors: ChartColors, fontSize: number) => {
      if (hour.state !== 'read') return {};
      const { timeMs, mean, min, max, gaps } = hour.series;
      const states =
        point.states &&
        Object.fromEntries(Object.entries(point.states).map(([code, text]) => [code, text[language]]));
      return historyOption({
        trace: { timeMs, value: mean, min, max, gaps },
        fromMs: hour.toMs - HOUR_MS,
        toMs: hour.toMs,
        unit: point.unit,
        decimals: point.decimals,
        states,
        limits: limitsOf(site, point, language),
        gapWord: t('chart.gap'),
        colors,
        time: createTimeWords(language, site.timeZone),
        fontSize,
      });
    },
    [hour, point, site, language, t],
  );
  return (
    <section>
      <DetailsHeading>{`${t('chart.title')} · ${point.name[language]}${point.unit === '' ? '' : ` · ${point.unit}`}`}</DetailsHeading>
      {hour.state === 'failed' && <p className={styles.quiet}>{t(`codes:history.${hour.code}`)}</p>}
      {hour.state === 'read' && hour.series.timeMs.length === 0 && (
        <p className={styles.quiet}>{t('chart.empty')}</p>
      )}
      <div className={styles.chart}>
        <Chart
          option={option}
          label={t('chart.label', { name: point.name[language] })}
          className={styles.canvas}
        />
      </div>
    </section>
  );
}

function limitsOf(site: Site, point: Point, language: 'zh' | 'en'): LimitLine[] {
  return site.boundRules.flatMap(({ rule, point: bound }) =>
    bound === point && 'limit' in rule.condition
      ? [{ value: rule.condition.limit, priority: rule.priority, label: rule.name[language] }]
      : [],
  );
}

function useLastHour(point: Point, history: HistoryDoor): HourRead {
  const live = useLive();
  const [read, setRead] = useState<HourRead>({ state: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      const toMs = Math.ceil(live.engineNowMs());
      const answer = await history.series(
        { pointId: point.id, fromMs: toMs - HOUR_MS, toMs, buckets: 600 },
        stop.signal,
      );
      if (stop.signal.aborted) return;
      setRead(
        answer.ok
          ? { state: 'read', series: answer.value, toMs }
          : { state: 'failed', code: answer.error.code },
      );
    };
    void run();
    const timer = setInterval(() => void run(), READ_EVERY_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [point, history, live]);
  return read;
}
