import { useEffect, useState } from 'react';
import type { WorkOrderQuery } from '#shared/domain/work-order/search.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { useRequest } from '#renderer/link/hooks.ts';

export interface FoundOrders {
  readonly orders: readonly WorkOrder[];
  /** How many fit; `orders` may be fewer. */
  readonly total: number;
  /** Of the archive; `off` while it was not asked for. */
  readonly archive: 'off' | 'reading' | 'complete' | 'partial' | 'failed';
}

const NOTHING: FoundOrders = { orders: [], total: 0, archive: 'off' };

/** What the engine keeps and, where asked, what is in the archive behind it, together. */
export function useFoundOrders(
  query: WorkOrderQuery,
  limit: number,
  archive: boolean,
  version: unknown,
): FoundOrders {
  const kept = useKeptOrders(query, limit, version);
  const old = useArchived(query, limit, archive);
  const known = new Set(kept.orders.map(({ id }) => id));
  const older = old.orders.filter(({ id }) => !known.has(id));
  return {
    orders: [...kept.orders, ...older].slice(0, limit),
    total: kept.total + old.total,
    archive: old.archive,
  };
}

function useKeptOrders(query: WorkOrderQuery, limit: number, version: unknown): FoundOrders {
  const ask = useRequest();
  const [found, setFound] = useState(NOTHING);
  const asked = JSON.stringify(query);
  useEffect(() => {
    let current = true;
    void ask('workOrder.search', { query: JSON.parse(asked) as WorkOrderQuery, limit }).then((answer) => {
      if (current && answer.ok) setFound({ ...answer.value, archive: 'off' });
    });
    return () => {
      current = false;
    };
  }, [ask, asked, limit, version]);
  return found;
}

/** Read once a question: nothing in it changes. */
function useArchived(query: WorkOrderQuery, limit: number, wanted: boolean): FoundOrders {
  const ask = useRequest();
  const [found, setFound] = useState(NOTHING);
  const asked = JSON.stringify(query);
  useEffect(() => {
    let current = true;
    setFound(wanted ? { ...NOTHING, archive: 'reading' } : NOTHING);
    if (!wanted) return undefined;
    void ask('workOrder.archive', { query: JSON.parse(asked) as WorkOrderQuery, limit }).then((answer) => {
      if (!current) return;
      if (!answer.ok) return setFound({ ...NOTHING, archive: 'failed' });
      const { orders, total, complete } = answer.value;
      setFound({ orders, total, archive: complete ? 'complete' : 'partial' });
    });
    return () => {
      current = false;
    };
  }, [ask, asked, limit, wanted]);
  return found;
}
