/**
 * Rate of change over a sliding window of source time, in bounded memory: at most `KEPT` earlier samples, however fast
 * the source is.
 *
 * The rate is the net change over the window. Before the window is full, the change so far is still divided by the
 * whole window: two samples 100 ms apart, with their noise, must not look like a surge.
 */
const KEPT = 16;

export interface RateWindow {
  /**
   * Takes a sample and returns the change per minute over the window that ends with it, or `undefined` for a sample
   * older than the last one (out of order: it proves nothing).
   * @param atMs epoch ms of the source.
   */
  push(atMs: number, value: number): number | undefined;
}

export function createRateWindow(windowMs: number): RateWindow {
  const times = new Float64Array(KEPT);
  const values = new Float64Array(KEPT);
  const spacingMs = windowMs / (KEPT - 2);
  let first = 0;
  let size = 0;
  let lastMs = -Infinity;

  function keep(atMs: number, value: number): void {
    const newest = times[(first + size - 1) % KEPT] as number;
    if (size > 0 && atMs - newest < spacingMs) return;
    if (size === KEPT) {
      first = (first + 1) % KEPT;
      size -= 1;
    }
    times[(first + size) % KEPT] = atMs;
    values[(first + size) % KEPT] = value;
    size += 1;
  }

  return {
    push(atMs, value) {
      if (atMs < lastMs) {
        // A little back is disorder; more than the window back is a source whose clock was set: start anew.
        if (lastMs - atMs <= windowMs) return undefined;
        size = 0;
      }
      lastMs = atMs;
      // The base is the newest sample at least one window old, or the oldest there is.
      while (size > 1 && (times[(first + 1) % KEPT] as number) <= atMs - windowMs) {
        first = (first + 1) % KEPT;
        size -= 1;
      }
      const change = size === 0 ? 0 : value - (values[first] as number);
      const spanMs = size === 0 ? 0 : atMs - (times[first] as number);
      keep(atMs, value);
      return (change / Math.max(spanMs, windowMs)) * 60_000;
    },
  };
}
