/** Milliseconds a call: median of 20 batches, so that being preempted once does not count. */
export function medianTime(count: number, call: () => void): number {
  const batch = Math.ceil(count / 20);
  const times = Array.from({ length: 20 }, () => {
    const startedMs = performance.now();
    for (let i = 0; i < batch; i += 1) call();
    return (performance.now() - startedMs) / batch;
  });
  return times.sort((a, b) => a - b)[10] ?? NaN;
}
