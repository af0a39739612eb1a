/** What a room replays at start: its latest snapshot and everything of its own that came after it. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { Journal } from './journal.ts';

/** @param prefix of the kinds of the room's records, its snapshots included. */
export async function readSinceSnapshot(
  journal: Pick<Journal, 'latest' | 'read'>,
  snapshotKind: string,
  prefix: string,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  const snapshot = await journal.latest({ kind: snapshotKind, limit: 1 });
  if (!snapshot.ok) return snapshot;
  const entries: JournalEntry[] = [];
  try {
    for await (const entry of journal.read(snapshot.value[0]?.seq ?? 1)) {
      if (entry.kind.startsWith(prefix)) entries.push(entry);
    }
  } catch (error) {
    return fail('unreadable', String(error));
  }
  return ok(entries);
}
