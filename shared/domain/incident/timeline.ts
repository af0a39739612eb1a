/** The acts of an incident as they are told: each once, the plan left out of the opening, with those that did not count. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { Act, JsonObject, SharedRecord } from '#shared/domain/record/record.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import type { IncidentActKind } from './acts.ts';
import type { VoidReason } from './incident.ts';

export interface TimelineEntry {
  readonly stamp: Stamp;
  readonly kind: IncidentActKind;
  readonly by: string;
  readonly atMs: EpochMs;
  readonly body: JsonObject;
  /** It is kept, but did not count. */
  readonly void: VoidReason | undefined;
}

/** What a folder found out about a record. */
export interface Story {
  readonly record: SharedRecord;
  readonly voids: ReadonlyMap<Stamp, VoidReason>;
}

/** Newest first. @param before only what came before this stamp. */
export function latestEntries(
  { record: { acts }, voids }: Story,
  before: Stamp | undefined,
  limit: number,
): { readonly entries: readonly TimelineEntry[]; readonly more: boolean } {
  const entries: TimelineEntry[] = [];
  for (let at = acts.length - 1; at >= 0; at -= 1) {
    const act = acts[at] as Act;
    if ((before !== undefined && act.stamp >= before) || isRepeated(voids, act)) continue;
    if (entries.length === limit) return { entries, more: true };
    entries.push(entryOf(act, voids.get(act.stamp)));
  }
  return { entries, more: false };
}

/** Oldest first. */
export function wholeTimeline({ record, voids }: Story): readonly TimelineEntry[] {
  return record.acts
    .filter((act) => !isRepeated(voids, act))
    .map((act) => entryOf(act, voids.get(act.stamp)));
}

/** The same news from two stations is told once. */
function isRepeated(voids: Story['voids'], { stamp }: Act): boolean {
  return voids.get(stamp) === 'repeated';
}

function entryOf({ stamp, kind, by, atMs, body }: Act, reason: VoidReason | undefined): TimelineEntry {
  const told: JsonObject = kind === 'open' ? { ...body, plan: null } : body;
  return { stamp, kind: kind as IncidentActKind, by, atMs, body: told, void: reason };
}
