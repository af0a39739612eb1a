/** What may be kept, and how the oldest goes. A block goes when its last sample is too old; gaps go with it. */
import { DAY_MS, PAGE_POINTS, type Amount, type HistoryDatabase } from './database.ts';
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

/** Deletes blocks that begin before `beforeMs`, but each point's newest. @returns how many. */
export async function trimBefore(database: HistoryDatabase, beforeMs: number): Promise<number> {
  let deleted = 0;
  for (const { page, tailFromMs } of await database.snapshot.toArray()) {
    deleted += await trimPage(database, page, tailFromMs, beforeMs);
  }
  await database.gaps.where('toMs').below(beforeMs).delete();
  return deleted;
}

async function trimPage(
  database: HistoryDatabase,
  page: number,
  tailFromMs: Float64Array,
  beforeMs: number,
): Promise<number> {
  return database.transaction('rw', database.blocks, database.state, async () => {
    let deleted = 0;
    const days = new Map((await database.stateRow('totals'))?.days);
    for (let slot = 0; slot < PAGE_POINTS; slot += 1) {
      const tailMs = tailFromMs[slot] as number;
      if (Number.isNaN(tailMs)) continue;
      const point = page * PAGE_POINTS + slot;
      const old = database.blocks
        .where(':id')
        .between([point, -Infinity], [point, Math.min(beforeMs, tailMs)], true, false);
      deleted += await old.delete();
    }
    const firstDay = Math.floor(beforeMs / DAY_MS);
    // Newest blocks of points that fell silent stay and are not counted: a handful.
    for (const day of days.keys()) if (day < firstDay) days.delete(day);
    await database.state.put({ name: 'totals', days });
    return deleted;
  });
}
