/** Colours of charts, from the CSS variables of the design tokens: one name, one meaning. */
export interface ChartColors {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly panel: string;
  /** What is measured now. */
  readonly trace: string;
  /** What it is compared with: baseline, min–max band. */
  readonly reference: string;
  /** Limits of alarm rules, index 0 is priority 1. */
  readonly priorities: readonly [string, string, string, string];
}

export function readChartColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: token('--text'),
    muted: token('--text-muted'),
    line: token('--line'),
    panel: token('--panel-raised'),
    trace: token('--text'),
    reference: token('--text-dim'),
    priorities: [token('--priority-1'), token('--priority-2'), token('--priority-3'), token('--priority-4')],
  };
}
