/**
 * The rooms of the engine, joined and set going. What one room needs of another is handed in here and nowhere else: to see
 * what a message or a request can reach, read this file.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { createRandom } from '#shared/base/random.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import type { Alarms } from './alarms/alarms.ts';
import { createCommanding } from './commanding.ts';
import { createFeedbackWatch, type Commands } from './commands/commands.ts';
import { createCommandsElsewhere, type CommandsElsewhere } from './commands/elsewhere.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { createDispatching, type Dispatching } from './dispatching.ts';
import { createFeed, type Feed } from './feed/feed.ts';
import { createFileStore } from './files/file-store.ts';
import { createHandlers } from './handlers.ts';
import { createIncidents, type Incidents } from './incidents/incidents.ts';
import { incidentMirror } from './incidents/mirror.ts';
import type { Plans } from './incidents/plans.ts';
import type { Journal } from './journal/journal.ts';
import { createPages, type Pages } from './pages.ts';
import { createFramePublisher, type FramePublisher } from './publish/frames.ts';
import { createSampleStream, type SampleStream } from './publish/sample-stream.ts';
import { createRateMeter, type RateMeter } from './rate.ts';
import type { Records } from './records/records.ts';
import { createReports, type Reports } from './reports/reports.ts';
import { createSamplePath, type SamplePath } from './sample-path.ts';
import type { ConnectionSettingsStore } from './settings/settings.ts';
import { wallCollections, type WallSettings } from './settings/wall.ts';
import { createSharing, type Sharing } from './sharing.ts';
import { createTopicRoutes, type TopicRoutes } from './topic-routes.ts';
import { createWalkTo } from './walk-to.ts';

/** Memory for samples that no recorder has stored yet. */
const RING_BYTES = 64 * 1024 * 1024;
/** Windows look for changes this often; frames themselves are at most ten a second. */
const FRAME_TICK_MS = 25;
const TICK_MS = 100;
const DISCOVERY_SETTLES_MS = 200;

/** What was opened before the rooms can run. */
export interface Parts {
  readonly clock: Clock;
  readonly options: EngineOptions;
  readonly site: Site;
  readonly plans: Plans;
  readonly stationId: string;
  readonly settings: ConnectionSettingsStore;
  readonly health: Health;
  readonly walls: WallSettings;
  readonly journal: Journal;
  readonly alarms: Alarms;
  readonly records: Records;
  /** Commands of the last run, newest first. */
  readonly commandEntries: readonly JournalEntry[];
  /** Of reports that were sealed. */
  readonly reportEntries: readonly JournalEntry[];
}

interface Running extends Parts, Intake {
  readonly dispatching: Dispatching;
  readonly reports: Reports;
  readonly frames: FramePublisher;
  readonly rate: RateMeter;
  readonly pages: Pages;
}

export function compose(parts: Parts): Engine {
  const { health, alarms, settings } = parts;
  const engineRun = randomUUID();
  const intake = createIntake(parts, engineRun);
  const rate = createRateMeter();
  const vitals = (): Vitals => vitalsOf(running);
  const dispatching = createDispatchingOf(parts, intake, (collection, id) => {
    frames.changed(collection, id);
    const order = collection === 'workOrders' ? dispatching.dispatch.book.get(id)?.order : undefined;
    if (order) intake.incidents.onOrder(order);
  });
  const frames = createFramesOf(parts, intake, dispatching, vitals);
  const reports = createReports({
    ...parts,
    incidents: intake.incidents,
    orders: () => dispatching.dispatch.book.all(),
    folder: join(parts.options.dataFolder, 'reports'),
    log: parts.options.log,
  });
  const pages = createPagesOf(parts, intake, dispatching, reports, frames, engineRun);
  const running: Running = { ...parts, ...intake, dispatching, reports, frames, rate, pages };
  settings.onChange((broker) => intake.feed.reconfigure(broker));
  alarms.onChange((alarm) => frames.alarmChanged(alarm.id));
  intake.commands.onChange(({ id }) => frames.changed('commands', id));
  intake.elsewhere.onChange((id) => frames.changed('commandsElsewhere', id));
  followIncidents(running);
  health.onChange(() => frames.healthChanged());
  followWalls(running);
  const stopTicking = startTicking(running);
  intake.feed.start();
  return {
    attach: (port) => pages.attach(port),
    setDisplays: (displays) => parts.walls.setConnected(displays),
    vitals,
    healthConditions: () => health.list(),
    stop: () => stop(running, stopTicking),
  };
}

function followIncidents({
  incidents,
  alarms,
  commands,
  dispatching,
  frames,
  reports,
  reportEntries,
}: Running): void {
  incidents.start();
  // What became of them while the program was down, or in the moment in which it was killed.
  for (const command of commands.all()) incidents.onCommand(command);
  for (const order of dispatching.dispatch.book.all()) incidents.onOrder(order);
  reports.start(reportEntries);
  alarms.onChange((alarm) => incidents.onAlarm(alarm));
  commands.onChange((command) => incidents.onCommand(command));
  incidents.onChange((id) => frames.changed('incidents', id));
}

function followWalls({ options, walls, frames }: Running): void {
  walls.onChange((collection, id) => {
    frames.changed(collection, id);
    if (collection === 'displays') options.onWalls?.(walls.walls());
  });
  options.onWalls?.(walls.walls());
}

/** From the broker to the live table, and what rooms say to the broker themselves. */
interface Intake {
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

function createIntake(parts: Parts, engineRun: string): Intake {
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

function createDispatchingOf(
  parts: Parts,
  { path, routes, feed, onConnection }: Intake,
  changed: (collection: 'workOrders' | 'staff', id: string) => void,
): Dispatching {
  const dispatching = createDispatching({
    ...parts,
    log: parts.options.log,
    brokerId: parts.settings.brokers()[0]?.id,
    routes,
    feed: () => feed,
    quarantine: path.quarantine,
    files: createFileStore({ folder: join(parts.options.dataFolder, 'files'), log: parts.options.log }),
    walkTo: createWalkTo(parts.site, path.live.columns, parts.clock),
    changed,
  });
  onConnection.push(dispatching.connection);
  return dispatching;
}

function createFramesOf(
  { alarms, walls, health, clock }: Parts,
  { path: { live }, commands, elsewhere, incidents }: Intake,
  { dispatch }: Dispatching,
  vitals: () => Vitals,
): FramePublisher {
  return createFramePublisher(clock, {
    columns: live.columns,
    nextGeneration: () => live.nextGeneration(),
    activeAlarms: () => alarms.active(),
    alarm: (id) => alarms.get(id),
    collections: {
      ...wallCollections(walls),
      commands: { ids: () => commands.all().map(({ id }) => id), get: (id) => commands.get(id) },
      commandsElsewhere: elsewhere.collection,
      workOrders: dispatch.workOrders,
      staff: dispatch.staff,
      incidents: incidentMirror(incidents),
    },
    vitals,
    health: () => health.list(),
  });
}

function createPagesOf(
  parts: Parts,
  intake: Intake,
  dispatching: Dispatching,
  reports: Reports,
  frames: FramePublisher,
  engineRun: string,
): Pages {
  const { options, clock, site } = parts;
  const station = {
    stationId: parts.stationId,
    host: options.host,
    version: options.version,
    dataFolder: options.dataFolder,
    siteFolder: options.siteFolder,
  };
  const handlers = createHandlers({
    ...parts,
    acknowledgements: intake.sharing.acknowledgements,
    commands: intake.commands,
    incidents: intake.incidents,
    reports,
    quarantine: intake.path.quarantine,
    station,
    demo: options.demo,
    workOrders: dispatching.handlers,
    dispatch: dispatching.dispatch,
  });
  return createPages({
    site,
    engineRun,
    demo: options.demo !== undefined,
    clock,
    frames,
    stream: intake.stream,
    handlers,
    log: options.log,
  });
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

function startTicking(running: Running): () => void {
  const {
    clock,
    path,
    alarms,
    commands,
    elsewhere,
    stream,
    frames,
    feed,
    rate,
    sharing,
    dispatching,
    incidents,
  } = running;
  const slow = setInterval(() => {
    path.live.tick();
    alarms.tick();
    commands.tick();
    elsewhere.tick();
    stream.tick();
    sharing.tick();
    dispatching.tick();
    incidents.tick();
    rate.observe(feed.counters.received, clock.monotonicMs());
  }, TICK_MS);
  const fast = setInterval(() => frames.tick(), FRAME_TICK_MS);
  return () => {
    clearInterval(slow);
    clearInterval(fast);
  };
}

function vitalsOf({ feed, path, alarms, journal, stream, frames, rate }: Running): Vitals {
  const { seq, hash, lag, storing } = journal.head();
  return {
    connections: feed.vitals(),
    received: feed.counters.received,
    decoded: path.decoder.counters.decoded,
    quarantined: path.decoder.counters.quarantined,
    dropped: feed.counters.dropped,
    messagesPerS: rate.perSecond(),
    lastMessageMs: feed.counters.lastMessageMs,
    points: path.live.counts(),
    alarms: alarms.counts(),
    journal: { head: seq, headHash: hash, lag, storing },
    recorder: stream.status(),
    windows: frames.size,
  };
}

async function stop(
  { feed, pages, alarms, records, reports, journal }: Running,
  stopTicking: () => void,
): Promise<void> {
  await feed.stop();
  stopTicking();
  alarms.snapshot();
  records.snapshot();
  await alarms.pendingStore();
  await reports.settled();
  pages.closeAll();
  await journal.close();
}
