/** The ways inside each zone: between its middle, its openings and the corners it takes to see from one to another. */
import { nearestOnOutline, planDistance, polygonContains, type PlanPoint } from '#shared/domain/geometry.ts';
import type { Zone } from '#shared/domain/site/site.ts';
import type { Draft } from './draft.ts';
import { bends, sees } from './inside.ts';

interface Stop {
  /** Undefined for a corner that has no node yet. */
  node: number | undefined;
  /** Where it stands in this zone: an opening in a thick wall on this side of the wall. */
  readonly at: PlanPoint;
}

/**
 * @param contacts nodes in and at the edge of the zone, its middle first.
 * @param joined pairs `lower higher` that already have a way of their own.
 * @returns the zone's nodes with its corners.
 */
export function furnish(
  draft: Draft,
  zone: Zone,
  contacts: readonly number[],
  joined: ReadonlySet<string>,
): number[] {
  const stops = contacts.map((node): Stop => ({ node, at: standingIn(draft, zone, node) }));
  const ways = waysIn(zone, stops, undefined) ?? waysIn(zone, stops, 0) ?? straight(stops);
  const used = new Set(ways.flatMap(({ a, b }) => [a, b]));
  for (const stop of used) stop.node ??= cornerNode(draft, zone, stop, [...used].indexOf(stop));
  for (const { a, b } of ways) {
    const [from, to] = [a.node as number, b.node as number].sort((x, y) => x - y) as [number, number];
    if (!joined.has(`${from} ${to}`))
      draft.edge({ from, to, lengthM: planDistance(a.at, b.at), zone: zone.index });
  }
  return [...new Set([...contacts, ...[...used].map(({ node }) => node as number)])];
}

interface Way {
  readonly a: Stop;
  readonly b: Stop;
}

/** @param cornerM how far from the corners people keep. @returns undefined where some stop is then out of sight. */
function waysIn(zone: Zone, stops: readonly Stop[], cornerM: number | undefined): Way[] | undefined {
  const corners = stops.length < 2 ? [] : bends(zone.polygon, cornerM);
  const all = [...stops, ...corners.map((at): Stop => ({ node: undefined, at }))];
  const ways: Way[] = [];
  all.forEach((a, i) => {
    for (const b of all.slice(i + 1)) if (sees(zone.polygon, a.at, b.at)) ways.push({ a, b });
  });
  const reached = new Set<Stop>(all.slice(0, 1));
  for (const stop of reached)
    for (const { a, b } of ways) {
      if (a === stop) reached.add(b);
      else if (b === stop) reached.add(a);
    }
  return stops.every((stop) => reached.has(stop)) ? ways : undefined;
}

/** A zone drawn so oddly that sight fails is still one room: its openings are joined to its middle. */
function straight([middle, ...rest]: readonly Stop[]): Way[] {
  return middle ? rest.map((b) => ({ a: middle, b })) : [];
}

function standingIn(draft: Draft, { polygon }: Zone, node: number): PlanPoint {
  const [x, y] = draft.nodes[node]?.position ?? [0, 0];
  return polygonContains(polygon, [x, y]) ? [x, y] : nearestOnOutline(polygon, [x, y]);
}

function cornerNode(draft: Draft, zone: Zone, { at }: Stop, number: number): number {
  return draft.node({
    id: `corner:${zone.id}:${number}`,
    kind: 'corner',
    storey: draft.site.storeys.indexOf(zone.storey),
    zone,
    at,
    z: zone.storey.elevationM,
  });
}
