import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnvironmentFigures, EnvironmentLayer } from '#shared/domain/overlay/environment.ts';
import { Chart } from '#renderer/charts/Chart.tsx';
import type { ChartColors } from '#renderer/charts/colors.ts';
import { sparkOption } from '#renderer/charts/spark-option.ts';
import { useLive } from '#renderer/link/hooks.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';
import { Figure } from '#renderer/ui/Figure.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { demandSpan, type DemandRow } from './demand.ts';
import styles from './BottomStrip.module.css';
import { meanRows, thinned } from './mean-rows.ts';
import { readSeries, useHistoryReads, type HistoryRead } from './use-history.ts';

const MOST_FIGURES = 4;
const BUCKETS = 96;
const READ_EVERY_MS = 300_000;
/** Beyond this a spread of the points stands for all: the line shows the course of the day, the figure the mean. */
const MOST_POINTS = 60;

export interface EnvironmentPanelProps {
  readonly layers: readonly EnvironmentLayer[];
  readonly figures: readonly EnvironmentFigures[];
  readonly history: HistoryDoor;
}

/** Mean of the site, span of its zones and the course of the day, of up to four quantities. */
export function EnvironmentPanel({ layers, figures, history }: EnvironmentPanelProps) {
  const { t } = useTranslation('overview');
  return (
    <Panel title={t('environment.title')} className={styles.environment}>
      <div className={styles.quantities}>
        {layers.slice(0, MOST_FIGURES).map((layer, index) => {
          const figure = figures[index];
          return figure && <Quantity key={layer.quantity} layer={layer} figure={figure} history={history} />;
        })}
        {layers.length === 0 && <p className={styles.note}>{t('environment.none')}</p>}
      </div>
    </Panel>
  );
}

function Quantity({
  layer,
  figure,
  history,
}: {
  readonly layer: EnvironmentLayer;
  readonly figure: EnvironmentFigures;
  readonly history: HistoryDoor;
}) {
  const [{ language }] = usePreferences();
  const { t } = useTranslation('overview');
  const known = figure.zone.filter((value) => !Number.isNaN(value));
  const span =
    known.length > 0
      ? `${formatNumber(Math.min(...known), layer.decimals)} – ${formatNumber(Math.max(...known), layer.decimals)}`
      : t('environment.noValue');
  const course = useCourse(layer, history);
  const option = useCallback(
    (colors: ChartColors, fontSize: number) =>
      course.state === 'read'
        ? sparkOption(course.value.rows, course.value.fromMs, course.value.toMs, colors.muted, fontSize)
        : {},
    [course],
  );
  return (
    <div className={styles.quantity}>
      <Figure
        number={formatNumber(figure.site, layer.decimals)}
        unit={layer.unit}
        note={layer.name[language]}
      />
      <p className={styles.range}>{span}</p>
      {course.state === 'read' && (
        <Chart
          option={option}
          label={t('environment.course', { name: layer.name[language] })}
          className={styles.spark}
        />
      )}
    </div>
  );
}

interface Course {
  readonly rows: readonly DemandRow[];
  readonly fromMs: number;
  readonly toMs: number;
}

function useCourse(layer: EnvironmentLayer, history: HistoryDoor): HistoryRead<Course> {
  const live = useLive();
  const plan = useCallback(
    async (signal: AbortSignal): Promise<HistoryRead<Course>> => {
      const toMs = live.engineNowMs();
      const coverage = await history.coverage();
      if (!coverage.ok) return { state: 'failed', code: coverage.error.code };
      const { fromMs } = demandSpan(toMs, coverage.value.fromMs);
      const queries = thinned(layer.points, MOST_POINTS).map((point) => ({
        pointId: point.id,
        fromMs: Math.floor(fromMs),
        toMs: Math.ceil(toMs),
        buckets: BUCKETS,
      }));
      const read = await readSeries(history, queries, signal);
      return read.state === 'read'
        ? { state: 'read', value: { rows: meanRows(read.value, fromMs, toMs, BUCKETS), fromMs, toMs } }
        : read;
    },
    [layer, history, live],
  );
  return useHistoryReads(READ_EVERY_MS, plan);
}
