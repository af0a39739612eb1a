/** What a legend must say: quantity, unit and the values at the ticks of the colour ramp, or the names of states. */
export interface RampLegend {
  readonly kind: 'ramp';
  readonly quantity: string;
  readonly unit: string;
  /** Values at the two ends of the ramp; beyond them the colour stays that of the end. */
  readonly range: readonly [number, number];
  /** Ascending, both ends included. */
  readonly ticks: readonly number[];
}

export interface StateLegend {
  readonly kind: 'states';
  /** `code` picks the text; `ramp` the place on the colour ramp, NaN for neutral, `blindPlace` for a grey beside it. */
  readonly states: readonly { readonly code: string; readonly ramp: number }[];
}

export type Legend = RampLegend | StateLegend;

/** Greys beside the ramp, for what cannot be told. Places on the ramp are 0 to 1, these are below 0. @param grey 0 or 1 */
export function blindPlace(grey: 0 | 1): number {
  return -1 - grey;
}

/** The fewest equal steps, from four up, that read as short numbers; otherwise four. */
export function rampTicks([low, high]: readonly [number, number]): number[] {
  const span = high - low;
  const steps = [4, 5, 6, 3].find((count) => isRound(span / count)) ?? 4;
  return Array.from({ length: steps + 1 }, (_, step) =>
    Number((low + (span * step) / steps).toPrecision(12)),
  );
}

function isRound(step: number): boolean {
  if (!(step > 0)) return false;
  const unit = 10 ** Math.floor(Math.log10(step));
  const mantissa = Number((step / unit).toPrecision(9));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6].includes(mantissa);
}

/** Place of a value on the ramp, 0 to 1; NaN stays NaN: no colour. */
export function rampPlace(value: number, [low, high]: readonly [number, number]): number {
  if (Number.isNaN(value)) return Number.NaN;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
