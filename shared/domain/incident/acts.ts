/**
 * The acts of an incident, as they stand in its record. A record may come from another station, another version, or a
 * wrong hand: each body is read before it is believed, and what cannot be read is void, never an error.
 */
import { checkPlan } from '#shared/domain/plan/check.ts';
import type { Plan, Severity } from '#shared/domain/plan/document.ts';
import type { Act, JsonObject } from '#shared/domain/record/record.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { GatheredAlarm, IncidentCause, IncidentLayer, IncidentOrder } from './incident.ts';

export type IncidentEvent =
  | {
      readonly kind: 'open';
      readonly plan: Plan;
      readonly layer: IncidentLayer;
      readonly cause: IncidentCause;
      readonly severity: Severity;
      readonly zones: readonly string[];
    }
  | { readonly kind: 'alarm'; readonly alarm: GatheredAlarm }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'severity'; readonly severity: Severity }
  | { readonly kind: 'take' | 'accept' | 'decline' }
  | { readonly kind: 'relieve' | 'reopen'; readonly reason: string }
  | { readonly kind: 'offer'; readonly to: string }
  | { readonly kind: 'assign'; readonly role: string; readonly to: string }
  | {
      readonly kind: 'done';
      readonly task: string;
      readonly answer: string | undefined;
      readonly note: string | undefined;
    }
  | { readonly kind: 'skip' | 'redo'; readonly task: string; readonly reason: string }
  | { readonly kind: 'late'; readonly task: string }
  /** The engine saw a condition on points begin or cease to hold. `at`: its place in the task's `when`. */
  | { readonly kind: 'condition'; readonly task: string; readonly at: number; readonly holds: boolean }
  | { readonly kind: 'note'; readonly text: string; readonly task: string | undefined }
  | { readonly kind: 'evidence'; readonly task: string; readonly item: string; readonly text: string }
  | { readonly kind: 'notified'; readonly task: string; readonly who: string }
  | {
      readonly kind: 'command';
      readonly task: string | undefined;
      readonly command: string;
      readonly pointId: string;
      readonly state: string;
    }
  /** What became of a work order of this incident. `task`: undefined for one that no step asked for. */
  | ({ readonly kind: 'work-order' } & IncidentOrder)
  | {
      readonly kind: 'inject';
      /** Place in the plan's script. */
      readonly step: number | undefined;
      readonly pointId: string | undefined;
      readonly quantity: string;
      readonly value: number;
      readonly text: LocalizedText;
    }
  /** `unmet`: ids of closing conditions that did not hold when it was closed. */
  | { readonly kind: 'close'; readonly reason: string | undefined; readonly unmet: readonly string[] }
  | { readonly kind: 'join'; readonly into: string };

export type IncidentActKind = IncidentEvent['kind'];

/** Longest free text that a person can leave in one act. */
export const LONGEST_TEXT = 2_000;

type Reader = (body: JsonObject) => IncidentEvent | undefined;

/** @returns undefined for an act that cannot be read. */
export function readAct({ kind, body }: Pick<Act, 'kind' | 'body'>): IncidentEvent | undefined {
  return Object.hasOwn(readers, kind) ? readers[kind as IncidentActKind](body) : undefined;
}

const readers: Readonly<Record<IncidentActKind, Reader>> = {
  open(body) {
    const plan = checkPlan(body['plan']);
    const severity = severityOf(body['severity']);
    const zones = texts(body['zones']);
    const layer = body['layer'] === 'drill' ? 'drill' : 'live';
    const cause = body['cause'] === 'alarm' || body['cause'] === 'rule' ? body['cause'] : 'hand';
    if (!plan.ok || severity === undefined || !zones) return undefined;
    return { kind: 'open', plan: plan.value, layer, cause, severity, zones };
  },
  alarm(body) {
    const alarm = gatheredOf(body['alarm']);
    return alarm && { kind: 'alarm', alarm };
  },
  zone: ({ zone }) => (isText(zone) ? { kind: 'zone', zone } : undefined),
  severity(body) {
    const severity = severityOf(body['severity']);
    return severity && { kind: 'severity', severity };
  },
  take: () => ({ kind: 'take' }),
  accept: () => ({ kind: 'accept' }),
  decline: () => ({ kind: 'decline' }),
  relieve: ({ reason }) => ({ kind: 'relieve', reason: textOr(reason) }),
  reopen: ({ reason }) => ({ kind: 'reopen', reason: textOr(reason) }),
  offer: ({ to }) => (isText(to) ? { kind: 'offer', to } : undefined),
  assign: ({ role, to }) => (isText(role) ? { kind: 'assign', role, to: textOr(to) } : undefined),
  done: ({ task, answer, note }) =>
    isText(task) ? { kind: 'done', task, answer: optional(answer), note: optional(note) } : undefined,
  skip: ({ task, reason }) => (isText(task) ? { kind: 'skip', task, reason: textOr(reason) } : undefined),
  redo: ({ task, reason }) => (isText(task) ? { kind: 'redo', task, reason: textOr(reason) } : undefined),
  late: ({ task }) => (isText(task) ? { kind: 'late', task } : undefined),
  condition: ({ task, at, holds }) =>
    isText(task) && Number.isInteger(at) && typeof holds === 'boolean'
      ? { kind: 'condition', task, at: at as number, holds }
      : undefined,
  note: ({ text, task }) => (isText(text) ? { kind: 'note', text, task: optional(task) } : undefined),
  evidence: ({ task, item, text }) =>
    isText(task) && isText(item) && isText(text) ? { kind: 'evidence', task, item, text } : undefined,
  notified: ({ task, who }) => (isText(task) && isText(who) ? { kind: 'notified', task, who } : undefined),
  command: ({ task, command, pointId, state }) =>
    isText(command) && isText(pointId) && isText(state)
      ? { kind: 'command', task: optional(task), command, pointId, state }
      : undefined,
  'work-order'({ task, order, state, title, staffId, person, escalation }) {
    const what = localizedOf(title);
    return isText(order) && isText(state) && what
      ? {
          kind: 'work-order',
          task: optional(task),
          order,
          state,
          title: what,
          staffId: optional(staffId),
          person: localizedOf(person),
          escalation: optional(escalation),
        }
      : undefined;
  },
  inject({ step, pointId, quantity, value, text }) {
    const words = localizedOf(text);
    return isText(quantity) && typeof value === 'number' && words
      ? {
          kind: 'inject',
          step: typeof step === 'number' ? step : undefined,
          pointId: optional(pointId),
          quantity,
          value,
          text: words,
        }
      : undefined;
  },
  close({ reason, unmet }) {
    const missing = texts(unmet);
    return missing && { kind: 'close', reason: optional(reason), unmet: missing };
  },
  join: ({ into }) => (isText(into) ? { kind: 'join', into } : undefined),
};

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT;
}
function textOr(value: unknown): string {
  return isText(value) ? value.trim() : '';
}
function optional(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}
function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every(isText) ? value : undefined;
}
function severityOf(value: unknown): Severity | undefined {
  return value === 1 || value === 2 || value === 3 || value === 4 ? value : undefined;
}
function localizedOf(value: unknown): LocalizedText | undefined {
  const { zh, en } = (value ?? {}) as { zh?: unknown; en?: unknown };
  return isText(zh) && isText(en) ? { zh, en } : undefined;
}

const phases: readonly unknown[] = ['normal', 'unacknowledged', 'acknowledged', 'returned-unacknowledged'];

function gatheredOf(value: unknown): GatheredAlarm | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const raw = value as Readonly<Record<string, unknown>>;
  const name = localizedOf(raw['name']);
  const priority = severityOf(raw['priority']);
  const wellFormed =
    isText(raw['id']) &&
    isText(raw['zoneId']) &&
    phases.includes(raw['phase']) &&
    Number.isFinite(raw['raisedAtMs']);
  if (!wellFormed || !name || !priority) return undefined;
  return {
    id: raw['id'] as string,
    pointId: textOr(raw['pointId']),
    assetId: textOr(raw['assetId']),
    zoneId: raw['zoneId'] as string,
    storeyId: textOr(raw['storeyId']),
    quantity: textOr(raw['quantity']),
    priority,
    name,
    phase: raw['phase'] as GatheredAlarm['phase'],
    raisedAtMs: raw['raisedAtMs'] as GatheredAlarm['raisedAtMs'],
    why: raw['why'] === 'place' ? 'place' : 'cause',
  };
}
