import { useCallback, useState } from 'react';
import type { RequestFailure, RequestName, RequestParams, RequestResult } from '#shared/protocol/requests.ts';
import type { WorkOrderRequests } from '#shared/protocol/work-orders.ts';
import { useRequest } from '#renderer/link/hooks.ts';

type OrderRequest = keyof WorkOrderRequests & RequestName;

/** What came of the last one; undefined: nothing asked yet, or it went well. */
export interface Outcome {
  readonly code: RequestFailure<OrderRequest> | 'not-stored';
}

export interface OrderRequests {
  readonly busy: boolean;
  readonly outcome: Outcome | undefined;
  readonly forget: () => void;
  /** @returns the result; undefined where it failed, and `outcome` says how. */
  readonly send: <Name extends OrderRequest>(
    name: Name,
    params: RequestParams<Name>,
  ) => Promise<RequestResult<Name> | undefined>;
}

/** One request at a time, with what came of it, for a place that shows both. */
export function useOrderRequest(): OrderRequests {
  const ask = useRequest();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const send = useCallback(
    async <Name extends OrderRequest>(name: Name, params: RequestParams<Name>) => {
      setBusy(true);
      const answer = await ask(name, params);
      setBusy(false);
      if (!answer.ok) {
        setOutcome({ code: answer.error.code as Outcome['code'] });
        return undefined;
      }
      const unstored = (answer.value as { stored?: boolean }).stored === false;
      setOutcome(unstored ? { code: 'not-stored' } : undefined);
      return answer.value;
    },
    [ask],
  );
  return { busy, outcome, forget: useCallback(() => setOutcome(undefined), []), send };
}
