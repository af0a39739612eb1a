import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import type { ZoneKind } from '#shared/domain/site/document.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import {
  allFree,
  saying,
  walkingSite,
  type BuildingSketch,
  type ZoneSketch,
} from '#tests/builders/walking-site.ts';
import { buildWalkingGraph } from './build.ts';
import { BESIDE_WEIGHT, findEscapes, type Escape, type EscapeWay } from './escapes.ts';
import type { WalkingGraph } from './graph.ts';
import { passabilityOf, type Passability } from './passability.ts';
import { ROOM_WEIGHT } from './thoroughfares.ts';

/** Two stairs at the ends of a corridor in three parts, offices along it; a lobby with the exit on the ground. */
const tower: BuildingSketch = {
  storeys: [0, 1, 2].map((floor): ZoneSketch[] => [
    [`w${floor}`, floor === 0 ? 'lobby' : 'corridor', 0, 0, 10, 3],
    [`m${floor}`, 'corridor', 10, 0, 20, 3],
    [`e${floor}`, 'corridor', 20, 0, 30, 3],
    [`sw${floor}`, 'stair', -4, 0, 0, 3],
    [`se${floor}`, 'stair', 30, 0, 34, 3],
    [`A${floor}`, 'office', 0, 3, 10, 10],
    [`B${floor}`, 'office', 10, 3, 20, 10],
    [`C${floor}`, 'office', 20, 3, 30, 10],
  ]),
  doors: [
    ['D-A', 'A2', 5, 3],
    ['D-B', 'B2', 15, 3],
    ['D-E', 'se2', 30, 1.5],
  ],
  walking: { nodes: [{ id: 'out', kind: 'exit', storey: 'F0', position: [15, 0] }] },
};

function zoneOf(site: Site, id: string): Zone {
  return present(site.zoneById.get(id), `zone ${id}`);
}

function escapesIn(said: Record<string, number | 'stale'>, alarms: readonly string[] = []) {
  const site = walkingSite(tower);
  const graph = buildWalkingGraph(site);
  const inAlarm = alarms.map((id) => zoneOf(site, id).index);
  const columns = saying(site, {
    ...Object.fromEntries(site.points.map(({ id }) => [id, 0])),
    ...said,
  });
  const escapes = findEscapes(graph, passabilityOf(graph, inAlarm, columns));
  const zonesOn = (escape: Escape): Set<string> =>
    new Set(
      escape.kind === 'none'
        ? []
        : escape.nodes.flatMap((node) => site.zones[graph.nodes[node]?.zone ?? -1]?.id ?? []),
    );
  return { graph, of: (id: string): Escape => escapes.of(zoneOf(site, id)), zonesOn };
}

describe('ways out', () => {
  it('take the nearest stair when all is well', () => {
    const { of, zonesOn } = escapesIn({});
    const way = of('C2') as EscapeWay;
    expect(way.kind).toBe('clear');
    expect(zonesOn(way).has('se1')).toBe(true);
    expect(way.unknownDoors).toEqual([]);
    expect(way.lengthM).toBeGreaterThan(35);
    expect(way.timeS).toBeGreaterThan(way.lengthM / 1.2);
  });

  it('change when a door on them locks, and say which door to release when none is left', () => {
    const locked = escapesIn({ 'D-E.locked': 1 });
    expect(locked.zonesOn(locked.of('C2')).has('se1')).toBe(false);
    expect(locked.of('C2').kind).toBe('clear');
    const shut = escapesIn({ 'D-A.locked': 1 }).of('A2');
    expect(shut).toMatchObject({ kind: 'none', because: 'locked' });
    expect(shut.kind === 'none' && shut.lockedDoors.map(({ id }) => id)).toEqual(['D-A']);
  });

  it('pass a door that stands open whatever its lock says', () => {
    expect(escapesIn({ 'D-A.locked': 1, 'D-A.open': 1 }).of('A2').kind).toBe('clear');
  });

  it('pass doors whose state is not known, and name them', () => {
    const way = escapesIn({ 'D-A.locked': 'stale', 'D-A.open': 'stale' }).of('A2') as EscapeWay;
    expect(way.kind).toBe('clear');
    expect(way.unknownDoors.map(({ id }) => id)).toEqual(['D-A']);
  });

  it('keep clear of a zone in alarm and of its neighbours', () => {
    const { of, zonesOn } = escapesIn({}, ['C2']);
    const way = of('B2');
    expect(way.kind).toBe('clear');
    expect(zonesOn(way).has('e2')).toBe(false);
    expect(zonesOn(way).has('sw1')).toBe(true);
  });

  it('let people leave the zone that burns, and tell what they pass', () => {
    const { of } = escapesIn({}, ['C2']);
    const way = of('C2') as EscapeWay;
    expect(way.kind).toBe('beside-alarm');
    expect(way.beside.map(({ id }) => id)).toEqual(['e2']);
  });

  it('end in words where fire is on every way', () => {
    expect(escapesIn({}, ['w2', 'e2']).of('B2')).toMatchObject({ kind: 'none', because: 'alarm' });
  });

  it('do not lead through a room of others where there is another way', () => {
    const site = walkingSite({
      storeys: [
        [
          ['hall', 'corridor', 0, 0, 30, 3],
          ['lobby', 'lobby', -20, 0, 0, 3],
          ['shop', 'retail', 10, 3, 20, 10],
        ],
      ],
      doors: [
        ['D-1', 'shop', 15, 3],
        ['D-2', 'shop', 15, 10],
      ],
      walking: {
        nodes: [
          { id: 'street', kind: 'exit', storey: 'F0', position: [15, 10] },
          { id: 'main', kind: 'exit', storey: 'F0', position: [-20, 1.5] },
        ],
      },
    });
    const graph = buildWalkingGraph(site);
    const escapes = findEscapes(graph, passabilityOf(graph, [], allFree(site)));
    const exitOf = (id: string): string | undefined => {
      const way = escapes.of(zoneOf(site, id));
      return way.kind === 'none' ? undefined : graph.nodes[way.exit]?.id;
    };
    expect(exitOf('hall')).toBe('main');
    expect(exitOf('shop')).toBe('street');
  });
});

/** Random buildings: a grid of zones of any kind on up to three storeys, doors anywhere in them, alarms and locks at random. */
const kinds: readonly ZoneKind[] = ['office', 'corridor', 'lobby', 'stair', 'lift', 'retail', 'storage'];

interface Case {
  readonly sketch: BuildingSketch;
  readonly alarms: readonly number[];
  readonly said: readonly (0 | 1 | 'stale')[];
}

const buildings: fc.Arbitrary<Case> = fc
  .record({
    floors: fc.integer({ min: 1, max: 3 }),
    plan: fc.array(fc.constantFrom(...kinds), { minLength: 12, maxLength: 12 }),
    doors: fc.array(fc.record({ zone: fc.nat(35), x: fc.nat(40), y: fc.nat(30) }), { maxLength: 25 }),
    alarms: fc.array(fc.nat(35), { maxLength: 3 }),
    said: fc.array(fc.constantFrom<0 | 1 | 'stale'>(0, 1, 'stale'), { minLength: 60, maxLength: 60 }),
  })
  .map(({ floors, plan, doors, alarms, said }) => ({
    sketch: {
      storeys: Array.from({ length: floors }, (_, floor) =>
        plan.map((kind, at): ZoneSketch => {
          const [x, y] = [(at % 4) * 10, Math.floor(at / 4) * 10];
          return [`z${floor * 12 + at}`, kind, x, y, x + 10, y + 10];
        }),
      ),
      doors: doors.map(({ zone, x, y }, at) => [`D-${at}`, `z${zone % (floors * 12)}`, x, y] as const),
    },
    alarms: alarms.map((zone) => zone % (floors * 12)),
    said,
  }));

function played({ sketch, alarms, said }: Case): { graph: WalkingGraph; passability: Passability } {
  const site = walkingSite(sketch);
  const graph = buildWalkingGraph(site);
  const says = Object.fromEntries(site.points.map(({ id }, at) => [id, said[at % said.length] ?? 0]));
  return { graph, passability: passabilityOf(graph, alarms, saying(site, says)) };
}

/**
 * The same question, answered the slow and plain way: forwards from the middle of the zone, one scan of all nodes a step,
 * rules written out anew. @returns the least cost to an exit, Infinity where there is none.
 */
function naiveCost(graph: WalkingGraph, { zones, gates }: Passability, zone: Zone, strict: boolean): number {
  const open = new Set(['corridor', 'lobby', 'stair', 'lift', 'parking']);
  const bad = (index: number): boolean =>
    index >= 0 && index !== zone.index && (zones[index] === 2 || (strict && zones[index] === 1));
  const nodeBad = (node: number): boolean => {
    const { gate, zone: at } = present(graph.nodes[node], 'node');
    const shut = gate >= 0 && (graph.gates[gate]?.kind === 'lift' || gates[gate] === 1);
    return shut || bad(at);
  };
  const cost = new Map<number, number>([[present(graph.zoneNode[zone.index], 'middle'), 0]]);
  const done = new Set<number>();
  for (;;) {
    let at = -1;
    for (const [node, so] of cost)
      if (!done.has(node) && (at < 0 || so < (cost.get(at) as number))) at = node;
    if (at < 0) return Infinity;
    if (graph.exits.includes(at)) return cost.get(at) as number;
    done.add(at);
    for (let edge = 0; edge < graph.edges.to.length; edge += 1) {
      const to = graph.edges.to[edge] as number;
      const through = graph.edges.zone[edge] as number;
      if (graph.edges.from[edge] !== at || graph.edges.outside[edge] || nodeBad(to) || bad(through)) continue;
      const touched = [through, graph.nodes[at]?.zone ?? -1, graph.nodes[to]?.zone ?? -1];
      const beside = touched.some((index) => index >= 0 && index !== zone.index && zones[index] === 1);
      const kind = graph.site.zones[through]?.kind;
      const foreign = through !== zone.index && kind !== undefined && !open.has(kind);
      const seconds =
        (graph.edges.timeS[edge] as number) * (beside ? BESIDE_WEIGHT : 1) * (foreign ? ROOM_WEIGHT : 1);
      const so = (cost.get(at) as number) + seconds;
      if (so < (cost.get(to) ?? Infinity)) cost.set(to, so);
    }
  }
}

/** What the way costs by the same rules, step by step along its nodes; Infinity where it breaks one. */
function costOf(graph: WalkingGraph, passability: Passability, zone: Zone, way: EscapeWay): number {
  const only = new Set(way.nodes.slice(1).map((to, at) => `${way.nodes[at]} ${to}`));
  const keep = (edge: number): boolean => only.has(`${graph.edges.from[edge]} ${graph.edges.to[edge]}`);
  const kept = [...graph.edges.to.keys()].filter(keep);
  const pick = <T extends Float64Array | Uint32Array | Int32Array | Uint8Array>(column: T): T =>
    column.filter((_, edge) => keep(edge)) as T;
  const { edges } = graph;
  const narrowed = {
    ...graph,
    exits: [way.exit],
    edges: {
      ...edges,
      from: pick(edges.from),
      to: pick(edges.to),
      lengthM: pick(edges.lengthM),
      timeS: pick(edges.timeS),
      zone: pick(edges.zone),
      outside: pick(edges.outside),
    },
  };
  expect(kept.length).toBeGreaterThanOrEqual(way.nodes.length - 1);
  return naiveCost(narrowed, passability, zone, way.kind === 'clear');
}

describe('ways out of random buildings', () => {
  it('never pass what is blocked, and are never longer than the plain search finds', () => {
    fc.assert(
      fc.property(buildings, (drawn) => {
        const { graph, passability } = played(drawn);
        const escapes = findEscapes(graph, passability);
        for (const zone of graph.site.zones) {
          const escape = escapes.of(zone);
          const clear = naiveCost(graph, passability, zone, true);
          const beside = naiveCost(graph, passability, zone, false);
          const best = clear < Infinity ? clear : beside;
          if (escape.kind === 'none') expect(best, `${zone.id} has a way`).toBe(Infinity);
          else {
            expect(escape.kind).toBe(clear < Infinity ? 'clear' : 'beside-alarm');
            expect(graph.exits).toContain(escape.exit);
            expect(costOf(graph, passability, zone, escape)).toBeCloseTo(best, 6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same each time, and every zone has one or is told why not', () => {
    fc.assert(
      fc.property(buildings, (drawn) => {
        const all = [played(drawn), played(drawn)].map(({ graph, passability }) => {
          const escapes = findEscapes(graph, passability);
          return graph.site.zones.map((zone) => escapes.of(zone));
        });
        const plain = all.map((list) =>
          list.map((escape) =>
            escape.kind === 'none' ? escape.because : [escape.kind, escape.nodes, escape.timeS],
          ),
        );
        expect(plain[0]).toEqual(plain[1]);
        for (const escape of all[0] ?? []) {
          if (escape.kind !== 'none') continue;
          expect(['locked', 'alarm', 'not-connected']).toContain(escape.because);
          expect(escape.lockedDoors.length > 0).toBe(escape.because === 'locked');
        }
      }),
      { numRuns: 40 },
    );
  });
});
