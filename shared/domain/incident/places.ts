/** Places of a site relative to affected zones: what touches them, their storeys, the storeys next to those. */
import type { PlanScope } from '#shared/domain/plan/document.ts';
import type { Asset, Point, Site, Zone } from '#shared/domain/site/site.ts';

export interface Places {
  /** @param zones ids; those that the site does not have are left out. @returns in the order of the site. */
  zonesIn(scope: PlanScope, zones: readonly string[]): readonly Zone[];
  assetsIn(scope: PlanScope, zones: readonly string[]): readonly Asset[];
  pointsIn(scope: PlanScope, zones: readonly string[], quantities: readonly string[]): readonly Point[];
}

/** Zones of one storey count as neighbours across a wall of this thickness. */
const WALL_M = 0.6;

export function createPlaces(site: Site): Places {
  const neighbours = new Map<Zone, ReadonlySet<Zone>>();
  const neighboursOf = (zone: Zone): ReadonlySet<Zone> => {
    const known = neighbours.get(zone);
    if (known) return known;
    const found = new Set(zone.storey.zones.filter((other) => other !== zone && touch(zone, other)));
    neighbours.set(zone, found);
    return found;
  };
  const inScope = (scope: PlanScope, affected: readonly Zone[]): ((zone: Zone) => boolean) => {
    if (scope === 'site') return () => true;
    if (scope === 'zones') return (zone) => affected.includes(zone);
    if (scope === 'neighbours')
      return (zone) => affected.some((one) => one === zone || neighboursOf(one).has(zone));
    const reach = scope === 'near-storeys' ? 1 : 0;
    return ({ storey }) =>
      affected.some(
        (one) =>
          one.storey.buildingId === storey.buildingId && Math.abs(one.storey.index - storey.index) <= reach,
      );
  };
  const zonesIn: Places['zonesIn'] = (scope, zones) => site.zones.filter(inScope(scope, known(site, zones)));
  const assetsIn: Places['assetsIn'] = (scope, zones) => {
    const near = new Set(zonesIn(scope, zones));
    return site.assets.filter(({ zone }) => near.has(zone));
  };
  return {
    zonesIn,
    assetsIn,
    pointsIn: (scope, zones, quantities) =>
      assetsIn(scope, zones).flatMap(({ points }) =>
        points.filter(({ quantity }) => quantities.includes(quantity)),
      ),
  };
}

function known(site: Site, zones: readonly string[]): Zone[] {
  return zones.flatMap((id) => site.zoneById.get(id) ?? []);
}

type Corner = readonly [number, number];

/** Outlines that come nearer than a wall. */
function touch(a: Zone, b: Zone): boolean {
  const [one, other] = [boxOf(a), boxOf(b)];
  if (
    one.some(
      ([low, high], axis) =>
        low - WALL_M > (other[axis]?.[1] ?? 0) || (other[axis]?.[0] ?? 0) - WALL_M > high,
    )
  )
    return false;
  return (
    a.polygon.some((corner) => nearOutline(corner, b)) || b.polygon.some((corner) => nearOutline(corner, a))
  );
}

function boxOf({ polygon }: Zone): readonly (readonly [number, number])[] {
  return ([0, 1] as const).map((axis) => {
    const values = polygon.map((corner) => corner[axis]);
    return [Math.min(...values), Math.max(...values)] as const;
  });
}

function nearOutline(corner: Corner, { polygon }: Zone): boolean {
  return polygon.some((from, at) => {
    const to = polygon[(at + 1) % polygon.length] as Corner;
    return distanceToSegment(corner, from, to) <= WALL_M;
  });
}

function distanceToSegment([x, y]: Corner, [x1, y1]: Corner, [x2, y2]: Corner): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length2));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
