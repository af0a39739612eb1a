/** How much of each discipline can be trusted right now: what the operator sees when nothing is selected. */
import { QUALITY_GOOD, hasValue, isStale, qualityOf } from '#shared/domain/sample.ts';
import type { Discipline } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { LiveColumns } from './columns.ts';

export interface DisciplineStatus {
  readonly discipline: Discipline;
  readonly assets: number;
  readonly points: number;
  /** Each point is counted once: never reported, else stale, else doubtful (uncertain or bad), else fine. */
  never: number;
  stale: number;
  doubtful: number;
}

const order: readonly Discipline[] = ['fire', 'security', 'energy', 'environment', 'transport', 'other'];

export interface SiteStatus {
  /** Disciplines that have points, in a fixed order. The same objects each time: values are replaced in place. */
  evaluate(columns: LiveColumns): readonly DisciplineStatus[];
}

export function createSiteStatus(site: Site): SiteStatus {
  const rows = order.flatMap((discipline): DisciplineStatus[] => {
    const assets = site.assets.filter((asset) => asset.discipline === discipline);
    const points = assets.reduce((sum, asset) => sum + asset.points.length, 0);
    return points === 0
      ? []
      : [{ discipline, assets: assets.length, points, never: 0, stale: 0, doubtful: 0 }];
  });
  const rowOfDiscipline = new Map(rows.map((row, index) => [row.discipline, index]));
  const rowOfPoint = Uint8Array.from(
    site.points,
    (point) => rowOfDiscipline.get(point.asset.discipline) ?? 0,
  );
  return {
    evaluate({ status }) {
      for (const row of rows) row.never = row.stale = row.doubtful = 0;
      for (let index = 0; index < rowOfPoint.length; index += 1) {
        const row = rows[rowOfPoint[index] as number] as DisciplineStatus;
        const byte = status[index] as number;
        if (!hasValue(byte)) row.never += 1;
        else if (isStale(byte)) row.stale += 1;
        else if (qualityOf(byte) !== QUALITY_GOOD) row.doubtful += 1;
      }
      return rows;
    },
  };
}
