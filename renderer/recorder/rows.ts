/** Rows of one point as columns: sort, merge, cut. One sample a millisecond: of several the last received stands. */
import type { SampleColumns } from './block-codec.ts';

export interface PointRows extends SampleColumns {
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint8Array<ArrayBuffer>;
}

export function createRows(count: number): PointRows {
  return { timeMs: new Float64Array(count), value: new Float64Array(count), quality: new Uint8Array(count) };
}

export function sliceRows(rows: PointRows, from: number, to: number): PointRows {
  return {
    timeMs: rows.timeMs.subarray(from, to),
    value: rows.value.subarray(from, to),
    quality: rows.quality.subarray(from, to),
  };
}

/** First row at or after `timeMs`. */
export function rowAt(times: Float64Array, timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rises(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row += 1)
    if ((times[row] as number) <= (times[row - 1] as number)) return false;
  return true;
}

/** @param rows in order of receipt. @returns in order of time, each time once; the same object where it is so already. */
export function inOrder(rows: PointRows): PointRows {
  if (rises(rows.timeMs)) return rows;
  // Stable: rows of equal time stay in order of receipt.
  const order = Uint32Array.from(rows.timeMs.keys()).sort(
    (a, b) => (rows.timeMs[a] as number) - (rows.timeMs[b] as number) || a - b,
  );
  const sorted = createRows(order.length);
  let count = 0;
  for (const row of order) {
    const time = rows.timeMs[row] as number;
    if (count > 0 && sorted.timeMs[count - 1] === time) count -= 1;
    sorted.timeMs[count] = time;
    sorted.value[count] = rows.value[row] as number;
    sorted.quality[count] = rows.quality[row] as number;
    count += 1;
  }
  return sliceRows(sorted, 0, count);
}

/** @param later wins where both have a time. Both in order. */
export function merge(earlier: PointRows, later: PointRows): PointRows {
  if (later.timeMs.length === 0) return earlier;
  if (earlier.timeMs.length === 0) return later;
  const out = createRows(earlier.timeMs.length + later.timeMs.length);
  let count = 0;
  const take = (from: PointRows, row: number): void => {
    out.timeMs[count] = from.timeMs[row] as number;
    out.value[count] = from.value[row] as number;
    out.quality[count] = from.quality[row] as number;
    count += 1;
  };
  let a = 0;
  let b = 0;
  while (a < earlier.timeMs.length || b < later.timeMs.length) {
    const timeA = earlier.timeMs[a] ?? Infinity;
    const timeB = later.timeMs[b] ?? Infinity;
    if (timeA < timeB) take(earlier, a++);
    else {
      take(later, b++);
      if (timeA === timeB) a += 1;
    }
  }
  return sliceRows(out, 0, count);
}
