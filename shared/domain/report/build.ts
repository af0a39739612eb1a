/** Writes the report of an incident. Pure: the same acts, orders and site give the same report. */
import type { EpochMs } from '#shared/base/brand.ts';
import { isSettled, type Incident } from '#shared/domain/incident/incident.ts';
import { scoreDrill } from '#shared/domain/incident/score.ts';
import { wholeTimeline, type Story, type TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { alarmRows } from './alarm-rows.ts';
import { commandRows } from './command-rows.ts';
import { reportMaps } from './map.ts';
import { isOrderOf, orderRows } from './order-rows.ts';
import {
  REPORT_FORMAT,
  type Commanding,
  type IncidentReport,
  type MeasuredTime,
  type ReportPlace,
  type ReportSummary,
} from './report.ts';
import { measuredTimes } from './times.ts';

export interface ReportInput {
  readonly site: Site;
  readonly incident: Incident;
  readonly story: Story;
  /** All that there are. */
  readonly orders: readonly WorkOrder[];
  readonly station: string;
  readonly nowMs: EpochMs;
}

export function buildReport(input: ReportInput): IncidentReport {
  const { site, incident, story, station, nowMs } = input;
  const { plan, roles, tasks, deviations, zones } = incident;
  const timeline = wholeTimeline(story);
  const alarms = alarmRows(incident.alarms, timeline);
  const commands = commandRows(timeline);
  const orders = input.orders.filter((order) => isOrderOf(incident, order));
  const commanders = commandersOf(timeline);
  const { targets } = site.document.dispatch;
  const times = measuredTimes({ incident, commanders, alarms, orders, targets, nowMs });
  const { id, layer, cause, phase, severity, openedAtMs, openedBy } = incident;
  const { closedAtMs, closedBy, closeReason, joinedInto, acts } = incident;
  return {
    format: REPORT_FORMAT,
    site: { id: site.id, name: site.name, timeZone: site.timeZone },
    station,
    writtenAtMs: nowMs,
    incident: {
      ...{ id, layer, cause, phase, severity, openedAtMs, openedBy },
      ...{ closedAtMs, closedBy, closeReason, joinedInto, acts },
    },
    plan,
    summary: {
      durationMs: Math.max(0, (closedAtMs ?? nowMs) - openedAtMs),
      people: peopleOf(timeline),
      alarms: alarms.length,
      tasks: countTasks(incident),
      commands: {
        asked: commands.length,
        proved: commands.filter(({ state }) => state === 'proved').length,
      },
      orders: orders.length,
      targets: { met: countTargets(times, 'met'), missed: countTargets(times, 'missed') },
    },
    places: placesOf(site, [...new Set([...zones, ...alarms.map(({ zoneId }) => zoneId)])]),
    map: reportMaps(site, zones, alarms, commands),
    ...{ times, commanders, roles, tasks, deviations, alarms, commands, timeline },
    score: layer === 'drill' ? scoreDrill(incident) : undefined,
    orders: orderRows(incident, orders, site),
  };
}

function countTasks({ tasks }: Incident): ReportSummary['tasks'] {
  const count = (status: string): number => tasks.filter((task) => task.status === status).length;
  return {
    done: count('done'),
    skipped: count('skipped'),
    notNeeded: count('not-needed'),
    open: tasks.filter(({ status }) => !isSettled(status)).length,
    late: tasks.filter(({ late }) => late).length,
  };
}

function countTargets(times: readonly MeasuredTime[], wanted: MeasuredTime['outcome']): number {
  return times.filter(({ outcome }) => outcome === wanted).length;
}

/** Everybody who did something, in the order of their first act. */
function peopleOf(timeline: readonly TimelineEntry[]): readonly string[] {
  return [...new Set(timeline.map(({ by }) => by).filter((by) => by !== 'engine'))];
}

const ENDS_COMMAND: ReadonlySet<string> = new Set(['close', 'join']);

/** Who had command from when to when: by what counted of taking, accepting and relieving. Reopened, the last one has it again. */
function commandersOf(timeline: readonly TimelineEntry[]): readonly Commanding[] {
  const spans: { name: string; fromMs: EpochMs; toMs: EpochMs | undefined }[] = [];
  const end = (atMs: EpochMs): void => {
    const last = spans.at(-1);
    if (last) last.toMs ??= atMs;
  };
  for (const { kind, by, atMs, void: reason } of timeline) {
    if (reason !== undefined) continue;
    if (kind === 'take' || kind === 'accept' || kind === 'relieve') {
      end(atMs);
      spans.push({ name: by, fromMs: atMs, toMs: undefined });
    } else if (ENDS_COMMAND.has(kind)) end(atMs);
    else if (kind === 'reopen') {
      const last = spans.at(-1);
      if (last) spans.push({ name: last.name, fromMs: atMs, toMs: undefined });
    }
  }
  return spans;
}

function placesOf(site: Site, zones: readonly string[]): readonly ReportPlace[] {
  return zones.map((zoneId) => {
    const zone = site.zoneById.get(zoneId);
    return { zoneId, name: zone?.name, storey: zone?.storey.label ?? '' };
  });
}
