/**
 * A work order: something to be done at a place, and everything that has happened to it. Several stations may act on one at
 * once, so it is never stored as such: it is the fold (`fold.ts`) over the acts of a shared record of type `work-order`.
 */
import type { Brand, EpochMs } from '#shared/base/brand.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import type { WorkOrderFile } from './file.ts';

/** E.g. `WO-261125-03KQT`. */
export type WorkOrderId = Brand<string, 'WorkOrderId'>;

export const WORK_ORDER_TYPE = 'work-order';

/**
 * `corrective`: something is broken (EN 13306, 7.5). `emergency`: a person or the building is in danger. `inspection`: to look
 * at. `preventive`: planned (EN 13306, 7.1). `service`: what a resident asks for.
 */
export const WORK_ORDER_KINDS = ['emergency', 'corrective', 'inspection', 'preventive', 'service'] as const;
export type WorkOrderKind = (typeof WORK_ORDER_KINDS)[number];

export const WORK_ORDER_STATES = [
  'created',
  'assigned',
  'accepted',
  'on-the-way',
  'on-site',
  'done',
  'verified',
  'declined',
  'reopened',
  'on-hold',
  'cancelled',
] as const;
export type WorkOrderState = (typeof WORK_ORDER_STATES)[number];

/** What it was made from; `ref` is the alarm, incident or request, `task` the step of the incident's plan that asked for it. */
export interface WorkOrderSource {
  readonly from: 'hand' | 'alarm' | 'incident' | 'request';
  readonly ref: string | undefined;
  readonly task?: string | undefined;
}

export interface ChecklistItem {
  readonly text: string;
  readonly done: boolean;
}

export interface PartUsed {
  readonly name: string;
  readonly count: number;
}

/** One line of the history: an act, and what it did. */
export interface WorkOrderEvent {
  readonly stamp: Stamp;
  readonly kind: string;
  readonly by: string;
  readonly atMs: EpochMs;
  /** Whom it is about, where it is about a person. */
  readonly staffId: string | undefined;
  /** Given by whoever did it: why it was declined, held, cancelled, reopened; what was found. */
  readonly reason: string | undefined;
  /** Names of the fields that were written with it. */
  readonly edited: readonly string[];
  /** The state it led to; undefined where it moved nothing. */
  readonly to: WorkOrderState | undefined;
  /** Why it had no effect: it did not fit what the order had become meanwhile. Kept all the same. */
  readonly void: VoidReason | undefined;
}

/** `unknown-act`: of a newer program. */
export type VoidReason =
  | 'not-created'
  | 'already-created'
  | 'does-not-fit'
  | 'not-assignee'
  | 'not-owner'
  | 'malformed'
  | 'unknown-act';

/** Somebody it was given to and who did not take it. */
export interface Refusal {
  readonly staffId: string;
  readonly why: 'declined' | 'no-answer';
}

export interface WorkOrder {
  readonly id: WorkOrderId;
  readonly state: WorkOrderState;
  /** Since when. */
  readonly sinceMs: EpochMs;
  readonly kind: WorkOrderKind;
  readonly priority: AlarmPriority;
  /** Ids of the site file of the day; the place may be known without an asset. */
  readonly assetId: string | undefined;
  readonly zoneId: string;
  readonly title: LocalizedText;
  readonly description: LocalizedText;
  readonly source: WorkOrderSource;
  readonly files: readonly WorkOrderFile[];
  readonly parts: readonly PartUsed[];
  readonly checklist: readonly ChecklistItem[];
  /** In the site's own currency; undefined while nobody has said. */
  readonly cost: number | undefined;
  readonly createdAtMs: EpochMs;
  readonly createdBy: string;
  /** The station whose engine drives it: its timeouts and escalation. */
  readonly owner: string;
  readonly assigneeId: string | undefined;
  readonly assignedAtMs: EpochMs | undefined;
  /** Whether the present assignment got as far as the broker; undefined: nobody knows yet. */
  readonly reached: boolean | undefined;
  /** Of the present round: since it was created or reopened. */
  readonly refusals: readonly Refusal[];
  /** When the duty manager was told, of the present round. */
  readonly escalatedAtMs: EpochMs | undefined;
  readonly escalation: string | undefined;
  /** First time somebody was there; the last time it was done, unless reopened since. */
  readonly arrivedAtMs: EpochMs | undefined;
  readonly doneAtMs: EpochMs | undefined;
  readonly verifiedAtMs: EpochMs | undefined;
  readonly reopenings: number;
  /** Held spans: from, and to unless it still is. */
  readonly holds: readonly { readonly fromMs: EpochMs; readonly toMs: EpochMs | undefined }[];
  /** 1 to 5, by whoever had asked. */
  readonly score: number | undefined;
  readonly scoreComment: string | undefined;
}

/** Nobody is on it and somebody should be. */
export function isWaiting({ state }: Pick<WorkOrder, 'state'>): boolean {
  return state === 'created' || state === 'declined' || state === 'reopened';
}
/** It keeps its assignee busy. */
export function isUnderWay({ state }: Pick<WorkOrder, 'state'>): boolean {
  return state === 'assigned' || state === 'accepted' || state === 'on-the-way' || state === 'on-site';
}
/** Nothing more is to be done at the place. */
export function isFinished({ state }: Pick<WorkOrder, 'state'>): boolean {
  return state === 'done' || state === 'verified' || state === 'cancelled';
}
/** Most urgent first, then the oldest; ids last, so that rows do not jump. */
export function compareWorkOrders(a: WorkOrder, b: WorkOrder): number {
  if (isFinished(a) !== isFinished(b)) return Number(isFinished(a)) - Number(isFinished(b));
  if (isFinished(a) && a.sinceMs !== b.sinceMs) return b.sinceMs - a.sinceMs;
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (a.createdAtMs !== b.createdAtMs) return a.createdAtMs - b.createdAtMs;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
