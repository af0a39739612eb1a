/** Samples on their way from batches into blocks, of all points, in order of receipt. */
import type { BatchColumns } from './packed-samples.ts';
import { createRows, inOrder, sliceRows, type PointRows } from './rows.ts';

export interface PointGroup {
  readonly point: number;
  readonly rows: PointRows;
}

/** A counting sort. @param batches in order of receipt. @returns lowest point number first, each in order of time. */
export function byPoint(batches: readonly BatchColumns[]): PointGroup[] {
  let highest = -1;
  let total = 0;
  for (const { point } of batches) {
    total += point.length;
    for (let row = 0; row < point.length; row += 1) highest = Math.max(highest, point[row] as number);
  }
  const ends = new Uint32Array(highest + 2);
  for (const { point } of batches) {
    for (let row = 0; row < point.length; row += 1) ends[(point[row] as number) + 1]! += 1;
  }
  for (let number = 1; number < ends.length; number += 1) ends[number]! += ends[number - 1] as number;
  const all = createRows(total);
  // `ends[n]` starts as the first row of point n and becomes one past its last.
  for (const { point, timeMs, value, quality } of batches) {
    for (let row = 0; row < point.length; row += 1) {
      const at = ends[point[row] as number]!++;
      all.timeMs[at] = timeMs[row] as number;
      all.value[at] = value[row] as number;
      all.quality[at] = quality[row] as number;
    }
  }
  const groups: PointGroup[] = [];
  for (let point = 0, from = 0; point <= highest; point += 1) {
    const to = ends[point] as number;
    if (to > from) groups.push({ point, rows: inOrder(sliceRows(all, from, to)) });
    from = to;
  }
  return groups;
}
