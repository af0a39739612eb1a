/** Derives the ways of one building and draws them. */
import type { Asset, Building, Storey, Zone } from '#shared/domain/site/site.ts';
import type { Draft } from '../draft.ts';
import { addShaft } from '../lifts.ts';
import { stairLengthM, stairTimeS } from '../speeds.ts';
import type { Adjacency } from './adjacency.ts';
import { exitsOf, groundStorey } from './exits.ts';
import { isDoor, openingsForTheCutOff, openingsOf, type Opening, type OuterDoor } from './openings.ts';
import { shaftLinks, shaftsOf } from './shafts.ts';

export function deriveBuilding(
  draft: Draft,
  building: Building,
  adjacency: ReadonlyMap<Storey, Adjacency>,
  zoneNode: Uint32Array,
): void {
  const { site } = draft;
  const doors = site.assets.filter(isDoor);
  const ground = groundStorey(building);
  const openings: Opening[] = [];
  let exits: OuterDoor[] = [];
  for (const storey of building.storeys) {
    const found = adjacency.get(storey);
    if (!found) continue;
    const told = openingsOf(
      found,
      doors.filter(({ zone }) => zone.storey === storey),
    );
    openings.push(...told.openings);
    if (storey === ground) exits = exitsOf(storey, found.outer, told.outerDoors);
  }
  const givenExits = draft.nodes.flatMap(({ kind, storey, opensTo }) =>
    kind === 'exit' && site.storeys[storey]?.buildingId === building.id ? [opensTo] : [],
  );
  if (givenExits.length > 0) exits = [];
  const stairs = shaftLinks(building, 'stair');
  const connected = new Set<Zone>();
  const links = linksOf([...openings.map(({ zones }) => zones), ...stairs]);
  const starts = [
    ...exits.map(({ zone }) => zone),
    ...givenExits.flat().flatMap((index) => site.zones[index] ?? []),
  ];
  spread(starts, links, connected);
  const shared = building.storeys.flatMap((storey) => adjacency.get(storey)?.shared ?? []);
  openings.push(...openingsForTheCutOff(shared, connected, links));
  for (const opening of openings) drawOpening(draft, opening);
  for (const exit of exits) drawExit(draft, exit);
  for (const [lower, upper] of stairs) drawStair(draft, zoneNode, lower, upper);
  for (const { zones, lifts } of shaftsOf(shaftLinks(building, 'lift'), site.assets))
    if (lifts.length > 0)
      addShaft(
        draft,
        zones.map(({ index }) => zoneNode[index] as number),
        lifts,
      );
}

function linksOf(pairs: readonly (readonly [Zone, Zone])[]): Map<Zone, Zone[]> {
  const links = new Map<Zone, Zone[]>();
  const add = (from: Zone, to: Zone): void => {
    links.set(from, [...(links.get(from) ?? []), to]);
  };
  for (const [a, b] of pairs) {
    add(a, b);
    add(b, a);
  }
  return links;
}

function spread(
  starts: readonly Zone[],
  links: ReadonlyMap<Zone, readonly Zone[]>,
  connected: Set<Zone>,
): void {
  for (const zone of starts) connected.add(zone);
  for (const zone of connected) for (const next of links.get(zone) ?? []) connected.add(next);
}

function gateOf(draft: Draft, door: Asset | undefined): { readonly gate?: number } {
  return door ? { gate: draft.gate('door', [door]) } : {};
}

function drawOpening(draft: Draft, { zones, at, door }: Opening): void {
  const { storey } = zones[0];
  draft.node({
    id: `door:${door?.id ?? zones.map(({ id }) => id).join(':')}`,
    kind: 'door',
    storey: draft.site.storeys.indexOf(storey),
    opensTo: zones,
    at,
    z: storey.elevationM,
    ...gateOf(draft, door),
  });
}

function drawExit(draft: Draft, { zone, at, door }: OuterDoor): void {
  draft.node({
    id: `exit:${door?.id ?? zone.id}`,
    kind: 'exit',
    storey: draft.site.storeys.indexOf(zone.storey),
    opensTo: [zone],
    at,
    z: zone.storey.elevationM,
    ...gateOf(draft, door),
  });
}

function drawStair(draft: Draft, zoneNode: Uint32Array, lower: Zone, upper: Zone): void {
  const [from, to] = [zoneNode[lower.index] as number, zoneNode[upper.index] as number];
  const [a, b] = [draft.nodes[from]?.position ?? [0, 0, 0], draft.nodes[to]?.position ?? [0, 0, 0]];
  const riseM = b[2] - a[2];
  const lengthM = stairLengthM(riseM, Math.hypot(b[0] - a[0], b[1] - a[1]));
  draft.edge({ from, to, lengthM, timeS: stairTimeS(lengthM, riseM), backS: stairTimeS(lengthM, -riseM) });
}
