import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import { createEnergyOverlay, type EnergyOverlay } from '#shared/domain/overlay/energy.ts';
import { createEnvironmentLayers, type EnvironmentLayer } from '#shared/domain/overlay/environment.ts';
import { createSecurityOverlay, type SecurityOverlay } from '#shared/domain/overlay/security.ts';
import { createSiteStatus, type SiteStatus } from '#shared/domain/overlay/status.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { useLive } from '#renderer/link/hooks.ts';
import { effectiveColumns } from '#renderer/widgets/effective-columns.ts';

export const OVERLAY_KINDS = ['security', 'energy', 'environment'] as const;
export type OverlayKind = (typeof OVERLAY_KINDS)[number];

export interface Overlays {
  readonly energy: EnergyOverlay;
  readonly environment: readonly EnvironmentLayer[];
  readonly security: SecurityOverlay;
  readonly status: SiteStatus;
}

/** Resolved once a site; evaluating them is what happens with each change. */
export function useOverlays(site: Site): Overlays {
  return useMemo(
    () => ({
      energy: createEnergyOverlay(site),
      environment: createEnvironmentLayers(site),
      security: createSecurityOverlay(site),
      status: createSiteStatus(site),
    }),
    [site],
  );
}

/** Figures on a wall are read, not watched: once a second is as fast as they may change. */
const SETTLE_MS = 1_000;

/**
 * Counts the changes of point values, at most one a second; for dependency lists. A quiet feed changes nothing.
 */
export function useSettledPoints(): number {
  const live = useLive();
  const [version, setVersion] = useState(() => live.version('points'));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const settle = (): void => {
      timer.current = undefined;
      setVersion(live.version('points'));
    };
    const stop = live.subscribe('points', () => {
      timer.current ??= setTimeout(settle, SETTLE_MS);
    });
    settle();
    return () => {
      stop();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [live]);
  return version;
}

/** Evaluates on the live columns whenever points have settled. `evaluate` must be stable. */
export function useFigures<T extends object>(evaluate: (columns: LiveColumns) => T, settled: number): T {
  const live = useLive();
  // A new object around the same arrays, so that whoever is given it knows that they have changed.
  const read = useCallback(
    (version: number) => ({ ...evaluate(effectiveColumns(live)), version }),
    [evaluate, live],
  );
  return useMemo(() => read(settled), [read, settled]);
}
