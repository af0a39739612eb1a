import { useEffect, useState } from 'react';
import type { HistoryDoor, Series, SeriesQuery } from '#renderer/recorder/query-contract.ts';

export type HistoryRead<T> =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly code: string }
  | { readonly state: 'read'; readonly value: T };

/**
 * Reads now, and again every `everyMs`. `plan` must be stable: a new one reads anew. Results of a read that was overtaken
 * are dropped.
 */
export function useHistoryReads<T>(
  everyMs: number,
  plan: (signal: AbortSignal) => Promise<HistoryRead<T>>,
): HistoryRead<T> {
  const [read, setRead] = useState<HistoryRead<T>>({ state: 'reading' });
  useEffect(() => {
    const stop = new AbortController();
    let busy = false;
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      const next = await plan(stop.signal);
      busy = false;
      if (!stop.signal.aborted) setRead(next);
    };
    void run();
    const timer = setInterval(() => void run(), everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
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
