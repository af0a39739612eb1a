/** Samples of the few points that open commands wait for. On the hot path of every sample: one load unless somebody waits. */
import type { Quality } from '#shared/domain/sample.ts';
import type { PointIndex } from '#shared/domain/site/site.ts';

export type FeedbackListener = (value: number, quality: Quality) => void;

export interface FeedbackWatch {
  /**
   * A value that just came, not one that a broker had kept: of a retained one nobody knows whether it is older than the
   * command.
   */
  sample(point: PointIndex, value: number, quality: Quality): void;
  /** @returns ends it. */
  add(point: PointIndex, listener: FeedbackListener): () => void;
}

export function createFeedbackWatch(pointCount: number): FeedbackWatch {
  const waiting = new Uint8Array(pointCount);
  const listeners = new Map<PointIndex, Set<FeedbackListener>>();
  return {
    sample(point, value, quality) {
      if (waiting[point] === 0) return;
      for (const listener of [...(listeners.get(point) ?? [])]) listener(value, quality);
    },
    add(point, listener) {
      const those = listeners.get(point) ?? new Set();
      listeners.set(point, those.add(listener));
      waiting[point] = 1;
      return () => {
        those.delete(listener);
        if (those.size > 0) return;
        listeners.delete(point);
        waiting[point] = 0;
      };
    },
  };
}
