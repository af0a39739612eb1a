import { LineChart } from 'echarts/charts';
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsCoreOption, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { readChartColors, type ChartColors } from './colors.ts';

register([LineChart, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

export interface ChartProps {
  /** Called again when it is another function, or when the theme or text size changes. */
  readonly option: (colors: ChartColors, fontSize: number) => EChartsCoreOption;
  /** What the chart shows, in a sentence, for a screen reader. */
  readonly label: string;
  readonly className?: string | undefined;
}

/** The one place that holds an ECharts instance. Fills its parent; draws only when the option, size or theme changes. */
export function Chart({ option, label, className }: ChartProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | undefined>(undefined);
  const theme = useThemeVersion();

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const instance = init(element, null, { renderer: 'canvas' });
    chart.current = instance;
    const observer = new ResizeObserver(() => instance.resize({ animation: { duration: 0 } }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      instance.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const fontSize = Number.parseFloat(getComputedStyle(element).fontSize);
    chart.current?.setOption(option(readChartColors(element), fontSize), {
      notMerge: true,
      lazyUpdate: true,
    });
  }, [option, theme]);

  return <div ref={host} role="img" aria-label={label} className={`sb-chart ${className ?? ''}`} />;
}

/** Counts changes of the attributes that the tokens depend on: theme and text scale live on the root element. */
function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setVersion((before) => before + 1));
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'style', 'class'],
    });
    return () => observer.disconnect();
  }, []);
  return version;
}
