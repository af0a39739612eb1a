/** What the broker should hold of an order: for its assignee's phone, for the duty manager's, for whoever asked. */
import { polygonCentroid } from '#shared/domain/geometry.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { isUnderWay, isWaiting, type WorkOrder } from '#shared/domain/work-order/work-order.ts';
import {
  ASSIGNMENT_SCHEMA,
  ESCALATION_SCHEMA,
  STATUS_SCHEMA,
  type AssignmentMessage,
  type EscalationMessage,
  type StaffTopics,
  type StatusMessage,
} from '#shared/protocol/staff-topics.ts';

/** Nobody has it though the duty manager was told. */
export function isCallingForHelp(order: WorkOrder): boolean {
  return order.escalatedAtMs !== undefined && (isWaiting(order) || order.state === 'assigned');
}

/** @returns topic → payload. */
export function wantedOf(order: WorkOrder, site: Site, topics: StaffTopics): [string, string][] {
  const { dispatch } = site.document;
  const wanted: [string, string][] = [];
  const { assigneeId, source } = order;
  if (assigneeId !== undefined && isUnderWay(order))
    wanted.push([topics.order(assigneeId, order.id), JSON.stringify(assignmentOf(order, site))]);
  if (dispatch.dutyManager !== undefined && isCallingForHelp(order))
    wanted.push([
      topics.escalation(dispatch.dutyManager, order.id),
      JSON.stringify(escalationOf(order, site)),
    ]);
  if (source.from === 'request' && source.ref !== undefined)
    wanted.push([topics.status(source.ref), JSON.stringify(statusOf(order))]);
  return wanted;
}

function assignmentOf(order: WorkOrder, site: Site): AssignmentMessage {
  const { id, state, kind, priority, title, description, assetId, zoneId, checklist } = order;
  const zone = site.zoneById.get(zoneId);
  const asset = assetId === undefined ? undefined : site.assetById.get(assetId);
  const [x, y] = asset?.position ?? (zone ? polygonCentroid(zone.polygon) : [0, 0]);
  const assignedAtMs = order.assignedAtMs ?? order.sinceMs;
  return {
    schema: ASSIGNMENT_SCHEMA,
    orderId: id,
    state,
    kind,
    priority,
    title,
    description,
    assetId: assetId ?? null,
    zoneId,
    place: placeOf(zoneId, site),
    position: [x, y],
    storeyId: zone?.storey.id ?? '',
    assignedAtMs,
    answerByMs: assignedAtMs + site.document.dispatch.answerTimeoutS * 1000,
    checklist,
  };
}

function escalationOf(order: WorkOrder, site: Site): EscalationMessage {
  const { id, priority, title, zoneId, escalation, escalatedAtMs } = order;
  return {
    schema: ESCALATION_SCHEMA,
    orderId: id,
    priority,
    title,
    zoneId,
    place: placeOf(zoneId, site),
    reason: escalation ?? '',
    atMs: escalatedAtMs ?? order.sinceMs,
  };
}

function statusOf({ id, state, sinceMs, score }: WorkOrder): StatusMessage {
  const finished = state === 'done' || state === 'verified';
  return {
    schema: STATUS_SCHEMA,
    orderId: id,
    state,
    atMs: sinceMs,
    mayScore: finished && score === undefined,
  };
}

function placeOf(zoneId: string, site: Site): LocalizedText {
  const zone = site.zoneById.get(zoneId);
  if (!zone) return { zh: zoneId, en: zoneId };
  const { label } = zone.storey;
  return { zh: `${label} · ${zone.name.zh}`, en: `${label} · ${zone.name.en}` };
}
