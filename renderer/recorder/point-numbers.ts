import type { Site } from '#shared/domain/site/site.ts';
import type { HistoryDatabase, PointRow } from './database.ts';
import type { PointNumbers } from './write-ahead.ts';

/** Numbers every point of a site, new ones after the known, and keeps the site for when there is no engine. */
export async function numberPoints(
  database: HistoryDatabase,
  site: Site,
  savedAtMs: number,
): Promise<PointNumbers> {
  return database.transaction('rw', database.points, database.sites, async () => {
    const known = new Map((await database.points.toArray()).map((row) => [row.pointId, row]));
    const added: Omit<PointRow, 'id'>[] = [];
    const changed: PointRow[] = [];
    for (const { id, staleAfterMs } of site.points) {
      const row = known.get(id);
      if (!row) added.push({ pointId: id, gapMs: staleAfterMs });
      else if (row.gapMs !== staleAfterMs) changed.push({ ...row, gapMs: staleAfterMs });
    }
    const ids = added.length > 0 ? await database.points.bulkAdd(added, { allKeys: true }) : [];
    if (changed.length > 0) await database.points.bulkPut(changed);
    const numbers = new Map([...known].map(([pointId, { id }]) => [pointId, id]));
    added.forEach(({ pointId }, i) => numbers.set(pointId, ids[i] as number));
    await database.sites.put({ revision: site.revision, document: site.document, savedAtMs });
    return Uint32Array.from(site.points, ({ id }) => numbers.get(id) as number);
  });
}
