/** What may be kept, and how the oldest goes. A block goes when its last sample is too old; gaps go with it. */
import { blocksBefore, DAY_MS, PAGE_POINTS, type Amount, type HistoryDatabase } from './database.ts';
import { DEFAULT_RETENTION, type Retention } from './query-contract.ts';

export async function readRetention(database: HistoryDatabase): Promise<Retention> {
  const { maxAgeDays, maxBytes } = (await database.stateRow('retention')) ?? DEFAULT_RETENTION;
  return { maxAgeDays, maxBytes };
}

/** Before which time everything goes; undefined: nothing does. A day is the smallest step. */
export function cutOff(
  days: ReadonlyMap<number, Amount>,
  nowMs: number,
  { maxAgeDays, maxBytes }: Retention,
): number | undefined {
  const today = Math.floor(nowMs / DAY_MS);
  const oldest = [...days.keys()].sort((a, b) => a - b);
  let bytes = [...days.values()].reduce((total, day) => total + day.bytes, 0);
  let keepFrom = today - Math.ceil(maxAgeDays);
  for (const day of oldest) {
    // Today stays, whatever the limit: an empty history helps nobody.
    if (bytes <= maxBytes || day >= today) break;
    if (day >= keepFrom) keepFrom = day + 1;
    bytes -= days.get(day)?.bytes ?? 0;
  }
  return (oldest[0] ?? Infinity) < keepFrom ? keepFrom * DAY_MS : undefined;
}

/** Deletes blocks that begin before `beforeMs`; a point's tail always stays. @returns how many. */
export async function trimBefore(database: HistoryDatabase, beforeMs: number): Promise<number> {
  let deleted = 0;
  for (const page of await database.snapshot.toCollection().primaryKeys()) {
    deleted += await trimPage(database, page, beforeMs);
  }
  await database.gaps.where('toMs').below(beforeMs).delete();
  return deleted;
}

async function trimPage(database: HistoryDatabase, page: number, beforeMs: number): Promise<number> {
  return database.transaction('rw', database.blocks, database.state, async () => {
    let deleted = 0;
    for (let slot = 0; slot < PAGE_POINTS; slot += 1) {
      deleted += await blocksBefore(database, page * PAGE_POINTS + slot, beforeMs).delete();
    }
    const days = new Map((await database.stateRow('totals'))?.days);
    const firstDay = Math.floor(beforeMs / DAY_MS);
    // Tails of points that fell silent stay and are not counted: a handful.
    for (const day of days.keys()) if (day < firstDay) days.delete(day);
    await database.state.put({ name: 'totals', days });
    return deleted;
  });
}
