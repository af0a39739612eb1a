import type { EChartsCoreOption } from 'echarts/core';
import { axisTooltip, strokeWidth, timeAxis } from './axes.ts';
import type { ChartColors } from './colors.ts';
import type { TimeWords } from './time-axis.ts';

/** Columns of equal length, times rising, epoch ms. `min`/`max` where a row stands for many samples. */
export interface HistoryTrace {
  readonly timeMs: Float64Array;
  readonly value: Float64Array;
  readonly min: Float64Array | undefined;
  readonly max: Float64Array | undefined;
  /** Spans without knowledge, epoch ms: never bridged by a line. */
  readonly gaps: readonly (readonly [number, number])[];
}

export interface LimitLine {
  readonly value: number;
  readonly priority: 1 | 2 | 3 | 4;
  readonly label: string;
}

export interface HistoryOptionInput {
  readonly trace: HistoryTrace;
  readonly fromMs: number;
  readonly toMs: number;
  readonly unit: string;
  readonly decimals: number;
  /** Binary and multistate points: drawn as steps, with the names of the codes on the axis. */
  readonly states: Readonly<Record<string, string>> | undefined;
  readonly limits: readonly LimitLine[];
  /** Word for "no data", shown over gaps. */
  readonly gapWord: string;
  readonly colors: ChartColors;
  readonly time: TimeWords;
  /** Pixels of one text line. */
  readonly fontSize: number;
}

export function historyOption(input: HistoryOptionInput): EChartsCoreOption {
  const { trace, colors } = input;
  const rows = withBreaks(trace);
  const line = {
    type: 'line' as const,
    symbol: 'none',
    animation: false,
    step: input.states ? ('end' as const) : (false as const),
    // Alone between two gaps a sample has no line to be seen by.
    showSymbol: trace.timeMs.length === 1,
    lineStyle: { color: colors.trace, width: strokeWidth(1.5, input.fontSize) },
    itemStyle: { color: colors.trace },
    data: rows.map(({ at, value }) => [at, value]),
    markLine: limitLines(input),
    markArea: gapAreas(input),
  };
  return {
    animation: false,
    grid: {
      left: 8,
      right: 16,
      top: 14,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: tooltip(input),
    xAxis: timeAxis(input),
    yAxis: valueAxis(input),
    series: trace.min && trace.max && !input.states ? [...band(rows, colors), line] : [line],
  };
}

interface Row {
  readonly at: number;
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Rows of the trace with an empty row inside every gap, so that no line crosses it. */
function withBreaks({ timeMs, value, min, max, gaps }: HistoryTrace): Row[] {
  const rows: Row[] = [];
  let gap = 0;
  for (let row = 0; row < timeMs.length; row += 1) {
    const at = timeMs[row] as number;
    while (gap < gaps.length && (gaps[gap] as readonly [number, number])[1] <= at) {
      rows.push({ at: (gaps[gap] as readonly [number, number])[0], value: null, min: null, max: null });
      gap += 1;
    }
    const number = finite(value[row]);
    rows.push({ at, value: number, min: finite(min?.[row]) ?? number, max: finite(max?.[row]) ?? number });
  }
  return rows;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** The band is a stack: an invisible floor of minima, and on it the height of the band. */
function band(rows: readonly Row[], colors: ChartColors): object[] {
  const shared = {
    type: 'line',
    symbol: 'none',
    animation: false,
    silent: true,
    stack: 'band',
    stackStrategy: 'all',
    lineStyle: { opacity: 0 },
  };
  return [
    { ...shared, data: rows.map(({ at, min }) => [at, min]) },
    {
      ...shared,
      areaStyle: { color: colors.reference, opacity: 0.35 },
      data: rows.map(({ at, min, max }) => [at, min === null || max === null ? null : max - min]),
    },
  ];
}

function limitLines({ limits, colors, fontSize }: HistoryOptionInput): object {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: limits.map(({ value, priority, label }) => ({
      yAxis: value,
      lineStyle: { color: colors.priorities[priority - 1], type: 'dashed', width: strokeWidth(1, fontSize) },
      label: { formatter: label, position: 'insideEndTop', color: colors.muted, fontSize },
    })),
  };
}

function gapAreas({ trace, fromMs, toMs, gapWord, colors, fontSize }: HistoryOptionInput): object {
  const seen = trace.gaps.filter(([from, to]) => to > fromMs && from < toMs);
  return {
    silent: true,
    animation: false,
    itemStyle: { color: colors.reference, opacity: 0.12 },
    label: { color: colors.muted, fontSize, position: 'insideTop' },
    data: seen.map(([from, to]) => [
      { xAxis: Math.max(from, fromMs), name: to - from > (toMs - fromMs) / 8 ? gapWord : '' },
      { xAxis: Math.min(to, toMs) },
    ]),
  };
}

function valueAxis({ states, unit, decimals, limits, colors, fontSize }: HistoryOptionInput): object {
  const codes = states ? Object.keys(states).map(Number) : [];
  const values = limits.map((limit) => limit.value);
  return {
    type: 'value',
    // A limit that the value has not reached must still be in the picture.
    min: states ? Math.min(...codes) : ({ min }: { min: number }) => roomBelow(Math.min(min, ...values)),
    max: states ? Math.max(...codes) : ({ max }: { max: number }) => roomAbove(Math.max(max, ...values)),
    ...(states ? { interval: 1 } : { splitNumber: 4 }),
    axisLabel: {
      color: colors.muted,
      fontSize,
      formatter: (value: number) =>
        states?.[String(value)] ?? `${value.toFixed(Math.min(decimals, 3))}${unit ? ` ${unit}` : ''}`,
    },
    splitLine: { lineStyle: { color: colors.line } },
  };
}

function roomBelow(value: number): number {
  const room = Math.max(Math.abs(value) * 0.02, 0.5);
  return value >= 0 ? Math.max(0, Math.floor(value - room)) : Math.floor(value - room);
}

function roomAbove(value: number): number {
  return Math.ceil(value + Math.max(Math.abs(value) * 0.02, 0.5));
}

interface Item {
  readonly value: readonly [number, number | null];
}

function tooltip(input: HistoryOptionInput): object {
  const { time, states, unit, decimals } = input;
  return axisTooltip(input, (items: readonly Item[]) => {
    const last = items.at(-1);
    if (!last || last.value[1] === null) return '';
    const value =
      states?.[String(last.value[1])] ?? `${last.value[1].toFixed(decimals)}${unit ? ` ${unit}` : ''}`;
    return `${time.exact(last.value[0])}\n${value}`;
  });
}
