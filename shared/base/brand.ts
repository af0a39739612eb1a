/** Nominal types over primitives: a `Brand<number, 'EpochMs'>` cannot be passed where another number is meant. */
declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z, never a duration. */
export type EpochMs = Brand<number, 'EpochMs'>;

export function epochMs(value: number): EpochMs {
  return value as EpochMs;
}

/** Where a room gets the time: `shared` and the engine never read a clock of their own. */
export interface Clock {
  /** Wall clock; may step backwards or forwards when the machine is corrected. */
  nowMs(): EpochMs;
  /** Never steps; only differences mean anything. Milliseconds. */
  monotonicMs(): number;
}
