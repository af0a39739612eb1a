/** How each asset stands, for the shape of its dot in the building. */
import { QUALITY_GOOD, hasValue, isStale, qualityOf } from '#shared/domain/sample.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { Discipline } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { ASSET_STATUS } from '#renderer/scene/view.ts';
import type { OverlayKind } from './use-overlay.ts';

/** Fire belongs to security (see the site file's `discipline`); lifts and the rest show where people look for plant. */
export const disciplinesOf: Readonly<Record<OverlayKind, ReadonlySet<Discipline>>> = {
  security: new Set<Discipline>(['security', 'fire']),
  energy: new Set<Discipline>(['energy', 'transport']),
  environment: new Set<Discipline>(['environment', 'other']),
};

/** No data when none of its points ever reported; else the worst of them: stale, doubtful, or fine. */
export function assetStatuses(site: Site, { status }: LiveColumns): Uint8Array {
  return Uint8Array.from(site.assets, ({ points }) => {
    let never = 0;
    let stale = 0;
    let doubtful = 0;
    for (const { index } of points) {
      const byte = status[index] as number;
      if (!hasValue(byte)) never += 1;
      else if (isStale(byte)) stale += 1;
      else if (qualityOf(byte) !== QUALITY_GOOD) doubtful += 1;
    }
    if (never === points.length) return ASSET_STATUS.noData;
    if (stale > 0) return ASSET_STATUS.stale;
    return doubtful > 0 ? ASSET_STATUS.attention : ASSET_STATUS.normal;
  });
}
