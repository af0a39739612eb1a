import type { EChartsCoreOption } from 'echarts/core';
import { axisTooltip, strokeWidth, timeAxis } from './axes.ts';
import type { ChartColors } from './colors.ts';
import type { TimeWords } from './time-axis.ts';

export interface CompareOptionInput {
  /** Rows [epoch ms, value]; null breaks the line. */
  readonly now: readonly (readonly [number, number | null])[];
  /** The reference, already shifted to the same times. */
  readonly before: readonly (readonly [number, number | null])[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Marks the present moment. */
  readonly nowMs: number;
  readonly unit: string;
  readonly nowWord: string;
  readonly beforeWord: string;
  readonly colors: ChartColors;
  readonly time: TimeWords;
  readonly fontSize: number;
}

interface Item {
  readonly seriesName: string;
  readonly value: readonly [number, number | null];
}

/** What is, as a line, over what was a week before, as a filled shape. */
export function compareOption(input: CompareOptionInput): EChartsCoreOption {
  const { colors, fontSize } = input;
  const quiet = { type: 'line', symbol: 'none', showSymbol: false, animation: false };
  return {
    animation: false,
    grid: { left: 4, right: 8, top: 10, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: axisTooltip(input, (items: readonly Item[]) => tooltipText(items, input)),
    xAxis: timeAxis(input),
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      axisLabel: { color: colors.muted, fontSize },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        ...quiet,
        name: input.beforeWord,
        data: input.before,
        lineStyle: { color: colors.reference, width: strokeWidth(1, fontSize) },
        areaStyle: { color: colors.reference, opacity: 0.3 },
        z: 1,
      },
      {
        ...quiet,
        name: input.nowWord,
        data: input.now,
        lineStyle: { color: colors.trace, width: strokeWidth(1.5, fontSize) },
        z: 2,
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          label: { show: false },
          lineStyle: { color: colors.muted, type: 'dashed', width: strokeWidth(1, fontSize) },
          data: [{ xAxis: input.nowMs }],
        },
      },
    ],
  };
}

function tooltipText(items: readonly Item[], { time, unit }: CompareOptionInput): string {
  const rows = items.filter((item) => item.value[1] !== null);
  const first = rows[0];
  if (!first) return '';
  return [
    time.exact(first.value[0]),
    ...rows.map((item) => `${item.seriesName} ${(item.value[1] as number).toFixed(0)} ${unit}`),
  ].join('\n');
}
