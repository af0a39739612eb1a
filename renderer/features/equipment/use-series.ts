import { useEffect, useState } from 'react';
import type { HistoryDoor, HistoryFailure, Series } from '#renderer/recorder/query-contract.ts';

/** Enough rows for a chart on a wall; more would not be seen. */
const BUCKETS = 1_200;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SeriesState {
  readonly series: Series | undefined;
  readonly span: Span;
  readonly failure: HistoryFailure | undefined;
}

/**
 * A point's recorded history over the last `spanMs`, kept current while samples are stored. The chart before stays until
 * the next is there; a newer question cancels the older.
 * @param nowMs the clock that the samples are stamped by.
 */
export function useSeries(
  history: HistoryDoor,
  pointId: string,
  spanMs: number,
  nowMs: () => number,
): SeriesState | undefined {
  const [state, setState] = useState<{ readonly of: string; readonly value: SeriesState }>();
  const of = `${pointId}/${spanMs}`;
  useEffect(() => {
    const abort = new AbortController();
    // A week does not move in a second: ask again when the picture would differ by about a pixel.
    const everyMs = Math.max(2_000, spanMs / BUCKETS);
    let askedAt = -Infinity;
    let asking = false;
    const ask = async (): Promise<void> => {
      const toMs = nowMs();
      if (asking || toMs - askedAt < everyMs) return;
      asking = true;
      askedAt = toMs;
      const span = { fromMs: toMs - spanMs, toMs };
      const answer = await history.series({ pointId, ...span, buckets: BUCKETS }, abort.signal);
      asking = false;
      if (abort.signal.aborted) return;
      setState({
        of,
        value: answer.ok
          ? { series: answer.value, span, failure: undefined }
          : { series: undefined, span, failure: answer.error.code },
      });
    };
    void ask();
    const stop = history.onStored(() => void ask());
    return () => {
      abort.abort();
      stop();
    };
  }, [history, pointId, spanMs, nowMs, of]);
  return state?.of === of ? state.value : undefined;
}
