/** How a lane tells the rest of the program how it is: health conditions, log lines; never a secret. */
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { displayUrl, type FeedBroker } from './broker.ts';
import type { FailureReport } from './failure.ts';

export interface LaneReport {
  lost(report: FailureReport): void;
  online(protocol: string): void;
  /** Filters that the broker did not grant, with its reason codes; empty ends the condition. */
  refused(filters: readonly string[], reasonCode: number): void;
  /** Reading has stopped until acknowledgements catch up. */
  held(held: boolean): void;
  /** The site does not see our presence: the account may only read. */
  unseen(detail: string): void;
  /** The lane was stopped on purpose: nothing is wrong any more. */
  clear(): void;
}

export function createLaneReport(
  broker: () => FeedBroker,
  lane: string,
  { health, log }: { readonly health: Health; readonly log: Log },
): LaneReport {
  const key = (code: string): string => `${code}:${broker().id}/${lane}`;
  const facts = (): Record<string, string> => ({ broker: broker().id, lane, url: displayUrl(broker().url) });
  let last: string | undefined;
  return {
    lost({ failure, detail }) {
      // One line an outage and cause, not one a try.
      if (last !== failure) log('warn', 'feed connection failed', { ...facts(), failure, detail });
      last = failure;
      health.set(key('feed.lost'), {
        code: 'feed.lost',
        severity: 'failure',
        facts: { ...facts(), failure },
      });
    },
    online(protocol) {
      last = undefined;
      log('info', 'feed online', { ...facts(), protocol });
      health.clear(key('feed.lost'));
    },
    refused(filters, reasonCode) {
      const [filter] = filters;
      if (filter === undefined) return health.clear(key('feed.subscription-refused'));
      log('warn', 'broker refused subscriptions', { ...facts(), count: filters.length, filter, reasonCode });
      health.set(key('feed.subscription-refused'), {
        code: 'feed.subscription-refused',
        severity: 'warning',
        facts: { ...facts(), filter, count: filters.length },
      });
    },
    held(held) {
      if (held) health.set(key('feed.held'), { code: 'feed.held', severity: 'warning', facts: facts() });
      else health.clear(key('feed.held'));
    },
    unseen: (detail) => log('debug', 'presence not published', { ...facts(), detail }),
    clear() {
      for (const code of ['feed.lost', 'feed.subscription-refused', 'feed.held']) health.clear(key(code));
    },
  };
}
