import type { BatchRow, HistoryDatabase } from './database.ts';
import { timeAt, valueAt } from './packed-samples.ts';
import { createRows, inOrder, type PointRows } from './rows.ts';

/** A reader's copy of the batches that are not merged yet: a row never changes, so only new ones are read. */
export interface UnmergedRows {
  /** Call inside a transaction that covers `batches`. */
  refresh(database: HistoryDatabase): Promise<void>;
  /** In order of time. */
  of(point: number): PointRows;
  readonly rows: Iterable<BatchRow>;
}

export function createUnmergedRows(): UnmergedRows {
  /** In order of receipt. */
  const bySeq = new Map<number, BatchRow>();
  let newest = 0;
  return {
    async refresh(database) {
      const [[first = Infinity], rows] = await Promise.all([
        database.batches.toCollection().limit(1).primaryKeys(),
        database.batches.where('seq').above(newest).toArray(),
      ]);
      for (const row of rows) {
        bySeq.set(row.seq, row);
        newest = row.seq;
      }
      // Merged ones go from the front.
      for (const seq of bySeq.keys()) {
        if (seq >= first) break;
        bySeq.delete(seq);
      }
    },
    of(point) {
      const found: { row: BatchRow; at: number }[] = [];
      for (const row of bySeq.values()) {
        for (let at = row.point.indexOf(point); at >= 0; at = row.point.indexOf(point, at + 1))
          found.push({ row, at });
      }
      const rows = createRows(found.length);
      found.forEach(({ row, at }, i) => {
        rows.timeMs[i] = timeAt(row, at);
        rows.value[i] = valueAt(row, at);
        rows.quality[i] = row.quality?.[at] ?? 0;
      });
      return inOrder(rows);
    },
    get rows() {
      return bySeq.values();
    },
  };
}
