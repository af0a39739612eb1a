/** The requests of windows about incidents: read with suspicion, refused with a code. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { LONGEST_TEXT, type IncidentActKind } from '#shared/domain/incident/acts.ts';
import { quantityOf, suggestedPlans } from '#shared/domain/incident/signals.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import { latestEntries } from '#shared/domain/incident/timeline.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { IncidentRequests } from '#shared/protocol/incident-requests.ts';
import type { Incidents } from './incidents.ts';
import { sendFor, type SendDeps } from './send.ts';

export interface IncidentHandlerDeps extends Pick<SendDeps, 'orders'> {
  readonly site: Site;
  readonly incidents: Incidents;
  readonly alarm: (id: AlarmId) => Alarm | undefined;
}

type Answer<Name extends keyof IncidentRequests> = Result<
  IncidentRequests[Name][1],
  IncidentRequests[Name][2]
>;

export type IncidentHandlers = {
  readonly [Name in keyof IncidentRequests]: (
    params: IncidentRequests[Name][0],
  ) => Answer<Name> | Promise<Answer<Name>>;
};

const LONGEST_NAME = 128;
const MOST_ENTRIES = 500;
const MOST_PAST = 1_000;
const MOST_ZONES = 200;

/** What a person may say; the rest is for the program to find out. */
const PEOPLE: ReadonlySet<string> = new Set<IncidentActKind>([
  'zone',
  'severity',
  'take',
  'relieve',
  'offer',
  'accept',
  'decline',
  'assign',
  'done',
  'skip',
  'redo',
  'note',
  'evidence',
  'notified',
  'close',
  'reopen',
]);

export function createIncidentHandlers(deps: IncidentHandlerDeps): IncidentHandlers {
  const { incidents } = deps;
  return {
    'incident.plans': () => ok({ plans: [...incidents.plans().values()] }),
    'incident.open': (params) => open(deps, params),
    async 'incident.act'(params) {
      const by = nameOf(params?.by);
      if (by === undefined) return fail('invalid', 'an act needs the name of a person');
      const { id, kind, body } = params;
      if (typeof id !== 'string' || !PEOPLE.has(kind))
        return fail('invalid', 'id or kind is not one of a person');
      if (typeof body !== 'object' || body === null || JSON.stringify(body).length > 2 * LONGEST_TEXT)
        return fail('invalid', 'body must be an object, and not larger than a page');
      const done = incidents.act(id, { kind, by, body });
      return done.ok ? ok({ stored: await done.value.stored }) : done;
    },
    async 'incident.send'(params) {
      const by = nameOf(params?.by);
      if (by === undefined) return fail('invalid', 'somebody is sent by somebody with a name');
      const { id, task } = params;
      if (typeof id !== 'string' || (task !== undefined && typeof task !== 'string'))
        return fail('invalid', 'id and task must be texts');
      return sendFor(deps, id, task, by);
    },
    'incident.timeline'(params) {
      const { id, before, limit } = params ?? {};
      if (typeof id !== 'string' || (before !== undefined && typeof before !== 'string'))
        return fail('invalid', 'id and before must be texts');
      if (!Number.isInteger(limit) || limit < 1)
        return fail('invalid', 'limit must be a positive whole number');
      const story = incidents.story(id);
      if (!story) return fail('unknown-incident', `no incident is called ${id}`);
      return ok(latestEntries(story, before, Math.min(limit, MOST_ENTRIES)));
    },
    'incident.past'(params) {
      const limit = params?.limit;
      if (!Number.isInteger(limit) || limit < 1)
        return fail('invalid', 'limit must be a positive whole number');
      const all = incidents.ids().flatMap((id) => incidents.get(id) ?? []);
      all.sort((a, b) => b.openedAtMs - a.openedAtMs);
      return ok({ incidents: all.slice(0, Math.min(limit, MOST_PAST)).map(pastOf) });
    },
  };
}

async function open(
  { site, incidents, alarm: find }: IncidentHandlerDeps,
  params: IncidentRequests['incident.open'][0],
): Promise<Answer<'incident.open'>> {
  const by = nameOf(params?.by);
  if (by === undefined) return fail('invalid', 'an incident is opened by somebody with a name');
  const { plan: planId, alarm: alarmId, zones } = params;
  const layer = params.layer === 'drill' ? 'drill' : 'live';
  if (!Array.isArray(zones) || zones.length > MOST_ZONES) return fail('invalid', 'zones must be a list');
  const missing = zones.find((id) => !site.zoneById.has(id));
  if (missing !== undefined) return fail('unknown-zone', `no zone is called ${String(missing)}`);
  const alarm = alarmId === undefined ? undefined : find(alarmId);
  if (alarmId !== undefined && (!alarm || layer === 'drill'))
    return fail('unknown-alarm', `${String(alarmId)} is not in alarm, or this is a drill`);
  const known = alarm && holding(incidents, alarm);
  if (known) return ok({ id: known.id, existed: true, stored: true });
  const plans = incidents.plans();
  const proposed = alarm && suggestedPlans([...plans.values()], site, alarm)[0];
  const plan = planId === undefined ? proposed : plans.get(planId);
  if (!plan)
    return planId === undefined
      ? fail('no-plan', `no plan is for ${alarm ? quantityOf(site, alarm) : 'nothing'}`)
      : fail('unknown-plan', `no plan is called ${planId}`);
  const alarms = alarm ? [alarm] : [];
  const opened = incidents.open({ plan, by, layer, cause: alarm ? 'alarm' : 'hand', alarms, zones });
  return ok({ id: opened.id, existed: false, stored: await opened.stored });
}

/** The open incident to which an alarm belongs already. */
function holding(incidents: Incidents, alarm: Alarm): Incident | undefined {
  return incidents
    .ids()
    .flatMap((id) => incidents.get(id) ?? [])
    .find(
      ({ phase, alarms }) =>
        phase === 'open' && alarms.some(({ id, why }) => id === alarm.id && why === 'cause'),
    );
}

function pastOf({ id, plan, layer, phase, severity, openedAtMs, closedAtMs }: Incident) {
  return { id, name: plan.name, layer, phase, severity, openedAtMs, closedAtMs };
}

function nameOf(by: unknown): string | undefined {
  const name = typeof by === 'string' ? by.trim() : '';
  return name === '' || name.length > LONGEST_NAME ? undefined : name;
}
