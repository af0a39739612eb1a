/** What every chart over time shares: its time axis and its tooltip. */
import type { ChartColors } from './colors.ts';
import type { TimeWords } from './time-axis.ts';

export interface AxisInput {
  readonly fromMs: number;
  readonly toMs: number;
  readonly colors: ChartColors;
  readonly time: TimeWords;
  readonly fontSize: number;
}

export function timeAxis({ fromMs, toMs, colors, time, fontSize }: AxisInput): object {
  return {
    type: 'time',
    min: fromMs,
    max: toMs,
    axisLine: { lineStyle: { color: colors.line } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      color: colors.muted,
      fontSize,
      hideOverlap: true,
      formatter: (at: number) => time.tick(at, toMs - fromMs),
    },
  };
}

/** @param formatter lines of plain text: the page's policy forbids inline styles, which an HTML tooltip is made of. */
export function axisTooltip<Item>(
  { colors, fontSize }: Pick<AxisInput, 'colors' | 'fontSize'>,
  formatter: (items: readonly Item[]) => string,
): object {
  return {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    backgroundColor: colors.panel,
    borderColor: colors.line,
    textStyle: { color: colors.text, fontSize },
    axisPointer: { animation: false, lineStyle: { color: colors.muted } },
    formatter,
  };
}

/** Line widths are designed beside 12 px text; on a wall, where text is larger, lines are too. @param px width at 12 px. */
export function strokeWidth(px: number, fontSize: number): number {
  return (px * fontSize) / 12;
}
