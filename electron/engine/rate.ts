/** Messages a second over the last few seconds, from a counter that only rises; no timer a message. */
export interface RateMeter {
  /** @param monotonicMs any steady clock. Call about once a second or more often. */
  observe(total: number, monotonicMs: number): void;
  perSecond(): number;
}

const WINDOW_MS = 5_000;

export function createRateMeter(): RateMeter {
  let marks: { total: number; at: number }[] = [];
  return {
    observe(total, monotonicMs) {
      const last = marks.at(-1);
      if (last && monotonicMs - last.at < 200) return;
      marks.push({ total, at: monotonicMs });
      const oldest = marks.findLastIndex((mark) => monotonicMs - mark.at >= WINDOW_MS);
      if (oldest > 0) marks = marks.slice(oldest);
    },
    perSecond() {
      const first = marks[0];
      const last = marks.at(-1);
      if (!first || !last || last.at === first.at) return 0;
      return ((last.total - first.total) * 1000) / (last.at - first.at);
    },
  };
}
