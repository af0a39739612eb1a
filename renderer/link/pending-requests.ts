import { fail, type Result } from '#shared/base/result.ts';
import type { Response } from '#shared/protocol/messages.ts';
import type { RequestFailure, RequestName, RequestParams, RequestResult } from '#shared/protocol/requests.ts';

export type Outcome<Name extends RequestName> = Result<RequestResult<Name>, RequestFailure<Name>>;
export type Ask = <Name extends RequestName>(
  name: Name,
  params: RequestParams<Name>,
) => Promise<Outcome<Name>>;

type AnyOutcome = Result<unknown, string>;

/** Requests that wait for their answer. Each ends exactly once: answered, timed out, or link lost. */
export interface PendingRequests {
  add(timeoutMs: number, what: string): { readonly id: number; readonly outcome: Promise<AnyOutcome> };
  /** An answer nobody waits for (any more) is ignored. */
  answer(response: Response): void;
  failAll(detail: string): void;
}

export function createPendingRequests(): PendingRequests {
  const waiting = new Map<number, (outcome: AnyOutcome) => void>();
  let lastId = 0;
  return {
    add(timeoutMs, what) {
      lastId += 1;
      const id = lastId;
      const outcome = new Promise<AnyOutcome>((resolve) => {
        const timer = setTimeout(
          () => end(fail('link-lost', `${what}: no answer within ${timeoutMs} ms`)),
          timeoutMs,
        );
        const end = (result: AnyOutcome): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(result);
        };
        waiting.set(id, end);
      });
      return { id, outcome };
    },
    answer({ id, outcome }) {
      waiting.get(id)?.(outcome);
    },
    failAll(detail) {
      for (const end of [...waiting.values()]) end(fail('link-lost', detail));
    },
  };
}
