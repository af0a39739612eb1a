/** The site's demand now and the same hours of last week, from the recorded history of the meters it is summed from. */
import type { Series } from '#renderer/recorder/query-contract.ts';

/** [epoch ms, kW]; null where not every meter is known: a partial sum would look like a drop in demand. */
export type DemandRow = readonly [number, number | null];

/** Spaced buckets of the span; the sum of the meters' means, each × its factor. */
export function demandRows(
  meters: readonly Series[],
  factors: readonly number[],
  fromMs: number,
  toMs: number,
  buckets: number,
): DemandRow[] {
  const stepMs = (toMs - fromMs) / buckets;
  const sums = new Float64Array(buckets);
  meters.forEach((series, meter) => {
    const sum = new Float64Array(buckets);
    const count = new Uint32Array(buckets);
    series.timeMs.forEach((timeMs, row) => {
      const bucket = Math.floor((timeMs - fromMs) / stepMs);
      const mean = series.mean[row] as number;
      if (bucket < 0 || bucket >= buckets || Number.isNaN(mean)) return;
      sum[bucket] = (sum[bucket] as number) + mean;
      count[bucket] = (count[bucket] as number) + 1;
    });
    bridgeThinRows(sum, count);
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      sums[bucket] =
        (sums[bucket] as number) +
        ((sum[bucket] as number) / (count[bucket] as number)) * (factors[meter] ?? 1);
    }
  });
  return Array.from(sums, (value, bucket): DemandRow => [
    Math.round(fromMs + (bucket + 0.5) * stepMs),
    meters.length > 0 && Number.isFinite(value) ? value : null,
  ]);
}

/** A meter may report less often than there are buckets: one empty bucket between two full ones takes the one before. */
function bridgeThinRows(sum: Float64Array, count: Uint32Array): void {
  for (let bucket = 1; bucket < count.length - 1; bucket += 1) {
    if (count[bucket] !== 0 || count[bucket - 1] === 0 || count[bucket + 1] === 0) continue;
    sum[bucket] = sum[bucket - 1] as number;
    count[bucket] = count[bucket - 1] as number;
  }
}

/** Last week's rows moved to this week. */
export function shiftRows(rows: readonly DemandRow[], byMs: number): DemandRow[] {
  return rows.map(([timeMs, value]): DemandRow => [timeMs + byMs, value]);
}

/** Mean of the rows within `aroundMs` of `atMs`; NaN without any. */
export function valueAround(rows: readonly DemandRow[], atMs: number, aroundMs: number): number {
  const near = rows.flatMap(([timeMs, value]) =>
    value !== null && Math.abs(timeMs - atMs) <= aroundMs ? [value] : [],
  );
  return near.length === 0 ? Number.NaN : near.reduce((sum, value) => sum + value, 0) / near.length;
}

/** The row with the most demand; undefined where nothing is known. */
export function peakOf(
  rows: readonly DemandRow[],
): { readonly atMs: number; readonly kw: number } | undefined {
  let peak: { readonly atMs: number; readonly kw: number } | undefined;
  for (const [atMs, kw] of rows) if (kw !== null && (peak === undefined || kw > peak.kw)) peak = { atMs, kw };
  return peak;
}

/** Never longer than a day, never shorter than an hour, with a sixth of it ahead of now for what last week did next. */
export function demandSpan(
  nowMs: number,
  recordedFromMs: number | undefined,
): { readonly fromMs: number; readonly toMs: number } {
  const hourMs = 3_600_000;
  const recordedMs = recordedFromMs === undefined ? 0 : nowMs - recordedFromMs;
  const backMs = Math.min(20 * hourMs, Math.max(hourMs, recordedMs));
  return { fromMs: nowMs - backMs, toMs: nowMs + backMs / 5 };
}
