import { STATUS_STALE } from '#shared/domain/sample.ts';
import type { PointColumns } from '#shared/protocol/frame.ts';

/** One point as it stands; the object is the same until the point changes. */
export interface PointReading {
  readonly value: number;
  /** Epoch ms; NaN before the first sample. */
  readonly sourceMs: number;
  readonly receivedMs: number;
  /** Status byte of `shared/domain/sample.ts`, STALE added when the feed cannot be trusted. */
  readonly status: number;
}

/** @param changed indexes, or undefined when all may have changed; only valid during the call. */
export type PointListener = (changed: Uint32Array | undefined) => void;

/** Columns over all points; position is the point's index. Read only: the table alone writes. */
export interface PointTable {
  readonly columns: {
    readonly value: Float64Array;
    readonly sourceMs: Float64Array;
    readonly receivedMs: Float64Array;
    /** As the engine said it; `statusOf` adds distrust. */
    readonly status: Uint8Array;
  };
  resize(points: number): void;
  /** @returns whether anything changed. Rows outside the table are ignored. */
  apply(rows: PointColumns, full: boolean): boolean;
  /** @returns whether that changed anything. */
  setAllStale(stale: boolean): boolean;
  statusOf(index: number): number;
  reading(index: number): PointReading;
  onChange(listener: PointListener): () => void;
  onPoint(index: number, listener: () => void): () => void;
}

export function createPointTable(): PointTable {
  return new ColumnTable();
}

function emptyColumns(points: number): PointTable['columns'] {
  return {
    value: new Float64Array(points).fill(NaN),
    sourceMs: new Float64Array(points).fill(NaN),
    receivedMs: new Float64Array(points).fill(NaN),
    status: new Uint8Array(points),
  };
}

class ColumnTable implements PointTable {
  #columns = emptyColumns(0);
  #distrust = 0;
  readonly #readings = new Map<number, PointReading>();
  readonly #listeners = new Set<PointListener>();
  readonly #pointListeners = new Map<number, Set<() => void>>();

  get columns(): PointTable['columns'] {
    return this.#columns;
  }

  resize(points: number): void {
    this.#columns = emptyColumns(points);
    this.#allChanged();
  }

  apply(rows: PointColumns, full: boolean): boolean {
    if (full) this.#columns = emptyColumns(this.#columns.value.length);
    else if (rows.index.length === 0) return false;
    const { value, sourceMs, receivedMs, status } = this.#columns;
    for (let row = 0; row < rows.index.length; row += 1) {
      const index = rows.index[row] as number;
      if (index >= value.length) continue;
      value[index] = rows.value[row] as number;
      sourceMs[index] = rows.sourceMs[row] as number;
      receivedMs[index] = rows.receivedMs[row] as number;
      status[index] = rows.status[row] as number;
    }
    if (full) this.#allChanged();
    else this.#someChanged(rows.index);
    return true;
  }

  setAllStale(stale: boolean): boolean {
    const distrust = stale ? STATUS_STALE : 0;
    if (distrust === this.#distrust) return false;
    this.#distrust = distrust;
    this.#allChanged();
    return true;
  }

  statusOf(index: number): number {
    return (this.#columns.status[index] ?? 0) | this.#distrust;
  }

  reading(index: number): PointReading {
    const known = this.#readings.get(index);
    if (known) return known;
    const reading = {
      value: this.#columns.value[index] ?? NaN,
      sourceMs: this.#columns.sourceMs[index] ?? NaN,
      receivedMs: this.#columns.receivedMs[index] ?? NaN,
      status: this.statusOf(index),
    };
    this.#readings.set(index, reading);
    return reading;
  }

  onChange(listener: PointListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onPoint(index: number, listener: () => void): () => void {
    const known = this.#pointListeners.get(index) ?? new Set();
    this.#pointListeners.set(index, known.add(listener));
    return () => {
      known.delete(listener);
      if (known.size === 0 && this.#pointListeners.get(index) === known) this.#pointListeners.delete(index);
    };
  }

  #allChanged(): void {
    this.#readings.clear();
    for (const listeners of [...this.#pointListeners.values()])
      for (const listener of [...listeners]) listener();
    for (const listener of [...this.#listeners]) listener(undefined);
  }

  #someChanged(indexes: Uint32Array): void {
    for (const index of indexes) this.#readings.delete(index);
    if (this.#pointListeners.size > 0) {
      for (const index of indexes) {
        for (const listener of [...(this.#pointListeners.get(index) ?? [])]) listener();
      }
    }
    for (const listener of [...this.#listeners]) listener(indexes);
  }
}
