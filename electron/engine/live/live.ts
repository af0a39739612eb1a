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
  /**
   * Names the connection whose messages follow; call before handing a message to decode.
   * @param inOrder what comes last is true, whatever its time says: alarm-bearing events must not be lost to a source
   * whose clock was just set back. Elsewhere a value older than the one before goes to the history only.
   */
  fromSource(source: number, inOrder: boolean): void;
  /** The connection was lost or is back. @param silentMs how long it had been silent when its loss was noticed. */
  sourceOnline(source: number, online: boolean, silentMs?: number): void;
  /** Marks what has grown old; call at least every second. */
  tick(): void;
  /** Closes the current generation and returns it: rows with `changedIn` up to it are complete. */
  nextGeneration(): number;
  counts(): { readonly total: number; readonly live: number; readonly stale: number; readonly never: number };
}

export function createLive(deps: LiveDeps): Live {
  return new LiveTable(deps);
}

class LiveTable implements Live {
  readonly columns: LiveColumns;
  readonly #deps: LiveDeps;
  readonly #count: number;
  readonly #staleAfterMs: Float64Array;
  /** Monotonic time of receipt, at the resolution of `tick`. */
  readonly #receivedAt: Float64Array;
  readonly #sourceOf: Uint8Array;
  readonly #lostSince = new Map<number, number>();
  #source = 0;
  #inOrder = false;
  #now: number;
  #generation = 1;
  #withValue = 0;
  #stale = 0;

  constructor(deps: LiveDeps) {
    const { points } = deps.site;
    this.#deps = deps;
    this.#count = points.length;
    this.#staleAfterMs = Float64Array.from(points, (point) => point.staleAfterMs);
    this.#receivedAt = new Float64Array(points.length);
    this.#sourceOf = new Uint8Array(points.length);
    this.#now = deps.clock.monotonicMs();
    this.columns = {
      value: new Float64Array(points.length).fill(NaN),
      sourceMs: new Float64Array(points.length),
      receivedMs: new Float64Array(points.length),
      status: new Uint8Array(points.length),
      changedIn: new Uint32Array(points.length),
    };
  }

  fromSource(source: number, inOrder: boolean): void {
    this.#source = source;
    this.#inOrder = inOrder;
  }

  sample(point: PointIndex, value: number, atMs: number, gotMs: number, quality: Quality): void {
    const { columns } = this;
    const { onSample, onRecord } = this.#deps;
    const before = columns.status[point] as number;
    const lag = gotMs - atMs;
    let after: number = quality | (before & STATUS_HAS_VALUE);
    if (lag < -AHEAD_LIMIT_MS || lag > BEHIND_LIMIT_MS) {
      after |= this.#flagsOfLag(point, lag);
    } else if (
      !this.#inOrder &&
      atMs < (columns.sourceMs[point] as number) &&
      (before & (STATUS_SKEWED | STATUS_STALE)) === 0
    ) {
      onRecord(point, value, atMs, quality);
      return;
    }
    if (value === value) {
      columns.value[point] = value;
      if ((before & STATUS_HAS_VALUE) === 0) {
        this.#withValue += 1;
        after |= STATUS_HAS_VALUE;
      }
    }
    columns.sourceMs[point] = atMs;
    columns.receivedMs[point] = gotMs;
    this.#receivedAt[point] = this.#now;
    this.#sourceOf[point] = this.#source;
    // STALE changes only through setStale, which counts and tells.
    columns.status[point] = (after & ~STATUS_STALE) | (before & STATUS_STALE);
    columns.changedIn[point] = this.#generation;
    if (((before ^ after) & STATUS_STALE) !== 0) this.#setStale(point, (after & STATUS_STALE) !== 0, gotMs);
    // A source ahead of us would write the future into the history: there it gets our time and a doubt.
    if (lag < -AHEAD_LIMIT_MS) {
      onRecord(point, value, gotMs, quality === QUALITY_BAD ? QUALITY_BAD : QUALITY_UNCERTAIN);
    } else {
      onRecord(point, value, atMs, quality);
    }
    // Also when it looks old: a detector with a wrong clock must not be silenced by it.
    onSample(point, value, atMs, gotMs, quality);
  }

  historical(point: PointIndex, value: number, atMs: number, _gotMs: number, quality: Quality): void {
    this.#deps.onRecord(point, value, atMs, quality);
  }

  sourceLost(points: readonly PointIndex[], atMs: number): void {
    for (const point of points) if (this.#isFresh(point)) this.#setStale(point, true, atMs);
  }

  sourceOnline(source: number, online: boolean, silentMs = 0): void {
    if (online) this.#lostSince.delete(source);
    else if (!this.#lostSince.has(source))
      this.#lostSince.set(source, this.#deps.clock.monotonicMs() - silentMs);
  }

  tick(): void {
    this.#now = this.#deps.clock.monotonicMs();
    const wallMs = this.#deps.clock.nowMs();
    const lost = [...this.#lostSince].filter(([, since]) => this.#now - since >= LOST_FEED_STALE_MS);
    const isLost = new Uint8Array(256);
    for (const [source] of lost) isLost[source] = 1;
    for (let point = 0; point < this.#count; point += 1) {
      if (!this.#isFresh(point)) continue;
      const old = this.#now - (this.#receivedAt[point] as number) > (this.#staleAfterMs[point] as number);
      if (old || isLost[this.#sourceOf[point] as number] === 1)
        this.#setStale(point as PointIndex, true, wallMs);
    }
  }

  nextGeneration(): number {
    this.#generation += 1;
    return this.#generation - 1;
  }

  counts(): { total: number; live: number; stale: number; never: number } {
    const total = this.#count;
    return { total, live: this.#withValue - this.#stale, stale: this.#stale, never: total - this.#withValue };
  }

  #isFresh(point: number): boolean {
    const status = this.columns.status[point] as number;
    return (status & (STATUS_HAS_VALUE | STATUS_STALE)) === STATUS_HAS_VALUE;
  }

  #setStale(point: PointIndex, stale: boolean, atMs: number): void {
    const { status, changedIn } = this.columns;
    status[point] = stale
      ? (status[point] as number) | STATUS_STALE
      : (status[point] as number) & ~STATUS_STALE;
    changedIn[point] = this.#generation;
    this.#stale += stale ? 1 : -1;
    this.#deps.onStale(point, stale, atMs);
  }

  /** Flags of a sample whose source time is far from the time of receipt. */
  #flagsOfLag(point: PointIndex, lag: number): number {
    if (lag < 0) return STATUS_SKEWED;
    const { receivedMs, sourceMs, status } = this.columns;
    const lagBefore = (receivedMs[point] as number) - (sourceMs[point] as number);
    const steady =
      ((status[point] as number) & STATUS_SKEWED) !== 0 && Math.abs(lag - lagBefore) < STEADY_LAG_MS;
    // Old data (retained, buffered) must not look fresh; a steady lag is a clock that is off, and the data are new.
    return steady || lag < (this.#staleAfterMs[point] as number)
      ? STATUS_SKEWED
      : STATUS_SKEWED | STATUS_STALE;
  }
}
