/** Where a building is left into the open, when the site file does not say: at its storey on the ground. */
import type { ZoneKind } from '#shared/domain/site/document.ts';
import type { Building, Storey, Zone } from '#shared/domain/site/site.ts';
import { polygonMiddle } from '#shared/domain/geometry.ts';
import type { OuterWall } from './adjacency.ts';
import type { OuterDoor } from './openings.ts';

/** The ground is the site datum; a storey whose ceiling is below knee height is under it. */
const ABOVE_GROUND_M = 0.5;

/** Zones that are made to be left by; of others a door asset in the outer wall must tell. */
const leavable: ReadonlySet<ZoneKind> = new Set<ZoneKind>(['lobby', 'corridor', 'stair', 'parking']);

export function groundStorey({ storeys }: Building): Storey | undefined {
  return storeys.find(({ elevationM, heightM }) => elevationM + heightM > ABOVE_GROUND_M) ?? storeys.at(-1);
}

/**
 * @param outer walls of the ground storey. @param outerDoors doors in them.
 * @returns doors in outer walls, and the middle of the longest outer wall of lobbies, corridors, stairs and open parking;
 * where there is none, the stairs, which then discharge somewhere that the file does not show; else any outer wall.
 */
export function exitsOf(
  ground: Storey,
  outer: readonly OuterWall[],
  outerDoors: readonly OuterDoor[],
): OuterDoor[] {
  const withDoor = new Set(outerDoors.map(({ zone }) => zone));
  const walls = new Map<Zone, OuterWall>();
  for (const wall of outer) {
    const known = walls.get(wall.zone);
    if (!known || wall.lengthM > known.lengthM) walls.set(wall.zone, wall);
  }
  const middleOf = ({ zone, from, to }: OuterWall): OuterDoor => ({
    zone,
    at: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
    door: undefined,
  });
  const byUse = [...walls.values()].filter(({ zone }) => leavable.has(zone.kind) && !withDoor.has(zone));
  const exits = [...outerDoors, ...byUse.map(middleOf)];
  if (exits.length > 0) return exits;
  const stairs = ground.zones.filter(({ kind }) => kind === 'stair');
  if (stairs.length > 0)
    return stairs.map((zone) => ({ zone, at: polygonMiddle(zone.polygon), door: undefined }));
  const widest = [...walls.values()].sort((a, b) => b.lengthM - a.lengthM)[0];
  return widest ? [middleOf(widest)] : [];
}
