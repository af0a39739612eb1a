import { useEffect, useMemo, useState } from 'react';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import { dangerZones } from '#shared/domain/walking/danger.ts';
import { findEscapes, type Escapes } from '#shared/domain/walking/escapes.ts';
import type { WalkingGraph } from '#shared/domain/walking/graph.ts';
import { passabilityOf, samePassability, type Passability } from '#shared/domain/walking/passability.ts';
import { useLive, useLiveTopic } from '#renderer/link/hooks.ts';
import { effectiveColumns } from '../effective-columns.ts';

/** The ways out as they are now; the same object until one of them may have changed. */
export interface EscapePicture {
  readonly graph: WalkingGraph;
  /** `Zone.index` of zones that nobody should walk into. */
  readonly danger: ReadonlySet<number>;
  readonly escapes: Escapes;
}

/**
 * Finds ways out in this window: on every change of an alarm, and of what doors say at most once a frame of the screen.
 * @param active false costs nothing. @returns undefined while inactive.
 */
export function useEscapes(site: Site, alarms: readonly Alarm[], active: boolean): EscapePicture | undefined {
  const live = useLive();
  const trust = useLiveTopic('link');
  const build = useMemo(() => once(() => buildWalkingGraph(site)), [site]);
  const danger = useMemo(() => dangerZones(site, alarms), [site, alarms]);
  const [passability, setPassability] = useState<Passability>();
  useEffect(() => {
    if (!active) return undefined;
    const graph = build();
    let frame: number | undefined;
    const look = (): void => {
      frame = undefined;
      const next = passabilityOf(graph, danger, effectiveColumns(live));
      setPassability((before) => (before && samePassability(before, next) ? before : next));
    };
    const stop = live.subscribe('points', () => {
      frame ??= requestAnimationFrame(look);
    });
    look();
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [active, build, danger, live, trust]);
  return useMemo(() => {
    if (!active || !passability) return undefined;
    const graph = build();
    // A site that was just replaced: its first look is on the way.
    if (passability.gates.length !== graph.gates.length) return undefined;
    return { graph, danger, escapes: findEscapes(graph, passability) };
  }, [active, build, danger, passability]);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
