/** What windows are shown and may ask: the frames and the pages, over all the rooms. */
import type { Vitals } from '#shared/protocol/vitals.ts';
import type { Dispatching } from './dispatching.ts';
import { createHandlers } from './handlers.ts';
import { incidentMirror } from './incidents/mirror.ts';
import { createPages, type Pages } from './pages.ts';
import { createFramePublisher, type FramePublisher } from './publish/frames.ts';
import type { Reports } from './reports/reports.ts';
import { wallCollections } from './settings/wall.ts';
import type { Intake } from './intake.ts';
import type { Parts } from './parts.ts';

export function createFramesOf(
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

export function createPagesOf(
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
