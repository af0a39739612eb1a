import { useEffect, useState } from 'react';
import type { HistoryDoor, Series, SeriesQuery } from '#renderer/recorder/query-contract.ts';

export type HistoryRead<T> =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'read'; readonly value: T };

/** The first reads come soon one after another: a history that is just being filled in shows as it comes. */
const FIRST_AGAIN_MS = 3_000;

/**
 * Reads now, again after 3 s, 6 s, 12 s …, and from then on every `everyMs`. `plan` must be stable: a new one reads anew.
 * Results of a read that was overtaken are dropped.
 */
export function useHistoryReads<T>(
  everyMs: number,
  plan: (signal: AbortSignal) => Promise<HistoryRead<T>>,
): HistoryRead<T> {
  const [read, setRead] = useState<HistoryRead<T>>({ state: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const run = async (againMs: number): Promise<void> => {
      const next = await plan(stop.signal);
      if (stop.signal.aborted) return;
      setRead(next);
      timer = setTimeout(() => void run(Math.min(everyMs, againMs * 2)), againMs);
    };
    void run(FIRST_AGAIN_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [everyMs, plan]);
  return read;
}

export async function readSeries(
  history: HistoryDoor,
  queries: readonly SeriesQuery[],
  signal: AbortSignal,
): Promise<HistoryRead<readonly Series[]>> {
  const answer = await history.seriesOf(queries, signal);
  return answer.ok ? { state: 'read', value: answer.value } : { state: 'failed', code: answer.error.code };
}
