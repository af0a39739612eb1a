import { useCallback } from 'react';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { DisciplineStatus } from '#shared/domain/overlay/status.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { AllFigures } from './overlay-view.ts';
import { useFigures, useOverlays, type Overlays } from './use-overlay.ts';

/** Everything that is computed from all points, once for each settled change. */
export function useAllFigures(
  site: Site,
  settled: number,
): {
  readonly overlays: Overlays;
  readonly figures: AllFigures;
  readonly status: readonly DisciplineStatus[];
} {
  const overlays = useOverlays(site);
  const evaluate = useCallback(
    (columns: LiveColumns) => ({
      energy: { ...overlays.energy.evaluate(columns) },
      environment: overlays.environment.map((layer) => ({ ...layer.evaluate(columns) })),
      security: { ...overlays.security.evaluate(columns) },
      status: [...overlays.status.evaluate(columns)],
    }),
    [overlays],
  );
  const figures = useFigures(evaluate, settled);
  return { overlays, figures, status: figures.status };
}
