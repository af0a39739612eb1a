import type { EChartsCoreOption } from 'echarts/core';
import { strokeWidth } from './axes.ts';

/** A small line without axes. Rows [epoch ms, value]; null breaks the line. */
export function sparkOption(
  rows: readonly (readonly [number, number | null])[],
  fromMs: number,
  toMs: number,
  color: string,
  fontSize: number,
): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 0, right: 0, top: 3, bottom: 3 },
    xAxis: { type: 'time', show: false, min: fromMs, max: toMs },
    yAxis: { type: 'value', show: false, scale: true },
    series: [
      {
        type: 'line',
        symbol: 'none',
        showSymbol: false,
        animation: false,
        silent: true,
        data: rows,
        lineStyle: { color, width: strokeWidth(1.25, fontSize) },
      },
    ],
  };
}
