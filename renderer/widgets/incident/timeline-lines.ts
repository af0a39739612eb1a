/** The lines of a timeline: what was commanded together is told in one line, however many devices it went to. */
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';

/**
 * @param entries newest first. @returns the same, commands next to each other that reached the same state as one entry: the newest,
 * with the other devices counted behind its own, e.g. `Door D-0810 +29`.
 */
export function timelineLines(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const lines: { readonly first: TimelineEntry; count: number }[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last && isSameNews(last.first, entry)) last.count += 1;
    else lines.push({ first: entry, count: 1 });
  }
  return lines.map(({ first, count }) =>
    count === 1 ? first : { ...first, body: counted(first.body, count) },
  );
}

function isSameNews(a: TimelineEntry, b: TimelineEntry): boolean {
  if (a.kind !== 'command' || b.kind !== 'command' || a.void !== b.void) return false;
  return ['state', 'task', 'value', 'reason', 'name'].every(
    (key) => JSON.stringify(a.body[key]) === JSON.stringify(b.body[key]),
  );
}

function counted(body: JsonObject, count: number): JsonObject {
  const { zh, en } = body['assetName'] as unknown as LocalizedText;
  const more = `+${count - 1}`;
  return { ...body, assetName: { zh: `${zh} ${more}`, en: `${en} ${more}` } };
}
