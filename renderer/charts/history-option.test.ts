import { describe, expect, it } from 'vitest';
import { compareOption } from './compare-option.ts';
import { historyOption, type HistoryOptionInput } from './history-option.ts';
import { createTimeWords } from './time-axis.ts';

const colors = {
  text: 't',
  muted: 'm',
  line: 'l',
  panel: 'p',
  trace: 'tr',
  reference: 'r',
  priorities: ['1', '2', '3', '4'],
} as const;
const time = createTimeWords('en', 'Asia/Shanghai');

function input(change: Partial<HistoryOptionInput> = {}): HistoryOptionInput {
  return {
    trace: {
      timeMs: Float64Array.of(0, 1_000, 5_000, 6_000),
      value: Float64Array.of(1, 2, 3, NaN),
      min: undefined,
      max: undefined,
      gaps: [[1_500, 4_500]],
    },
    fromMs: 0,
    toMs: 10_000,
    unit: '°C',
    decimals: 1,
    states: undefined,
    limits: [],
    gapWord: 'no data',
    colors,
    time,
    fontSize: 12,
    ...change,
  };
}

interface LineSeries {
  data: [number, number | null][];
  step: string | false;
  markArea: { data: [{ xAxis: number }, { xAxis: number }][] };
}
const seriesOf = (change?: Partial<HistoryOptionInput>): LineSeries[] =>
  historyOption(input(change)).series as LineSeries[];

describe('history chart', () => {
  it('breaks the line inside a gap and at a value that is none', () => {
    expect(seriesOf()[0]?.data).toEqual([
      [0, 1],
      [1_000, 2],
      [1_500, null],
      [5_000, 3],
      [6_000, null],
    ]);
  });

  it('shades a gap, cut to the span shown', () => {
    const [line] = seriesOf({ fromMs: 2_000 });
    expect(line?.markArea.data).toMatchObject([[{ xAxis: 2_000, name: 'no data' }, { xAxis: 4_500 }]]);
  });

  it('draws the band as floor and height', () => {
    const trace = {
      ...input().trace,
      min: Float64Array.of(0, 1, 2, NaN),
      max: Float64Array.of(2, 4, 6, NaN),
    };
    const [floor, height] = seriesOf({ trace });
    expect(floor?.data.map(([, value]) => value)).toEqual([0, 1, null, 2, null]);
    expect(height?.data.map(([, value]) => value)).toEqual([2, 3, null, 4, null]);
  });

  it('draws states as steps with their names', () => {
    const option = historyOption(input({ states: { 0: 'closed', 1: 'open' } }));
    expect((option.series as LineSeries[])[0]?.step).toBe('end');
    const axis = option.yAxis as { axisLabel: { formatter: (value: number) => string } };
    expect(axis.axisLabel.formatter(1)).toBe('open');
  });

  it('keeps a limit in the picture that no value reaches', () => {
    const axis = historyOption(input({ limits: [{ value: 100, priority: 2, label: 'high 100' }] })).yAxis as {
      max: (range: { max: number }) => number;
    };
    expect(axis.max({ max: 3 })).toBeGreaterThanOrEqual(100);
  });

  it('speaks the site time zone, whatever the machine has', () => {
    expect(time.tick(Date.UTC(2026, 0, 1, 0, 0), 3_600_000)).toBe('08:00');
    expect(time.exact(Date.UTC(2026, 0, 1, 16, 0))).toContain('02/01/2026');
  });
});

describe('comparison chart', () => {
  it('has the reference behind and the present marked', () => {
    const option = compareOption({
      now: [[1, 2]],
      before: [[1, 3]],
      fromMs: 0,
      toMs: 10,
      nowMs: 5,
      unit: 'kW',
      nowWord: 'now',
      beforeWord: 'last week',
      colors,
      time,
      fontSize: 12,
    });
    const [before, now] = option.series as { name: string; z: number; markLine?: { data: object[] } }[];
    expect([before?.name, now?.name]).toEqual(['last week', 'now']);
    expect((before?.z ?? 0) < (now?.z ?? 0)).toBe(true);
    expect(now?.markLine?.data).toEqual([{ xAxis: 5 }]);
  });
});
