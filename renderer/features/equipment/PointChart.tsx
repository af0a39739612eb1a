import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoundRule, Point } from '#shared/domain/site/site.ts';
import { Chart } from '#renderer/charts/Chart.tsx';
import type { ChartColors } from '#renderer/charts/colors.ts';
import { historyOption, type LimitLine } from '#renderer/charts/history-option.ts';
import { createTimeWords } from '#renderer/charts/time-axis.ts';
import { useLive } from '#renderer/link/hooks.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Segmented } from '#renderer/ui/Segmented.tsx';
import { valueText } from './reading-text.ts';
import { useSeries, type SeriesState } from './use-series.ts';
import styles from './PointChart.module.css';

const HOUR_MS = 3_600_000;
const SPANS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;
type SpanName = keyof typeof SPANS;
const SPAN_KEYS: readonly (readonly [SpanName, string])[] = [
  ['hour', 'h'],
  ['day', 'd'],
  ['week', 'w'],
];

export interface PointChartProps {
  readonly point: Point;
  readonly rules: readonly BoundRule[];
  readonly timeZone: string;
  readonly history: HistoryDoor;
}

/** One point over the last hour, day or week, as recorded on this disk. */
export function PointChart({ point, rules, timeZone, history }: PointChartProps) {
  const { t } = useTranslation('equipment');
  const [{ language }] = usePreferences();
  const [span, setSpan] = useState<SpanName>('hour');
  const live = useLive();
  const state = useSeries(history, point.id, SPANS[span], live.engineNowMs);
  useKeyCommands(
    SPAN_KEYS.map(([name, key]) => ({
      keys: [key],
      text: t(`span.${name}`),
      group: t('title'),
      run: () => setSpan(name),
    })),
  );
  return (
    <div className={styles.chart}>
      <header className={styles.header}>
        <h3 className={styles.title}>{point.name[language]}</h3>
        <Segmented
          label={t('span.label')}
          value={span}
          onChange={setSpan}
          segments={SPAN_KEYS.map(([value]) => ({ value, text: t(`span.${value}`) }))}
        />
      </header>
      <div className={styles.body}>
        <ChartBody point={point} rules={rules} timeZone={timeZone} state={state} />
      </div>
    </div>
  );
}

function ChartBody({
  point,
  rules,
  timeZone,
  state,
}: Pick<PointChartProps, 'point' | 'rules' | 'timeZone'> & { readonly state: SeriesState | undefined }) {
  const { t } = useTranslation('equipment');
  const [{ language }] = usePreferences();
  const option = useCallback(
    (colors: ChartColors, fontSize: number) =>
      historyOption({
        trace: traceOf(state),
        ...(state?.span ?? { fromMs: 0, toMs: 1 }),
        unit: point.unit,
        decimals: point.decimals,
        states:
          point.states &&
          Object.fromEntries(Object.entries(point.states).map(([code, name]) => [code, name[language]])),
        limits: limitLines(rules, language),
        gapWord: t('chart.gap'),
        colors,
        time: createTimeWords(language, timeZone),
        fontSize,
      }),
    [state, point, rules, language, t, timeZone],
  );
  if (!state) return <EmptyState title={t('chart.reading')} />;
  if (!state.series)
    return (
      <EmptyState title={t('chart.unreadable')} reason={t(`chart.failure.${state.failure ?? 'internal'}`)} />
    );
  if (state.series.rawCount === 0 && !state.series.before)
    return <EmptyState title={t('chart.nothing')} reason={t('chart.nothingReason')} />;
  const last = state.series.last.at(-1) ?? state.series.before?.value ?? NaN;
  return (
    <Chart
      option={option}
      label={t('chart.summary', {
        name: point.name[language],
        value: valueText(point, last, language),
      })}
    />
  );
}

/** The value that was in force when the span began is its first row: a door that has been shut for a day is shut. */
function traceOf(state: SeriesState | undefined): Parameters<typeof historyOption>[0]['trace'] {
  const series = state?.series;
  if (!series)
    return {
      timeMs: new Float64Array(),
      value: new Float64Array(),
      min: undefined,
      max: undefined,
      gaps: [],
    };
  const { timeMs, last, mean, min, max, gaps, before, kind } = series;
  const value = kind === 'raw' ? last : mean;
  const band = kind === 'raw' ? { min: undefined, max: undefined } : { min, max };
  const startsInGap = gaps.some(([from]) => from <= state.span.fromMs);
  if (!before || startsInGap) return { timeMs, value, ...band, gaps };
  const prepend = (first: number, rest: Float64Array): Float64Array => Float64Array.from([first, ...rest]);
  return {
    timeMs: prepend(state.span.fromMs, timeMs),
    value: prepend(before.value, value),
    min: band.min && prepend(before.value, band.min),
    max: band.max && prepend(before.value, band.max),
    gaps,
  };
}

function limitLines(rules: readonly BoundRule[], language: 'zh' | 'en'): LimitLine[] {
  return rules.flatMap(({ rule }): LimitLine[] =>
    'limit' in rule.condition
      ? [{ value: rule.condition.limit, priority: rule.priority, label: rule.name[language] }]
      : [],
  );
}
