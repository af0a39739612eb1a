import type { Health } from '#shared/base/health.ts';
import type { WalkingGraph } from '#shared/domain/walking/graph.ts';

/** More names than this nobody reads in one line; the count tells the rest. */
const MOST_NAMED = 4;

/** Zones without any way out on foot are a mistake of the site file that nobody would see before it matters. */
export function tellUnconnected(health: Health, { unconnected }: WalkingGraph): void {
  if (unconnected.length === 0) return;
  const named = unconnected.slice(0, MOST_NAMED).map(({ id }) => id);
  health.set('site.not-connected', {
    code: 'site.not-connected',
    severity: 'notice',
    facts: { count: unconnected.length, zones: named.join(', ') },
  });
}
