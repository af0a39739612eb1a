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
  const bySeq = new Map<number, BatchRow>();
  return {
    async refresh(database) {
      const there = new Set(await database.batches.toCollection().primaryKeys());
      for (const seq of [...bySeq.keys()]) if (!there.has(seq)) bySeq.delete(seq);
      const missing = [...there].filter((seq) => !bySeq.has(seq));
      const rows = missing.length > 0 ? await database.batches.bulkGet(missing) : [];
      for (const row of rows) if (row) bySeq.set(row.seq, row);
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
