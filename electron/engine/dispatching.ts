/** Work orders and staff joined to the feed, the alarms and the building: the composition of `dispatch`. */
import { fail } from '#shared/base/result.ts';
import type { WalkFrom } from '#shared/domain/staff/proposal.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { Quarantine } from './decode/quarantine.ts';
import { createOrderArchive, type ArchiveJournal } from './dispatch/archive.ts';
import { createDispatch, type Dispatch, type DispatchDeps } from './dispatch/dispatch.ts';
import { createWorkOrderHandlers, type WorkOrderHandlers } from './dispatch/requests.ts';
import type { Feed } from './feed/feed.ts';
import { createStationPresence } from './station-presence.ts';
import type { TopicRoutes } from './topic-routes.ts';

export interface DispatchingDeps extends Pick<
  DispatchDeps,
  'site' | 'stationId' | 'records' | 'files' | 'clock' | 'health' | 'log' | 'changed'
> {
  /** Through which phones and stations are reached: the first one. */
  readonly brokerId: string | undefined;
  readonly journal: ArchiveJournal;
  readonly alarms: Alarms;
  readonly routes: TopicRoutes;
  readonly feed: () => Feed;
  readonly quarantine: Quarantine;
  readonly walkTo: (zoneId: string) => WalkFrom;
}

export interface Dispatching {
  readonly dispatch: Dispatch;
  readonly handlers: WorkOrderHandlers;
  /** Of every connection; only that of the shared topics counts. */
  connection(brokerId: string, lane: 'telemetry' | 'alarm', online: boolean): void;
  /** Every 100 ms. */
  tick(): void;
}

export function createDispatching(deps: DispatchingDeps): Dispatching {
  const { site, brokerId, stationId, files, alarms, routes, feed, quarantine, clock } = deps;
  const stations = createStationPresence(stationId, clock);
  const dispatch = createDispatch({
    ...deps,
    stations,
    publish: (topic, payload) =>
      brokerId === undefined
        ? Promise.resolve(fail('offline', 'the site has no broker'))
        : feed().publish(brokerId, topic, payload, { retain: true }),
    quarantine: (refused) => quarantine.add({ ...refused, brokerId: brokerId ?? '' }),
  });
  if (brokerId !== undefined && site.document.staff.length > 0) {
    routes.add(
      { ...stations.route, brokerId },
      ...dispatch.routes.map((route) => ({ ...route, brokerId, lane: 'alarm' as const, qos: 1 as const })),
    );
  }
  return {
    dispatch,
    handlers: createWorkOrderHandlers({
      site,
      dispatch,
      archive: createOrderArchive(deps.journal, deps.records),
      files,
      stationId,
      alarm: (id) => alarms.get(id),
      nowMs: () => clock.nowMs(),
    }),
    connection(of, lane, online) {
      if (of !== brokerId || lane !== 'alarm') return;
      stations.online(online);
      dispatch.online(online);
    },
    tick: () => dispatch.tick(),
  };
}
