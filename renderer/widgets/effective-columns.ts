import { isStale } from '#shared/domain/sample.ts';

/** As a window holds them: position is the point's index. */
export interface WindowColumns {
  readonly value: Float64Array;
  /** Epoch ms. */
  readonly sourceMs: Float64Array;
  readonly status: Uint8Array;
}

interface ColumnSource {
  columns(): WindowColumns;
  statusOf(pointIndex: number): number;
}

/** The live columns, with STALE added throughout once the feed is not to be trusted. */
export function effectiveColumns(live: ColumnSource): WindowColumns {
  const { value, sourceMs, status } = live.columns();
  const trusted = status.findIndex((byte) => !isStale(byte));
  if (trusted < 0 || live.statusOf(trusted) === status[trusted]) return { value, sourceMs, status };
  return { value, sourceMs, status: Uint8Array.from(status, (_, index) => live.statusOf(index)) };
}
