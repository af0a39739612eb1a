/** The timeline as lines: one for each entry, and one for the same command to many devices. */
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';

export interface TimelineLine {
  readonly entry: TimelineEntry;
  /** Devices of the same news, `entry`'s included; empty for what is told alone. */
  readonly devices: readonly LocalizedText[];
}

/** What follows each other within this long is one operation. */
const ONE_OPERATION_MS = 3_000;

/**
 * Every entry is in exactly one line; a line stands where its first entry does.
 * @param timeline oldest first.
 */
export function timelineLines(timeline: readonly TimelineEntry[]): readonly TimelineLine[] {
  const lines: { entry: TimelineEntry; devices: LocalizedText[] }[] = [];
  /** Of the operation that is being told: what is the same → its line. */
  let operation = new Map<string, (typeof lines)[number]>();
  for (const entry of timeline) {
    const device = entry.kind === 'command' && entry.void === undefined ? deviceOf(entry) : undefined;
    if (device === undefined) {
      operation = new Map();
      lines.push({ entry, devices: [] });
      continue;
    }
    const key = sameness(entry);
    const known = operation.get(key);
    if (known && entry.atMs - known.entry.atMs <= ONE_OPERATION_MS) {
      known.devices.push(device);
      continue;
    }
    const line = { entry, devices: [device] };
    operation.set(key, line);
    lines.push(line);
  }
  return lines.map(({ entry, devices }) => ({ entry, devices: devices.length > 1 ? devices : [] }));
}

function deviceOf({ body }: TimelineEntry): LocalizedText | undefined {
  const { zh, en } = (body['assetName'] ?? {}) as { zh?: unknown; en?: unknown };
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined;
}

/** Two commands with this in common differ in nothing but their device. */
function sameness({ by, body }: TimelineEntry): string {
  const { name, value, state, reason, task } = body;
  return JSON.stringify([by, name, value, state, reason, task]);
}
