/** One line of the bench table. */
export interface BenchRow {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  /** Against the row it is measured beside, in the same run. */
  readonly ratio?: number;
  /** What the design asks for, in words. */
  readonly reach?: string;
  /** Whether that was reached; absent where nothing is asked. */
  readonly reached?: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** @param share 0.99 for p99. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
