/** Spans of time [from, to] in which nothing is known. */
export type Span = readonly [fromMs: number, toMs: number];

/** Sorted, without overlaps, cut to [fromMs, toMs]; spans that touch become one. */
export function mergeSpans(spans: readonly Span[], fromMs: number, toMs: number): Span[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const start = Math.max(from, fromMs);
    const end = Math.min(to, toMs);
    if (!(end > start)) continue;
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Holes between samples that come one after the other, longer than `gapMs`. Feed it in order of time. */
export interface HoleFinder {
  /** Rows [from, to) of a column of times. */
  add(timeMs: Float64Array, from: number, to: number): void;
  /** A run of samples whose inner holes are known to be short enough. */
  addRun(fromMs: number, toMs: number): void;
  /** @param untilMs end of the span: the time since the last sample may be a hole too. */
  finish(untilMs: number): Span[];
}

/** How many times the shortest of the last three pauses a hole must be. */
const RHYTHM = 3;

/**
 * Values that were sent later, after an outage, often come at a slower rhythm than live ones (five minutes instead of five
 * seconds): silence is measured against the shortest of the last few pauses too, or a whole week of them would be one hole.
 * One outage does not hide the next, because the pauses before it are still remembered.
 *
 * @param sinceMs time of the last sample before the span, or its start where there is none. @param known false: nothing before. */
export function findHoles(sinceMs: number, known: boolean, gapMs: number): HoleFinder {
  const holes: Span[] = [];
  let last = sinceMs;
  // From the start of the span to the first sample nothing is known, however short that is.
  let sure = known;
  // Three numbers and no list: this is asked once a sample. Infinity: no such pause yet.
  let [first, second, third] = [Infinity, Infinity, Infinity];
  const longest = (): number => {
    if (!sure) return 0;
    const shortest = Math.min(first, second, third);
    return shortest > gapMs && shortest < Infinity ? RHYTHM * shortest : gapMs;
  };
  const step = (timeMs: number): void => {
    const pause = timeMs - last;
    if (pause > longest()) holes.push([last, timeMs]);
    if (sure && pause > 0) {
      first = second;
      second = third;
      third = pause;
    }
    sure = true;
    if (timeMs > last) last = timeMs;
  };
  return {
    add(timeMs, from, to) {
      for (let row = from; row < to; row += 1) step(timeMs[row] as number);
    },
    addRun(fromMs, toMs) {
      step(fromMs);
      last = Math.max(last, toMs);
      // Whatever its pauses were, they were short.
      if (toMs > fromMs) third = 0;
    },
    finish(untilMs) {
      if (untilMs - last > longest()) holes.push([last, untilMs]);
      return holes;
    },
  };
}
