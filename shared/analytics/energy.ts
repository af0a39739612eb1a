/** Consumption over a span, from a counter that only rises, or from power where there is none. */
import { QUALITY_BAD } from '#shared/domain/sample.ts';

/** Columns of equal length, times rising. */
export interface MeterRows {
  readonly timeMs: Float64Array;
  /** NaN: no value. */
  readonly value: Float64Array;
  readonly quality: Uint8Array;
}

export interface CounterEnergy {
  /** In the unit of the counter. */
  readonly total: number;
  /** The counter started again from (near) zero: a meter was changed or restarted. What it counted unseen is not in `total`. */
  readonly resets: number;
  /** The counter passed its largest number. */
  readonly rollovers: number;
  /** First and last reading used; undefined: fewer than two. */
  readonly span: readonly [fromMs: number, toMs: number] | undefined;
}

export interface CounterOptions {
  /** First number the register cannot show, e.g. 1,000,000 for six digits. Default: it never rolls over. */
  readonly rollsOverAt?: number;
  /** Most that can be counted in an hour; tells a roll-over from a reset. Default: a hundredth of the register, or unknown. */
  readonly mostPerHour?: number;
}

const HOUR_MS = 3_600_000;

/** Sum of the rises. A fall is a roll-over where the register explains it, else a reset, after which counting goes on from the new reading. */
export function energyFromCounter(
  { timeMs, value, quality }: MeterRows,
  options: CounterOptions = {},
): CounterEnergy {
  const { rollsOverAt = Infinity } = options;
  const mostPerHour = options.mostPerHour ?? (Number.isFinite(rollsOverAt) ? rollsOverAt / 100 : 0);
  let total = 0;
  let resets = 0;
  let rollovers = 0;
  let first = -1;
  let last = -1;
  for (let row = 0; row < value.length; row += 1) {
    const reading = value[row] as number;
    if (Number.isNaN(reading) || quality[row] === QUALITY_BAD) continue;
    if (last < 0) first = row;
    else {
      const before = value[last] as number;
      const throughZero = rollsOverAt - before + reading;
      const hours = ((timeMs[row] as number) - (timeMs[last] as number)) / HOUR_MS;
      if (reading >= before) total += reading - before;
      else if (throughZero <= mostPerHour * hours) {
        total += throughZero;
        rollovers += 1;
      } else {
        // A counter that began at zero shows what it counted; a changed meter may show anything, and that is no consumption.
        if (reading >= 0 && reading <= mostPerHour * hours) total += reading;
        resets += 1;
      }
    }
    last = row;
  }
  const span = last > first ? ([timeMs[first] as number, timeMs[last] as number] as const) : undefined;
  return { total, resets, rollovers, span };
}

export interface PowerEnergy {
  /** Power × hours: kWh from kW. */
  readonly total: number;
  /** Time that was measured; the rest of the span is gaps and is not in `total`. */
  readonly coveredMs: number;
}

/** Trapezoids between neighbours that are at most `gapMs` apart. */
export function energyFromPower({ timeMs, value, quality }: MeterRows, gapMs: number): PowerEnergy {
  let total = 0;
  let coveredMs = 0;
  let last = -1;
  for (let row = 0; row < value.length; row += 1) {
    // A value that is bad or missing ends what went before: nothing is drawn through it.
    if (Number.isNaN(value[row]) || quality[row] === QUALITY_BAD) {
      last = -1;
      continue;
    }
    if (last >= 0) {
      const spanMs = (timeMs[row] as number) - (timeMs[last] as number);
      if (spanMs <= gapMs) {
        total += (((value[row] as number) + (value[last] as number)) / 2) * (spanMs / HOUR_MS);
        coveredMs += spanMs;
      }
    }
    last = row;
  }
  return { total, coveredMs };
}
