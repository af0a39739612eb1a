/** From the broker to the live table, and what rooms say to the broker themselves: feed, decoding, sharing, commands, incidents. */
import type { Log } from '#shared/base/log.ts';
import { createRandom } from '#shared/base/random.ts';
import { createCommanding } from './commanding.ts';
import { createFeedbackWatch, type Commands } from './commands/commands.ts';
import { createCommandsElsewhere, type CommandsElsewhere } from './commands/elsewhere.ts';
import { createFeed, type Feed } from './feed/feed.ts';
import { createIncidents, type Incidents } from './incidents/incidents.ts';
import { createSampleStream, type SampleStream } from './publish/sample-stream.ts';
import { createSamplePath, type SamplePath } from './sample-path.ts';
import { createSharing, type Sharing } from './sharing.ts';
import { createTopicRoutes, type TopicRoutes } from './topic-routes.ts';
import type { Parts } from './parts.ts';

/** Memory for samples that no recorder has stored yet. */
const RING_BYTES = 64 * 1024 * 1024;
const DISCOVERY_SETTLES_MS = 200;

export interface Intake {
  readonly feed: Feed;
  readonly path: SamplePath;
  readonly stream: SampleStream;
  readonly routes: TopicRoutes;
  readonly sharing: Sharing;
  readonly commands: Commands;
  readonly elsewhere: CommandsElsewhere;
  /** Each is told of every connection that comes or goes. */
  readonly onConnection: ConnectionListener[];
  readonly incidents: Incidents;
}

type ConnectionListener = (brokerId: string, lane: 'telemetry' | 'alarm', online: boolean) => void;

export function createIntake(parts: Parts, engineRun: string): Intake {
  const { options, clock, site, settings, alarms } = parts;
  const { log } = options;
  const stream = createSampleStream({ engineRun, siteRevision: site.revision, clock, ringBytes: RING_BYTES });
  const watch = createFeedbackWatch(site.points.length);
  const path = createSamplePath({
    site,
    clock,
    alarms,
    stream,
    watch,
    requestRebirth: (brokerId, topic, payload) => void requestRebirth(feed, brokerId, topic, payload, log),
    onSubscriptionsChanged: once(() => feed.resubscribe()),
  });
  const routes = createTopicRoutes();
  const sharing = createSharing({
    ...parts,
    brokerId: settings.brokers()[0]?.id,
    routes,
    feed: () => feed,
    quarantine: path.quarantine,
    log,
  });
  const elsewhere = createCommandsElsewhere(parts);
  const commands = createCommanding({
    ...parts,
    elsewhere,
    columns: path.live.columns,
    watch,
    routes,
    feed: () => feed,
    log,
  });
  const onConnection: ConnectionListener[] = [sharing.connection];
  const feed = createSiteFeed(parts, path, routes, onConnection, engineRun);
  const incidents = createIncidents({
    ...parts,
    activeAlarms: () => alarms.active(),
    columns: path.live.columns,
    log,
  });
  return { feed, path, stream, routes, sharing, commands, elsewhere, incidents, onConnection };
}

function createSiteFeed(
  { options, clock, settings, health, stationId }: Parts,
  path: SamplePath,
  routes: TopicRoutes,
  onConnection: readonly ConnectionListener[],
  engineRun: string,
): Feed {
  return createFeed({
    brokers: settings.brokers(),
    subscriptions: () => [...path.decoder.subscriptions(), ...routes.subscriptions()],
    onMessage(brokerId, lane, topic, payload, receivedMs, retained, properties) {
      const taken = routes.take({ brokerId, topic, payload, receivedMs, retained, properties });
      if (taken !== 'not-mine') return taken;
      return path.message(brokerId, lane, topic, payload, receivedMs, retained);
    },
    onConnection(brokerId, lane, online, silentMs) {
      path.connection(brokerId, lane, online, silentMs);
      for (const listener of onConnection) listener(brokerId, lane, online);
    },
    stationId,
    version: options.version,
    clock,
    random: createRandom(Number.parseInt(engineRun.slice(0, 8), 16)),
    log: options.log,
    health,
  });
}

/** Discovery teaches topics in bursts; the broker is asked once, when the burst is over. */
function once(work: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      work();
    }, DISCOVERY_SETTLES_MS);
  };
}

async function requestRebirth(
  feed: Feed,
  brokerId: string,
  topic: string,
  payload: Uint8Array,
  log: Log,
): Promise<void> {
  const sent = await feed.publish(brokerId, topic, Buffer.from(payload));
  if (!sent.ok) log('warn', 'a rebirth request was not sent', { topic, code: sent.error.code });
}
