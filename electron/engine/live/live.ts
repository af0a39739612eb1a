/**
 * The latest value, quality, age and staleness of every point, as columns of typed arrays.
 *
 * Owns: the columns. Invariants: a column row is written only here; `status` says STALE whenever the value may no longer
 * be true; ages are measured on the monotonic clock, so that a stepped wall clock neither ages nor rejuvenates anything.
 * Loss policy: only the newest value of a point is kept here; every accepted sample also goes to `onSample` and `onRecord`.
 */
import type { Clock } from '#shared/base/brand.ts';
import {
  QUALITY_BAD,
  QUALITY_UNCERTAIN,
  STATUS_HAS_VALUE,
  STATUS_SKEWED,
  STATUS_STALE,
  type Quality,
  type SampleSink,
} from '#shared/domain/sample.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';

/** A source this far ahead of us has a wrong clock: messages do not come from the future. */
const AHEAD_LIMIT_MS = 30_000;
/** A source this far behind us is late, buffered, retained, or has a wrong clock. */
const BEHIND_LIMIT_MS = 120_000;
/** Two lags this close come from one steady clock error rather than from old data. */
const STEADY_LAG_MS = 30_000;
/** Without a connection this long, nothing on it is believed any more. The operator is promised 10 s. */
const LOST_FEED_STALE_MS = 8_000;

export interface LiveColumns {
  readonly value: Float64Array;
  /** Epoch ms. */
  readonly sourceMs: Float64Array;
  readonly receivedMs: Float64Array;
  /** Status bytes of `shared/domain/sample.ts`. */
  readonly status: Uint8Array;
  /** Generation in which a row last changed; see `nextGeneration`. */
  readonly changedIn: Uint32Array;
}

export interface LiveDeps {
  readonly site: Site;
  readonly clock: Clock;
  /** A sample became the live value of its point. */
  onSample(point: PointIndex, value: number, sourceMs: number, receivedMs: number, quality: Quality): void;
  /** A sample for the history, live or historical; `value` is NaN where the source said null. */
  onRecord(point: PointIndex, value: number, sourceMs: number, quality: Quality): void;
  onStale(point: PointIndex, stale: boolean, atMs: number): void;
}

export interface Live extends SampleSink {
  readonly columns: LiveColumns;
  /** Names the connection whose messages follow; call before handing a message to decode. */
  fromSource(source: number): void;
  /** The connection was lost or is back. */
  sourceOnline(source: number, online: boolean): void;
  /** Marks what has grown old; call at least every second. */
  tick(): void;
  /** Closes the current generation and returns it: rows with `changedIn` up to it are complete. */
  nextGeneration(): number;
  counts(): { readonly total: number; readonly live: number; readonly stale: number; readonly never: number };
}

export function createLive({ site, clock, onSample, onRecord, onStale }: LiveDeps): Live {
  const count = site.points.length;
  const columns: LiveColumns = {
    value: new Float64Array(count).fill(NaN),
    sourceMs: new Float64Array(count),
    receivedMs: new Float64Array(count),
    status: new Uint8Array(count),
    changedIn: new Uint32Array(count),
  };
  const { value, sourceMs, receivedMs, status, changedIn } = columns;
  const staleAfterMs = Float64Array.from(site.points, (point) => point.staleAfterMs);
  /** Monotonic time of receipt, at the resolution of `tick`. */
  const receivedAt = new Float64Array(count);
  const sourceOf = new Uint8Array(count);
  const lostSince = new Map<number, number>();
  let source = 0;
  let now = clock.monotonicMs();
  let generation = 1;
  let withValue = 0;
  let stale = 0;

  function setStale(point: PointIndex, isStale: boolean, atMs: number): void {
    status[point] = isStale
      ? (status[point] as number) | STATUS_STALE
      : (status[point] as number) & ~STATUS_STALE;
    changedIn[point] = generation;
    stale += isStale ? 1 : -1;
    onStale(point, isStale, atMs);
  }

  /** Flags of a sample whose source time is far from the time of receipt. */
  function flagsOfLag(point: PointIndex, lag: number): number {
    if (lag < 0) return STATUS_SKEWED;
    const lagBefore = (receivedMs[point] as number) - (sourceMs[point] as number);
    const steady = (status[point] as number) & STATUS_SKEWED && Math.abs(lag - lagBefore) < STEADY_LAG_MS;
    // Old data (retained, buffered) must not look fresh; a steady lag is a clock that is off, and the data are new.
    return steady || lag < (staleAfterMs[point] as number) ? STATUS_SKEWED : STATUS_SKEWED | STATUS_STALE;
  }

  const live: Live = {
    columns,
    fromSource(index) {
      source = index;
    },
    sample(point, sampleValue, atMs, gotMs, quality) {
      const before = status[point] as number;
      const lag = gotMs - atMs;
      let after: number = quality | (before & STATUS_HAS_VALUE);
      if (lag < -AHEAD_LIMIT_MS || lag > BEHIND_LIMIT_MS) {
        after |= flagsOfLag(point, lag);
      } else if (atMs < (sourceMs[point] as number) && (before & (STATUS_SKEWED | STATUS_STALE)) === 0) {
        onRecord(point, sampleValue, atMs, quality);
        return;
      }
      if (sampleValue === sampleValue) {
        value[point] = sampleValue;
        if ((before & STATUS_HAS_VALUE) === 0) {
          withValue += 1;
          after |= STATUS_HAS_VALUE;
        }
      }
      sourceMs[point] = atMs;
      receivedMs[point] = gotMs;
      receivedAt[point] = now;
      sourceOf[point] = source;
      // STALE changes only through setStale, which counts and tells.
      status[point] = (after & ~STATUS_STALE) | (before & STATUS_STALE);
      changedIn[point] = generation;
      if (((before ^ after) & STATUS_STALE) !== 0) setStale(point, (after & STATUS_STALE) !== 0, gotMs);
      // A source ahead of us would write the future into the history: there it gets our time and a doubt.
      if (lag < -AHEAD_LIMIT_MS)
        onRecord(point, sampleValue, gotMs, quality === QUALITY_BAD ? QUALITY_BAD : QUALITY_UNCERTAIN);
      else onRecord(point, sampleValue, atMs, quality);
      // Also when it looks old: a detector with a wrong clock must not be silenced by it.
      onSample(point, sampleValue, atMs, gotMs, quality);
    },
    historical(point, sampleValue, atMs, _gotMs, quality) {
      onRecord(point, sampleValue, atMs, quality);
    },
    sourceLost(points, atMs) {
      for (const point of points) if (isFresh(status[point] as number)) setStale(point, true, atMs);
    },
    sourceOnline(index, online) {
      if (online) lostSince.delete(index);
      else if (!lostSince.has(index)) lostSince.set(index, clock.monotonicMs());
    },
    tick() {
      now = clock.monotonicMs();
      const wallMs = clock.nowMs();
      for (let point = 0; point < count; point += 1) {
        if (!isFresh(status[point] as number)) continue;
        if (now - (receivedAt[point] as number) > (staleAfterMs[point] as number))
          setStale(point as PointIndex, true, wallMs);
      }
      for (const [index, since] of lostSince) {
        if (now - since < LOST_FEED_STALE_MS) continue;
        for (let point = 0; point < count; point += 1) {
          if (sourceOf[point] === index && isFresh(status[point] as number))
            setStale(point as PointIndex, true, wallMs);
        }
      }
    },
    nextGeneration() {
      generation += 1;
      return generation - 1;
    },
    counts: () => ({ total: count, live: withValue - stale, stale, never: count - withValue }),
  };
  return live;
}

function isFresh(status: number): boolean {
  return (status & (STATUS_HAS_VALUE | STATUS_STALE)) === STATUS_HAS_VALUE;
}
