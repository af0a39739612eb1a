/** The device commands of an incident, each with the way it went, from the acts that told of them. */
import { isOpen, type CommandPhase } from '#shared/domain/command/command.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { ReportCommand } from './report.ts';

/** @returns in the order in which they were asked for. */
export function commandRows(timeline: readonly TimelineEntry[]): readonly ReportCommand[] {
  const rows = new Map<string, ReportCommand>();
  for (const { kind, atMs, body, void: reason } of timeline) {
    if (kind !== 'command' || reason !== undefined) continue;
    const id = textOf(body, 'command') ?? '';
    const before = rows.get(id);
    const state = textOf(body, 'state') ?? '';
    rows.set(id, {
      id,
      number: before?.number ?? rows.size + 1,
      task: textOf(body, 'task') ?? before?.task,
      pointId: textOf(body, 'pointId') ?? '',
      assetName: localOf(body, 'assetName') ?? before?.assetName,
      name: localOf(body, 'name') ?? before?.name,
      value: String(body['value'] ?? ''),
      valueName: localOf(body, 'valueName') ?? before?.valueName,
      by: textOf(body, 'by') ?? before?.by ?? '',
      confirmedBy: textOf(body, 'confirmedBy') ?? before?.confirmedBy,
      state,
      reason: textOf(body, 'reason'),
      feedback: numberOf(body, 'feedback') ?? before?.feedback,
      askedAtMs: before?.askedAtMs ?? atMs,
      sentAtMs: before?.sentAtMs ?? (state === 'sent' ? atMs : undefined),
      endedAtMs: isOpen({ phase: state as CommandPhase }) ? undefined : atMs,
      deadlineMs: numberOf(body, 'deadlineMs') ?? before?.deadlineMs,
    });
  }
  return [...rows.values()];
}

function textOf(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  return typeof value === 'string' ? value : undefined;
}
function numberOf(body: JsonObject, key: string): number | undefined {
  const value = body[key];
  return typeof value === 'number' ? value : undefined;
}
function localOf(body: JsonObject, key: string): LocalizedText | undefined {
  const { zh, en } = (body[key] ?? {}) as { zh?: unknown; en?: unknown };
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined;
}
