/**
 * The rooms of the engine, joined and set going. What one room needs of another is handed in here and in the files named below,
 * and nowhere else: `intake.ts` (what a message can reach), `showing.ts` (what a window sees and a request can reach).
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Vitals } from '#shared/protocol/vitals.ts';
import type { Engine } from './engine.ts';
import { createDispatching, type Dispatching } from './dispatching.ts';
import { createFileStore } from './files/file-store.ts';
import type { Pages } from './pages.ts';
import type { FramePublisher } from './publish/frames.ts';
import { createRateMeter, type RateMeter } from './rate.ts';
import { createReports, type Reports } from './reports/reports.ts';
import { createWalkTo } from './walk-to.ts';
import { createIntake, type Intake } from './intake.ts';
import type { Parts } from './parts.ts';
import { createFramesOf, createPagesOf } from './showing.ts';

/** Windows look for changes this often; frames themselves are at most ten a second. */
const FRAME_TICK_MS = 25;
const TICK_MS = 100;

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
