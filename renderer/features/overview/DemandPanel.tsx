import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { sameWallTime, zoneOffset } from '#shared/analytics/wall-time.ts';
import type { EnergyFigures, EnergyOverlay } from '#shared/domain/overlay/energy.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { Chart } from '#renderer/charts/Chart.tsx';
import type { ChartColors } from '#renderer/charts/colors.ts';
import { compareOption } from '#renderer/charts/compare-option.ts';
import { createTimeWords } from '#renderer/charts/time-axis.ts';
import { useLive } from '#renderer/link/hooks.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';
import { Figure } from '#renderer/ui/Figure.tsx';
import { formatChange, formatNumber, formatQuantity } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { demandRows, demandSpan, peakOf, shiftRows, valueAround, type DemandRow } from './demand.ts';
import styles from './BottomStrip.module.css';
import { readSeries, useHistoryReads, type HistoryRead } from './use-history.ts';

const BUCKETS = 240;
const READ_EVERY_MS = 60_000;
const BASELINE_AROUND_MS = 15 * 60_000;

interface Demand {
  readonly now: readonly DemandRow[];
  readonly before: readonly DemandRow[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
}

export interface DemandPanelProps {
  readonly site: Site;
  readonly energy: EnergyOverlay;
  readonly figures: EnergyFigures;
  readonly history: HistoryDoor;
}

/** The site's demand, and what it was at the same time last week. */
export function DemandPanel({ site, energy, figures, history }: DemandPanelProps) {
  const { t } = useTranslation(['overview', 'codes']);
  const demand = useDemand(site, energy, history);
  const read = demand.state === 'read' ? demand.value : undefined;
  const baseline = read ? valueAround(read.before, read.nowMs, BASELINE_AROUND_MS) : Number.NaN;
  const { siteKw, siteCoverage } = figures;
  const peak = read && peakOf(read.now);
  const time = useTimeTexts(site.timeZone);
  const partly = siteCoverage > 0 && siteCoverage < 1;
  return (
    <Panel title={t('demand.title')} className={styles.demand}>
      <div className={styles.demandBody}>
        <div className={styles.figures}>
          <Figure
            number={formatNumber(siteKw)}
            unit="kW"
            doubtful={partly}
            note={partly ? t('demand.partly', { share: formatQuantity(siteCoverage * 100, '%') }) : undefined}
          />
          {Number.isNaN(baseline) ? (
            <p className={styles.note}>
              {demand.state === 'failed' ? t(`codes:history.${demand.code}`) : t('demand.noBaseline')}
            </p>
          ) : (
            <p className={styles.note}>
              {t('demand.baseline', { value: formatQuantity(baseline, 'kW') })}
              {!Number.isNaN(siteKw) && (
                <>
                  <br />
                  <strong className={styles.change}>{formatChange(siteKw / baseline - 1)}</strong>
                </>
              )}
            </p>
          )}
          {peak && (
            <p className={styles.note}>
              {t('demand.peak', { value: formatQuantity(peak.kw, 'kW'), at: time.minute(peak.atMs) })}
            </p>
          )}
          {Number.isNaN(siteKw) && (
            <p className={styles.note}>
              {energy.demandPoints.length === 0 ? t('demand.noMeter') : t('demand.noValue')}
            </p>
          )}
        </div>
        {read && hasRows(read) && <DemandChart demand={read} site={site} />}
        {read && !hasRows(read) && <p className={styles.note}>{t('demand.noHistory')}</p>}
      </div>
    </Panel>
  );
}

function hasRows({ now, before }: Demand): boolean {
  return [...now, ...before].some(([, value]) => value !== null);
}

function DemandChart({ demand, site }: { readonly demand: Demand; readonly site: Site }) {
  const { t } = useTranslation('overview');
  const [{ language }] = usePreferences();
  const option = useCallback(
    (colors: ChartColors, fontSize: number) =>
      compareOption({
        ...demand,
        unit: 'kW',
        nowWord: t('demand.now'),
        beforeWord: t('demand.lastWeek'),
        colors,
        time: createTimeWords(language, site.timeZone),
        fontSize: fontSize * 0.85,
      }),
    [demand, site.timeZone, language, t],
  );
  return <Chart option={option} label={t('demand.chart')} className={styles.chart} />;
}

function useDemand(site: Site, energy: EnergyOverlay, history: HistoryDoor): HistoryRead<Demand> {
  const live = useLive();
  const plan = useCallback(
    async (signal: AbortSignal): Promise<HistoryRead<Demand>> => {
      const nowMs = live.engineNowMs();
      const coverage = await history.coverage();
      if (!coverage.ok) return { state: 'failed', code: coverage.error.code };
      const { fromMs, toMs } = demandSpan(nowMs, coverage.value.fromMs);
      // By the wall clock: a change to summer time in between does not shift the working day.
      const weekMs = nowMs - sameWallTime(nowMs, 7, zoneOffset(site.timeZone));
      const queries = (shiftMs: number) =>
        energy.demandPoints.map((point) => ({
          pointId: point.id,
          fromMs: Math.floor(fromMs - shiftMs),
          toMs: Math.ceil(toMs - shiftMs),
          buckets: BUCKETS * 2,
        }));
      const meters = energy.demandPoints.length;
      const read = await readSeries(history, [...queries(0), ...queries(weekMs)], signal);
      if (read.state !== 'read') return read;
      const before = demandRows(
        read.value.slice(meters),
        energy.demandFactors,
        fromMs - weekMs,
        toMs - weekMs,
        BUCKETS,
      );
      return {
        state: 'read',
        value: {
          now: demandRows(read.value.slice(0, meters), energy.demandFactors, fromMs, toMs, BUCKETS),
          before: shiftRows(before, weekMs),
          fromMs,
          toMs,
          nowMs,
        },
      };
    },
    [site, energy, history, live],
  );
  return useHistoryReads(READ_EVERY_MS, plan);
}
