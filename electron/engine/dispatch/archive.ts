/**
 * Work orders that nobody touched for so long that they left memory and broker (`WORK_ORDER_RECORDS.keepMs`). Each is written once
 * more, whole, into the journal as it leaves, so that the history of an asset can be found for its whole life without replaying
 * everything. Read-only: an archived order is reopened by making a new one.
 *
 * Invariants: the record goes to the journal before memory lets go of it; one that came back and left again counts once, as it was
 * the last time. Bounds: a search reads at most `SEARCH_BYTES` of journal and `MOST_READ` orders, newest first, and says when there is
 * more. Loss policy: that of the journal, none.
 */
import { ok, type Result } from '#shared/base/result.ts';
import type { SharedRecord } from '#shared/domain/record/record.ts';
import { foldWorkOrder, type FoldedWorkOrder } from '#shared/domain/work-order/fold.ts';
import { WORK_ORDER_TYPE, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { Records } from '#engine/records/records.ts';

/** The part of the journal that the archive needs. */
export interface ArchiveJournal {
  append(kind: string, body: unknown): unknown;
  latest(query: {
    readonly kind: string;
    readonly holds?: string;
    readonly limit: number;
    readonly maxBytes?: number;
  }): Promise<Result<readonly JournalEntry[], 'unreadable'>>;
  head(): { readonly bytes: number };
}

export interface Found {
  readonly orders: readonly WorkOrder[];
  /** False: there may be older ones beyond the bounds. */
  readonly complete: boolean;
}

export interface OrderArchive {
  /** @param assetId narrows the reading; newest first. */
  search(
    fits: (order: WorkOrder) => boolean,
    assetId: string | undefined,
  ): Promise<Result<Found, 'unreadable'>>;
  get(id: string): Promise<Result<FoldedWorkOrder | undefined, 'unreadable'>>;
}

const KIND = 'work-order.archived';
/** About a second of reading on a desk's disk. */
const SEARCH_BYTES = 1024 ** 3;
const MOST_READ = 20_000;

interface ArchivedBody {
  readonly record: SharedRecord;
}

export function createOrderArchive(
  journal: ArchiveJournal,
  records: Pick<Records, 'onExpired' | 'get'>,
): OrderArchive {
  records.onExpired((type, _id, record) => {
    if (type === WORK_ORDER_TYPE) journal.append(KIND, { record } satisfies ArchivedBody);
  });
  const read = async (
    holds: string | undefined,
    limit: number,
  ): Promise<Result<readonly FoldedWorkOrder[], 'unreadable'>> => {
    const narrowed = holds === undefined ? {} : { holds };
    const entries = await journal.latest({ kind: KIND, limit, maxBytes: SEARCH_BYTES, ...narrowed });
    if (!entries.ok) return entries;
    const newest = new Map<string, FoldedWorkOrder>();
    for (const { body } of entries.value) {
      const { record } = body as ArchivedBody;
      // Newest first; and what came back into memory is found there.
      if (newest.has(record.id) || records.get(WORK_ORDER_TYPE, record.id)) continue;
      const folded = foldWorkOrder(record);
      if (folded) newest.set(record.id, folded);
    }
    return ok([...newest.values()]);
  };
  return {
    async search(fits, assetId) {
      const holds = assetId === undefined ? undefined : `"assetId":${JSON.stringify(assetId)}`;
      const found = await read(holds, MOST_READ);
      if (!found.ok) return found;
      const complete = found.value.length < MOST_READ && journal.head().bytes <= SEARCH_BYTES;
      const orders = found.value.map(({ order }) => order).filter(fits);
      return ok({ orders: orders.sort((a, b) => b.createdAtMs - a.createdAtMs), complete });
    },
    async get(id) {
      const found = await read(`"type":"${WORK_ORDER_TYPE}","id":${JSON.stringify(id)}`, 1);
      return found.ok ? ok(found.value[0]) : found;
    },
  };
}
