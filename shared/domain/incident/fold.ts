/**
 * What an incident is, from its acts. Pure and deterministic: two stations that hold the same acts see the same incident,
 * in whatever order the acts reached them, because they are folded in the order of their stamps.
 *
 * | phase \ act | task, note, alarm, people                   | close                            | reopen        | join         |
 * | ----------- | ------------------------------------------- | -------------------------------- | ------------- | ------------ |
 * | open        | counts, or void with its reason             | closed, or void `not-normal`     | void          | joined       |
 * | closed      | note, evidence, alarm count; others void    | void                             | open          | void         |
 * | joined      | note, evidence count; others void           | void                             | void          | void         |
 *
 * Invariant: no act is ever dropped. One that does not fit the state it meets (two stations may act at once) is kept in the
 * record, and `voids` says why it did not count.
 */
import { assert } from '#shared/base/assert.ts';
import type { Act, SharedRecord } from '#shared/domain/record/record.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import { readAct, type IncidentEvent } from './acts.ts';
import { FoldState } from './fold-state.ts';
import { INCIDENT_TYPE, type Incident, type VoidReason } from './incident.ts';
import { commandActs } from './fold-people.ts';
import { taskActs } from './fold-tasks.ts';

export interface IncidentFold {
  /** Undefined while no valid `open` act is known: it may be on its way from another station. */
  readonly incident: Incident | undefined;
  readonly voids: ReadonlyMap<Stamp, VoidReason>;
}

/** What an act does to the state. @returns why it does not count. */
export type Apply<Kind extends IncidentEvent['kind']> = (
  state: FoldState,
  event: Extract<IncidentEvent, { kind: Kind }>,
  act: Act,
) => VoidReason | undefined;

export function foldIncident(record: SharedRecord): IncidentFold {
  return createFolder(record.id, record.acts).fold();
}

/** Folds on as acts come in; for those that come in order, without beginning anew. */
export interface Folder {
  fold(): IncidentFold;
  /** @param record the whole record: acts that belong before known ones begin the fold anew. */
  follow(record: SharedRecord): IncidentFold;
  /** Whether a condition on points is known to hold. @param at its place in the task's `when`. */
  holds(task: string, at: number): boolean;
  /** The state of a device command as was last told. */
  commandState(command: string): string | undefined;
  /** Why an act would not count now; undefined: it would. */
  wouldRefuse(act: Act): VoidReason | undefined;
}

export function createFolder(id: string, acts: readonly Act[] = []): Folder {
  return new ActFolder(id, acts);
}

class ActFolder implements Folder {
  readonly #id: string;
  #state: FoldState;
  #voids = new Map<Stamp, VoidReason>();
  #folded: readonly Act[] = [];
  #result: IncidentFold | undefined;

  constructor(id: string, acts: readonly Act[]) {
    this.#id = id;
    this.#state = new FoldState(id);
    for (const act of acts) this.#take(act);
    this.#folded = acts;
  }

  fold(): IncidentFold {
    this.#result ??= { incident: this.#state.incident(), voids: new Map(this.#voids) };
    return this.#result;
  }

  follow(record: SharedRecord): IncidentFold {
    assert(record.type === INCIDENT_TYPE && record.id === this.#id, 'a folder follows one incident');
    const { acts } = record;
    // Acts are only ever added, and stand in order: where the last of the known ones is in its place, so are those before it.
    const goesOn = acts[this.#folded.length - 1]?.stamp === this.#folded.at(-1)?.stamp;
    if (!goesOn) {
      this.#state = new FoldState(this.#id);
      this.#voids = new Map();
    }
    for (const act of goesOn ? acts.slice(this.#folded.length) : acts) this.#take(act);
    this.#folded = acts;
    this.#result = undefined;
    return this.fold();
  }

  holds(task: string, at: number): boolean {
    return this.#state.holds(task, at);
  }

  commandState(command: string): string | undefined {
    return this.#state.commands.get(command);
  }

  wouldRefuse(act: Act): VoidReason | undefined {
    return applyAct(this.#state.copy(), act);
  }

  #take(act: Act): void {
    const refused = applyAct(this.#state, act);
    if (refused) this.#voids.set(act.stamp, refused);
  }
}

function applyAct(state: FoldState, act: Act): VoidReason | undefined {
  const event = readAct(act);
  state.acts += 1;
  if (!event) return 'malformed';
  const refused = applyEvent(state, event, act);
  if (refused !== undefined) return refused;
  state.lastActAtMs = act.atMs;
  if (MOVES_TASKS.has(event.kind)) state.settle(act.atMs);
  return undefined;
}

const MOVES_TASKS: ReadonlySet<string> = new Set(['open', 'done', 'skip', 'redo', 'condition']);

/** Said after the end, still part of the story. */
const AFTER_CLOSE: ReadonlySet<string> = new Set([
  'note',
  'evidence',
  'alarm',
  'reopen',
  'command',
  'work-order',
]);
const AFTER_JOIN: ReadonlySet<string> = new Set(['note', 'evidence']);

function applyEvent(state: FoldState, event: IncidentEvent, act: Act): VoidReason | undefined {
  if (event.kind === 'open') return state.plan ? 'already-open' : (state.open(event, act), undefined);
  if (!state.plan) return 'not-open';
  if (state.phase === 'closed' && !AFTER_CLOSE.has(event.kind)) return 'closed';
  if (state.phase === 'joined' && !AFTER_JOIN.has(event.kind)) return 'closed';
  const apply = (appliers as Partial<Record<string, Apply<IncidentEvent['kind']>>>)[event.kind];
  assert(apply, `nothing applies ${event.kind}`);
  return apply(state, event, act);
}

type Appliers = { readonly [Kind in Exclude<IncidentEvent['kind'], 'open'>]: Apply<Kind> };

const appliers: Appliers = {
  ...commandActs,
  ...taskActs,
  alarm(state, { alarm }) {
    const known = state.alarms.get(alarm.id);
    if (known?.phase === alarm.phase) return 'repeated';
    state.alarms.set(alarm.id, alarm);
    if (alarm.why === 'cause') state.addZone(alarm.zoneId);
    return undefined;
  },
  zone: (state, { zone }) => (state.addZone(zone) ? undefined : 'repeated'),
  severity(state, { severity }) {
    if (state.severity === severity) return 'repeated';
    state.severity = severity;
    return undefined;
  },
  inject(state, { kind: _, ...what }, { stamp, atMs }) {
    if (state.layer !== 'drill') return 'not-a-drill';
    state.injected.push({ ...what, stamp, atMs });
    return undefined;
  },
  close(state, { reason, unmet }, act) {
    const missing = unmet.length > 0 || state.openDuties() > 0;
    if (missing && reason === undefined) return 'not-normal';
    state.phase = 'closed';
    state.closed = { atMs: act.atMs, by: act.by, reason: missing ? reason : undefined };
    if (missing) state.deviate('closed-early', act, undefined, reason);
    return undefined;
  },
  reopen(state, { reason }) {
    if (state.phase !== 'closed') return 'not-settled';
    if (reason === '') return 'needs-reason';
    state.phase = 'open';
    state.closed = undefined;
    return undefined;
  },
  join(state, { into }, { atMs, by }) {
    state.phase = 'joined';
    state.joinedInto = into;
    state.closed = { atMs, by, reason: undefined };
    return undefined;
  },
};

/** For those who only want the end of it. @throws AssertionError for a record without an `open` act. */
export function incidentOf(record: SharedRecord): Incident {
  const { incident } = foldIncident(record);
  assert(incident, `incident ${record.id} was never opened`);
  return incident;
}
