/** One line for many points: their mean, bucket by bucket. */
import type { Series } from '#renderer/recorder/query-contract.ts';
import type { DemandRow } from './demand.ts';

export function meanRows(all: readonly Series[], fromMs: number, toMs: number, buckets: number): DemandRow[] {
  const stepMs = (toMs - fromMs) / buckets;
  const sum = new Float64Array(buckets);
  const count = new Uint32Array(buckets);
  for (const { timeMs, mean } of all) {
    timeMs.forEach((at, row) => {
      const bucket = Math.floor((at - fromMs) / stepMs);
      const value = mean[row] as number;
      if (bucket < 0 || bucket >= buckets || Number.isNaN(value)) return;
      sum[bucket] = (sum[bucket] as number) + value;
      count[bucket] = (count[bucket] as number) + 1;
    });
  }
  return Array.from(sum, (total, bucket): DemandRow => [
    Math.round(fromMs + (bucket + 0.5) * stepMs),
    count[bucket] === 0 ? null : total / (count[bucket] as number),
  ]);
}

/** At most `most` of them, evenly spread over the list; always the same ones. */
export function thinned<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(items.length, most) },
    (_, index) => items[Math.floor(index * step)] as T,
  );
}
