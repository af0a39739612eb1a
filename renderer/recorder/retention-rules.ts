import type { Retention } from './query-contract.ts';

/** At least a day and a mebibyte: less is a slip of the hand. */
export function isRetention({ maxAgeDays, maxBytes }: Retention): boolean {
  return Number.isFinite(maxAgeDays) && maxAgeDays >= 1 && Number.isFinite(maxBytes) && maxBytes >= 1024 ** 2;
}
