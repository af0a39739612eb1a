/** What the stations of a site share, joined to the feed: the composition of `records`, `stations` and the alarms. */
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { fail } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { Quarantine } from './decode/quarantine.ts';
import type { Feed } from './feed/feed.ts';
import type { Records } from './records/records.ts';
import { createSharedAcknowledgements, type SharedAcknowledgements } from './stations/acknowledgements.ts';
import { createStations } from './stations/stations.ts';
import type { TopicRoutes } from './topic-routes.ts';

export interface SharingDeps {
  readonly site: Site;
  /** Through which the stations meet: the first one. */
  readonly brokerId: string | undefined;
  readonly alarms: Alarms;
  readonly records: Records;
  readonly routes: TopicRoutes;
  readonly feed: () => Feed;
  readonly quarantine: Quarantine;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: Health;
}

export interface Sharing {
  readonly acknowledgements: SharedAcknowledgements;
  /** Of every connection; only that of the shared topics counts. */
  connection(brokerId: string, lane: 'telemetry' | 'alarm', online: boolean): void;
  /** Every 100 ms. */
  tick(): void;
}

/** Records are kept for days: how often they are looked through for those that nobody touched. */
const AGING_MS = 60_000;

export function createSharing(deps: SharingDeps): Sharing {
  const { site, brokerId, alarms, records, routes, feed, quarantine, clock, log } = deps;
  let agedAtMs = clock.monotonicMs();
  const stations = createStations({
    ...deps,
    siteId: site.id,
    publish: (topic, payload) =>
      brokerId === undefined
        ? Promise.resolve(fail('offline', 'the site has no broker'))
        : feed().publish(brokerId, topic, payload, { retain: true }),
    quarantine: (refused) => quarantine.add({ ...refused, brokerId: brokerId ?? '' }),
  });
  if (brokerId !== undefined)
    routes.add({
      brokerId,
      lane: 'alarm',
      filter: stations.filter,
      qos: 1,
      take: ({ topic, payload }) => stations.take(topic, payload),
    });
  return {
    acknowledgements: createSharedAcknowledgements({ alarms, records, clock, log }),
    connection(of, lane, online) {
      if (of === brokerId && lane === 'alarm') stations.online(online);
    },
    tick() {
      stations.tick();
      if (clock.monotonicMs() - agedAtMs < AGING_MS) return;
      agedAtMs = clock.monotonicMs();
      records.tick();
    },
  };
}
