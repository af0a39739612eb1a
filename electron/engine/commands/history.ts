/** Commands as the journal knows them. */
import type { Result } from '#shared/base/result.ts';
import { COMMAND_KIND } from '#shared/domain/command/record.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { Journal } from '#engine/journal/journal.ts';

/** How far back a search goes that finds little. Bytes. */
const SEARCH_BYTES = 64 * 1024 * 1024;
/** More steps than the commands of any last minutes make: an open command is among them. */
const RESTORED = 5_000;

/** Everything `restore` needs, newest first. */
export function readCommandEntries(
  journal: Pick<Journal, 'latest'>,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  return journal.latest({ kind: COMMAND_KIND, limit: RESTORED, maxBytes: SEARCH_BYTES });
}

/** Steps of the commands to the points of one asset, or to all, newest first. */
export function commandHistory(
  journal: Pick<Journal, 'latest'>,
  assetId: string | undefined,
  limit: number,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  const holds = assetId === undefined ? {} : { holds: `"assetId":${JSON.stringify(assetId)}` };
  return journal.latest({ kind: COMMAND_KIND, limit, maxBytes: SEARCH_BYTES, ...holds });
}
