/** Which zones' ways out are to be shown, and what is said of each. Pure. */
import type { Site, Storey, Zone } from '#shared/domain/site/site.ts';
import type { Escape } from '#shared/domain/walking/escapes.ts';
import type { HeadCount, Occupancy, TimedColumns } from '#shared/domain/walking/occupancy.ts';
import { assemblyPointOf, lineOf } from '#shared/domain/walking/route.ts';
import type { SceneRoute, SceneRouteMark, SceneRoutePoint } from '#renderer/scene/view.ts';
import type { EscapePicture } from './use-escapes.ts';

export interface ZoneEscape {
  readonly zone: Zone;
  readonly escape: Escape;
  /** Nobody may walk into this zone now: those in it come first. */
  readonly inDanger: boolean;
  readonly people: HeadCount | undefined;
}

/**
 * Of the zone that is selected; else of all zones in danger and next to one, wherever they are; else of the storey.
 * @param zone selected, or that of the selected asset.
 */
export function zonesToShow(
  site: Site,
  { danger, graph }: EscapePicture,
  zone: Zone | undefined,
  storey: Storey | undefined,
): readonly Zone[] {
  if (zone) return [zone];
  if (danger.size === 0) return storey?.zones ?? [];
  const near = new Set(danger);
  for (const index of danger) for (const next of graph.neighbours[index] ?? []) near.add(next);
  return site.zones.filter(({ index }) => near.has(index));
}

/** Those in danger first, then those without a safe way, then in the order of the site. */
export function zoneEscapes(
  { danger, escapes }: EscapePicture,
  zones: readonly Zone[],
  occupancy: Occupancy,
  columns: TimedColumns,
): ZoneEscape[] {
  const rank = ({ inDanger, escape }: ZoneEscape): number =>
    (inDanger ? 0 : 4) + (escape.kind === 'none' ? 0 : escape.kind === 'beside-alarm' ? 1 : 2);
  return zones
    .map((zone) => ({
      zone,
      escape: escapes.of(zone),
      inDanger: danger.has(zone.index),
      people: occupancy.count([zone], columns),
    }))
    .sort((a, b) => rank(a) - rank(b));
}

/** For `BuildingView.setRoutes`: to the exit, and on to the assembly point where the site has one. */
export function sceneRoutesOf(
  { graph, escapes }: EscapePicture,
  zones: readonly Zone[],
  exitWord: string,
  language: 'zh' | 'en',
): SceneRoute[] {
  return zones.flatMap((zone): SceneRoute[] => {
    const escape = escapes.of(zone);
    if (escape.kind === 'none') return [];
    const inside: SceneRoutePoint[] = lineOf(graph, escape.nodes);
    const exit = inside.at(-1);
    const assembly = assemblyPointOf(graph, escape.exit);
    const outside: SceneRoutePoint[] = assembly ? lineOf(graph, [graph.nodes.indexOf(assembly)]) : [];
    const marks: SceneRouteMark[] = [];
    if (exit) marks.push({ kind: 'exit', at: exit, label: exitName(graph, escape.exit, exitWord, language) });
    for (const at of outside)
      marks.push({ kind: 'assembly-point', at, label: assembly?.name?.[language] ?? assembly?.id ?? '' });
    const trusted = escape.kind === 'clear' && escape.unknownDoors.length === 0;
    return [{ points: [...inside, ...outside], look: trusted ? 'clear' : 'doubtful', marks }];
  });
}

/** As the site calls it, else by the zone it leads out of. */
export function exitName(
  { nodes, site }: EscapePicture['graph'],
  exit: number,
  exitWord: string,
  language: 'zh' | 'en',
): string {
  const node = nodes[exit];
  const zone = site.zones[node?.opensTo[0] ?? -1];
  return node?.name?.[language] ?? (zone ? `${exitWord} · ${zone.name[language]}` : exitWord);
}
