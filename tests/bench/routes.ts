/**
 * Ways out of every zone of a building with 5,000 walking nodes, found anew after an alarm, beside the plain way to do it: a search
 * of its own from each zone over objects in maps. Script time; the graph itself is built once a site.
 */
import { createRandom } from '#shared/base/random.ts';
import type { Zone } from '#shared/domain/site/site.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import { findEscapes } from '#shared/domain/walking/escapes.ts';
import type { WalkingGraph } from '#shared/domain/walking/graph.ts';
import { passabilityOf, type Passability } from '#shared/domain/walking/passability.ts';
import { walkingTimes } from '#shared/domain/walking/times.ts';
import { saying, walkingSite, type BuildingSketch, type ZoneSketch } from '#tests/builders/walking-site.ts';
import { median, type BenchRow } from './row.ts';

const STOREYS = 37;
/** Along each side of the corridor. */
const ROOMS = 30;
const ROUNDS = 15;
/** The plain search is asked for this many zones, and counted up. */
const NAIVE_ZONES = 12;
const REACH_MS = 50;

function tower(): BuildingSketch {
  const storeys = Array.from({ length: STOREYS }, (_, floor): ZoneSketch[] => {
    const corridors = Array.from({ length: ROOMS / 5 }, (_, at): ZoneSketch => {
      return [`c${floor}-${at}`, floor === 0 && at === 0 ? 'lobby' : 'corridor', at * 25, 0, at * 25 + 25, 3];
    });
    const rooms = Array.from({ length: 2 * ROOMS }, (_, at): ZoneSketch => {
      const x = Math.floor(at / 2) * 5;
      return [`r${floor}-${at}`, 'office', x, at % 2 ? 3 : -6, x + 5, at % 2 ? 9 : 0];
    });
    return [
      ...corridors,
      ...rooms,
      [`sw${floor}`, 'stair', -4, 0, 0, 3],
      [`se${floor}`, 'stair', ROOMS * 5, 0, ROOMS * 5 + 4, 3],
    ];
  });
  const doors = storeys.flatMap((zones, floor) =>
    zones
      .filter(([, kind]) => kind === 'office')
      .map(([id], at) => [`D-${floor}-${at}`, id, Math.floor(at / 2) * 5 + 2.5, at % 2 ? 3 : 0] as const),
  );
  return { storeys, doors };
}

/** One zone's way the plain way: nodes in a map, the nearest found by looking at all that are open. */
function naiveSeconds(graph: WalkingGraph, { zones, gates }: Passability, zone: Zone): number {
  const open = new Map<number, number>([[graph.zoneNode[zone.index] as number, 0]]);
  const done = new Set<number>();
  for (;;) {
    let at = -1;
    let least = Infinity;
    for (const [node, so] of open) if (so < least) [at, least] = [node, so];
    if (at < 0 || graph.exits.includes(at)) return least;
    open.delete(at);
    done.add(at);
    for (
      let edge = graph.edges.first[at] as number;
      edge < (graph.edges.first[at + 1] as number);
      edge += 1
    ) {
      const to = graph.edges.to[edge] as number;
      if (done.has(to)) continue;
      const node = graph.nodes[to];
      const crossed = [node?.zone ?? -1, graph.edges.zone[edge] as number];
      const barred = crossed.some((index) => index >= 0 && index !== zone.index && zones[index] !== 0);
      if (barred || (node && node.gate >= 0 && gates[node.gate] === 1)) continue;
      const so = least + (graph.edges.timeS[edge] as number);
      if (so < (open.get(to) ?? Infinity)) open.set(to, so);
    }
  }
}

function timeOf(work: () => void): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

export async function run(): Promise<BenchRow[]> {
  const site = walkingSite(tower());
  let graph = buildWalkingGraph(site);
  const buildMs = timeOf(() => (graph = buildWalkingGraph(site)));
  const random = createRandom(5);
  const anyZone = (): number => Math.floor(random() * site.zones.length);
  const says = Object.fromEntries(site.points.map(({ id }) => [id, random() < 0.03 ? 1 : 0]));
  const columns = saying(site, says);
  const roundMs = Array.from({ length: ROUNDS }, () => {
    const alarms = [anyZone(), anyZone()];
    return timeOf(() => {
      const escapes = findEscapes(graph, passabilityOf(graph, alarms, columns));
      for (const zone of site.zones) escapes.of(zone);
    });
  });
  const passability = passabilityOf(graph, [anyZone(), anyZone()], columns);
  const sample = Array.from({ length: NAIVE_ZONES }, () => site.zones[anyZone()] as Zone);
  const sampleMs = timeOf(() => sample.forEach((zone) => naiveSeconds(graph, passability, zone)));
  const naiveMs = (sampleMs / NAIVE_ZONES) * site.zones.length;
  const timesMs = Array.from({ length: ROUNDS }, () =>
    timeOf(() => walkingTimes(graph, graph.zoneNode[anyZone()] as number, 'engineer', passability)),
  );
  const [ourMs, searchMs] = [median(roundMs), median(timesMs)];
  return [
    { what: 'routes: nodes of the walking graph', figure: graph.nodes.length, unit: 'nodes' },
    { what: 'routes: the graph built, once a site', figure: buildMs, unit: 'ms' },
    { what: 'routes: every zone, a plain search each (baseline)', figure: naiveMs, unit: 'ms' },
    {
      what: 'routes: every zone, after a change',
      figure: ourMs,
      unit: 'ms',
      ratio: ourMs / naiveMs,
      reach: `≤ ${REACH_MS} ms`,
      reached: ourMs <= REACH_MS,
    },
    { what: 'routes: walking times from one place to every node', figure: searchMs, unit: 'ms' },
  ];
}
