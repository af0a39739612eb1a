/**
 * Runs incidents over the shared records. Public door of the room.
 *
 * Owns: one fold per incident, which alarms belong to which, the clocks of tasks, the script of drills. What happened is
 * in the records and nowhere else: a restart, or another station, sees the same. Invariants: nothing of a drill reaches a
 * device, nothing of the building reaches a drill; two incidents that two stations opened for one thing become one.
 * Loss policy: none; see `electron/engine/records`.
 */
import type { Clock } from '#shared/base/brand.ts';
import { epochMs } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Command } from '#shared/domain/command/command.ts';
import {
  closingStates,
  conditionHolds,
  readColumns,
  readInjected,
  type ReadPoint,
} from '#shared/domain/incident/conditions.ts';
import { createFolder, type Folder } from '#shared/domain/incident/fold.ts';
import {
  INCIDENT_TYPE,
  isSameNews,
  type Incident,
  type IncidentCause,
  type IncidentLayer,
  type VoidReason,
} from '#shared/domain/incident/incident.ts';
import { createPlaces } from '#shared/domain/incident/places.ts';
import type { Story } from '#shared/domain/incident/timeline.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import { readStamp, writeStamp } from '#shared/domain/record/stamp.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { NewAct, Records, RecordType } from '#engine/records/records.ts';
import { commandAct } from './commands.ts';
import { createTaskClocks } from './clocks.ts';
import { createDrillScript } from './drill.ts';
import { alarmAct, createGathering, ENGINE } from './gather.ts';
import { newsOf, orderAct } from './orders.ts';
import type { Plans } from './plans.ts';

const DAY_MS = 24 * 3_600_000;

/** Long enough for the quarter's evaluation; the journal keeps what is older. */
export const INCIDENT_RECORDS: RecordType = { name: INCIDENT_TYPE, keepMs: 120 * DAY_MS };

export interface IncidentsDeps {
  readonly site: Site;
  readonly plans: Plans;
  readonly records: Records;
  readonly activeAlarms: () => readonly Alarm[];
  readonly columns: LiveColumns;
  readonly stationId: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenIncident {
  readonly plan: Plan;
  readonly by: string;
  readonly layer: IncidentLayer;
  readonly cause: IncidentCause;
  readonly alarms: readonly Alarm[];
  readonly zones: readonly string[];
}

export interface Opened {
  readonly id: string;
  readonly stored: Promise<boolean>;
}

export interface Incidents {
  /** Once, after the records were restored. */
  start(): void;
  plans(): Plans;
  open(wish: OpenIncident): Opened;
  /** What a person did; for a close, what is not normal is found out here. @returns why it would not count. */
  act(
    id: string,
    act: NewAct,
  ): Result<{ readonly stored: Promise<boolean> }, VoidReason | 'unknown-incident'>;
  get(id: string): Incident | undefined;
  /** With the acts that did not count. */
  story(id: string): Story | undefined;
  ids(): readonly string[];
  onAlarm(alarm: Alarm): void;
  /**
   * Those that were asked for an incident are told in it, state by state, each once: what was told stands in the record. At the
   * start once more for each that is known, since something may have become of it while nobody told.
   */
  onCommand(command: Command): void;
  /** As commands; by the station that owns the order. */
  onOrder(order: WorkOrder): void;
  /** Every 100 ms. */
  tick(): void;
  /** @returns unsubscribe. */
  onChange(listener: (id: string) => void): () => void;
}

/** Conditions and clocks are looked at this often. */
const LOOK_EVERY_MS = 500;

export function createIncidents(deps: IncidentsDeps): Incidents {
  return new RunningIncidents(deps);
}

class RunningIncidents implements Incidents {
  readonly #deps: IncidentsDeps;
  readonly #folders = new Map<string, Folder>();
  readonly #listeners = new Set<(id: string) => void>();
  readonly #places;
  readonly #clocks;
  readonly #script;
  readonly #gather: (alarm: Alarm) => void;
  readonly #read: ReadPoint;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: IncidentsDeps) {
    const { site, plans, clock, activeAlarms } = deps;
    this.#deps = deps;
    this.#places = createPlaces(site);
    this.#clocks = createTaskClocks(clock);
    this.#script = createDrillScript(clock, this.#places);
    this.#read = readColumns(deps.columns);
    this.#gather = createGathering({
      site,
      places: this.#places,
      plans: () => plans.values(),
      activeAlarms,
      open: () => this.#open().filter(({ layer }) => layer === 'live'),
      write: (id, acts) => void this.#write(id, acts),
      openByRule: (plan, alarms) => {
        const zones: readonly string[] = [];
        this.open({ plan, by: ENGINE, layer: 'live', cause: 'rule', alarms, zones });
      },
    });
  }

  start(): void {
    const { records } = this.#deps;
    for (const record of records.all(INCIDENT_TYPE)) this.#folder(record.id).follow(record);
    records.onChange(({ record, origin }) => {
      if (record.type !== INCIDENT_TYPE) return;
      this.#folder(record.id).follow(record);
      if (origin === 'elsewhere') this.#joinTwins(record.id);
      this.#tell(record.id);
    });
    records.onExpired((type, id) => {
      if (type !== INCIDENT_TYPE) return;
      this.#folders.delete(id);
      this.#clocks.forget(id);
      this.#script.forget(id);
      this.#tell(id);
    });
  }

  plans(): Plans {
    return this.#deps.plans;
  }
  get(id: string): Incident | undefined {
    return this.#folders.get(id)?.fold().incident;
  }
  ids(): readonly string[] {
    return [...this.#folders.keys()];
  }
  story(id: string): Story | undefined {
    const record = this.#deps.records.get(INCIDENT_TYPE, id);
    const folder = this.#folders.get(id);
    return record && folder && { record, voids: folder.fold().voids };
  }
  onChange(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  onAlarm(alarm: Alarm): void {
    this.#gather(alarm);
  }

  onCommand(command: Command): void {
    const incident = this.#goingOn(command.origin.incidentId);
    if (!incident || this.#folder(incident.id).commandState(command.id) === command.phase) return;
    this.#report(incident, commandAct(incident, command));
  }

  onOrder(order: WorkOrder): void {
    const { site, stationId } = this.#deps;
    const { from, ref, task } = order.source;
    if (from !== 'incident' || order.owner !== stationId) return;
    const incident = this.#goingOn(ref);
    if (incident?.layer !== 'live') return;
    const known = incident.plan.tasks.some(({ id }) => id === task);
    const before = incident.orders.find((told) => told.order === order.id);
    if (before && isSameNews(before, newsOf(order, task))) return;
    this.#report(incident, orderAct(order, known ? task : undefined, site));
  }

  open({ plan, by, layer, cause, alarms, zones }: OpenIncident): Opened {
    const { records, site, log } = this.#deps;
    const id = records.newId(INCIDENT_TYPE, layer === 'drill' ? 'DRL' : 'INC');
    const affected = [...new Set([...alarms.map(({ zoneId }) => zoneId), ...zones])];
    const body = { plan, layer, cause, severity: plan.severity, zones: affected } as unknown as JsonObject;
    const { stored } = this.#write(id, [
      { kind: 'open', by, body },
      ...alarms.map((alarm) => alarmAct(site, alarm, 'cause')),
      ...(by === ENGINE ? [] : [{ kind: 'take', by }]),
    ]);
    log('warn', 'an incident was opened', { id, plan: plan.id, cause, layer, by });
    return { id, stored };
  }

  act(id: string, act: NewAct): ReturnType<Incidents['act']> {
    const folder = this.#folders.get(id);
    const incident = folder?.fold().incident;
    if (!folder || !incident) return fail('unknown-incident', `no incident is called ${id}`);
    const whole =
      act.kind === 'close' ? { ...act, body: { ...act.body, unmet: this.#unmet(incident) } } : act;
    const refused = this.#refusal(folder, id, whole);
    if (refused) return fail(refused, `${whole.kind} of ${id} does not count: ${refused}`);
    const takes = incident.commander === undefined && TAKES_COMMAND.has(act.kind);
    const { stored } = this.#write(id, takes ? [{ kind: 'take', by: act.by }, whole] : [whole]);
    return ok({ stored });
  }

  tick(): void {
    const nowMs = this.#deps.clock.monotonicMs();
    if (nowMs - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = nowMs;
    for (const incident of this.#open()) {
      const acts: NewAct[] = [
        ...this.#clocks.late(incident).map((task) => ({ kind: 'late', by: ENGINE, body: { task } })),
        ...this.#turnedConditions(incident),
        ...(this.#isDrillOfOurs(incident) ? this.#script.due(incident) : []),
      ];
      if (acts.length > 0) this.#write(incident.id, acts);
    }
  }

  /** Those whose truth is not what the record says. */
  #turnedConditions(incident: Incident): NewAct[] {
    const read = incident.layer === 'drill' ? readInjected(incident) : this.#read;
    const folder = this.#folder(incident.id);
    return incident.plan.tasks.flatMap((task) =>
      task.when.flatMap((condition, at): NewAct[] => {
        if (condition.type !== 'points') return [];
        const holds = conditionHolds(condition, incident, this.#places, read);
        const act: NewAct = { kind: 'condition', by: ENGINE, body: { task: task.id, at, holds } };
        return folder.holds(task.id, at) === holds ? [] : [act];
      }),
    );
  }

  #unmet(incident: Incident): readonly string[] {
    return closingStates(incident, this.#places, this.#read)
      .filter(({ met }) => !met)
      .map(({ condition }) => condition.id);
  }

  #open(): Incident[] {
    return [...this.#folders.values()].flatMap((folder) => {
      const { incident } = folder.fold();
      return incident?.phase === 'open' ? [incident] : [];
    });
  }

  #isDrillOfOurs({ id, layer }: Incident): boolean {
    if (layer !== 'drill') return false;
    const opening = this.#deps.records.get(INCIDENT_TYPE, id)?.acts[0];
    return readStamp(opening?.stamp)?.stationId === this.#deps.stationId;
  }

  /** Two stations that were told of the same alarms may each have opened one: the later one goes on in the earlier. */
  #joinTwins(id: string): void {
    const one = this.get(id);
    if (one?.phase !== 'open' || one.cause !== 'rule') return;
    const twin = this.#open().find(
      (other) =>
        other.id !== id &&
        other.cause === 'rule' &&
        other.plan.id === one.plan.id &&
        other.alarms.some((alarm) => one.alarms.some((known) => known.id === alarm.id)),
    );
    if (!twin) return;
    const [first, second] = this.#openedAt(one.id) < this.#openedAt(twin.id) ? [one, twin] : [twin, one];
    this.#write(second.id, [{ kind: 'join', by: ENGINE, body: { into: first.id } }]);
  }

  #openedAt(id: string): string {
    return this.#deps.records.get(INCIDENT_TYPE, id)?.acts[0]?.stamp ?? '';
  }

  #stampAfter(id: string): ReturnType<typeof writeStamp> {
    const last = readStamp(this.#deps.records.get(INCIDENT_TYPE, id)?.acts.at(-1)?.stamp);
    const wallMs = Math.max(this.#deps.clock.nowMs(), (last?.wallMs ?? 0) + 1);
    return writeStamp({ wallMs: epochMs(wallMs), counter: 0, stationId: this.#deps.stationId });
  }

  #refusal(folder: Folder, id: string, { kind, by, body = {} }: NewAct): VoidReason | undefined {
    const atMs = this.#deps.clock.nowMs();
    return folder.wouldRefuse({ stamp: this.#stampAfter(id), kind, by, atMs, body });
  }

  /** What the program has to tell; never what would be void, or it would be told again and again. */
  #report({ id }: Incident, act: NewAct): void {
    if (this.#refusal(this.#folder(id), id, act) === undefined) this.#write(id, [act]);
  }

  /** The incident itself, or the one in which it goes on. */
  #goingOn(id: string | undefined): Incident | undefined {
    const incident = this.get(id ?? '');
    return incident?.joinedInto === undefined ? incident : this.get(incident.joinedInto);
  }

  #folder(id: string): Folder {
    const folder = this.#folders.get(id) ?? createFolder(id);
    this.#folders.set(id, folder);
    return folder;
  }

  #write(id: string, acts: readonly NewAct[]): { readonly stored: Promise<boolean> } {
    return this.#deps.records.write(INCIDENT_TYPE, id, { acts });
  }

  #tell(id: string): void {
    for (const listener of [...this.#listeners]) listener(id);
  }
}

/** Doing something about it is taking responsibility for it. */
const TAKES_COMMAND: ReadonlySet<string> = new Set(['done', 'skip', 'assign', 'work-order']);
