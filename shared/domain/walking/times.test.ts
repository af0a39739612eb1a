import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { present } from '#shared/base/assert.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import { allFree, saying, walkingSite } from '#tests/builders/walking-site.ts';
import { buildWalkingGraph } from './build.ts';
import { passabilityOf } from './passability.ts';
import { search } from './search.ts';
import { timeAt, walkingTimes, walkingWay, type WalkingMode, type WalkingOptions } from './times.ts';

const site = walkingSite({
  storeys: Array.from({ length: 6 }, (_, floor) => [
    [`hall${floor}`, floor === 0 ? 'lobby' : 'corridor', 0, 0, 20, 4],
    [`st${floor}`, 'stair', -4, 0, 0, 4],
    [`l${floor}`, 'lift', 20, 0, 24, 4],
    [`room${floor}`, 'office', 0, 4, 20, 10],
  ]),
  doors: [['D-5', 'room5', 10, 4]],
  lifts: [
    ['L-1', 'l0', 22, 1],
    ['L-2', 'l0', 22, 3],
  ],
});
const graph = buildWalkingGraph(site);
const zone = (id: string) => present(site.zoneById.get(id), id);
const nodeOf = (id: string): number => present(graph.zoneNode[zone(id).index], id);

function seconds(
  from: string,
  to: string,
  mode: WalkingMode,
  columns: LiveColumns = allFree(site),
  options: WalkingOptions = {},
  alarms: readonly string[] = [],
): number {
  const passability = passabilityOf(
    graph,
    alarms.map((id) => zone(id).index),
    columns,
  );
  return timeAt(graph, walkingTimes(graph, nodeOf(from), mode, passability, options), zone(to));
}

describe('walking times', () => {
  it('are walked at 1.2 m/s on the level', () => {
    // From the middle of the hall to the opening at its north wall, 2 m, and on to the middle of the room, 3 m.
    expect(seconds('hall0', 'room0', 'evacuation')).toBeCloseTo(5 / 1.2, 3);
  });

  it('let engineers take a lift that is known to be in service, never those who flee', () => {
    const [riding, walking] = [
      seconds('hall0', 'hall5', 'engineer'),
      seconds('hall0', 'hall5', 'evacuation'),
    ];
    // 12 m to the lift and as much back, a wait of 30 s, doors twice, 20 m up at 1.6 m/s.
    expect(riding).toBeCloseTo(24 / 1.2 + 30 + 10 + 20 / 1.6, 1);
    expect(walking).toBeGreaterThan(riding);
    expect(seconds('hall0', 'hall5', 'engineer', saying(site, {}))).toBeCloseTo(walking, 6);
    const oneOut = saying(site, { 'L-1.state': 4, 'L-2.state': 1 });
    expect(seconds('hall0', 'hall5', 'engineer', oneOut)).toBeCloseTo(riding, 6);
    const bothOut = saying(site, { 'L-1.state': 2, 'L-2.state': 3 });
    expect(seconds('hall0', 'hall5', 'engineer', bothOut)).toBeCloseTo(walking, 6);
  });

  it('stop at a locked door but for who carries a key', () => {
    const locked = saying(site, { 'D-5.locked': 1 });
    expect(seconds('hall5', 'room5', 'engineer', locked)).toBe(Infinity);
    expect(seconds('hall5', 'room5', 'engineer', locked, { carriesKey: true })).toBeCloseTo(5 / 1.2, 3);
  });

  it('send engineers into a zone in alarm, and nobody else', () => {
    expect(seconds('hall5', 'room5', 'engineer', allFree(site), {}, ['room5'])).toBeCloseTo(5 / 1.2, 3);
    expect(seconds('hall5', 'room5', 'evacuation', allFree(site), {}, ['room5'])).toBe(Infinity);
  });

  it('go up slower than down; towards a place is not from it', () => {
    const up = seconds('hall0', 'hall5', 'evacuation');
    const down = seconds('hall5', 'hall0', 'evacuation');
    expect(up).toBeGreaterThan(down);
    expect(seconds('hall5', 'hall0', 'evacuation', allFree(site), { towards: true })).toBeCloseTo(up, 6);
  });

  it('belong to a way that takes just as long', () => {
    const passability = passabilityOf(graph, [], allFree(site));
    const way = present(walkingWay(graph, nodeOf('room0'), nodeOf('room5'), 'engineer', passability), 'way');
    expect(way[0]).toBe(nodeOf('room0'));
    expect(way.at(-1)).toBe(nodeOf('room5'));
    let sum = 0;
    way.slice(1).forEach((to, at) => {
      const rows = [...graph.edges.to.keys()].filter(
        (edge) => graph.edges.from[edge] === way[at] && graph.edges.to[edge] === to,
      );
      sum += Math.min(...rows.map((edge) => graph.edges.timeS[edge] as number));
    });
    expect(sum).toBeCloseTo(seconds('room0', 'room5', 'engineer'), 6);
  });
});

describe('search', () => {
  it('agrees with the plain search on random graphs, whatever is shut', () => {
    const graphs = fc.record({
      count: fc.integer({ min: 1, max: 25 }),
      edges: fc.array(fc.tuple(fc.nat(24), fc.nat(24), fc.integer({ min: 0, max: 50 })), { maxLength: 120 }),
      shut: fc.uniqueArray(fc.nat(24), { maxLength: 6 }),
      sources: fc.array(fc.nat(24), { minLength: 1, maxLength: 4 }),
      towards: fc.boolean(),
    });
    fc.assert(
      fc.property(graphs, ({ count, edges, shut, sources, towards }) => {
        const drawn = edges
          .map(([from, to, cost]) => [from % count, to % count, cost] as const)
          .sort(([a], [b]) => a - b);
        const rows = (end: 0 | 1): Uint32Array =>
          Uint32Array.from(
            { length: count + 1 },
            (_, node) => drawn.filter((edge) => edge[end] < node).length,
          );
        const into = [...drawn.keys()].sort((a, b) => (drawn[a]?.[1] ?? 0) - (drawn[b]?.[1] ?? 0));
        const node = { ...present(graph.nodes[0], 'a node') };
        const found = search(
          {
            nodes: Array.from({ length: count }, () => node),
            edges: {
              ...graph.edges,
              first: rows(0),
              from: Uint32Array.from(drawn, ([from]) => from),
              to: Uint32Array.from(drawn, ([, to]) => to),
              intoFirst: rows(1),
              into: Uint32Array.from(into),
            },
          },
          sources.map((source) => ({ node: source % count, cost: 0 })),
          towards,
          Float64Array.from(drawn, ([, , cost]) => cost),
          Uint8Array.from({ length: count }, (_, at) => (shut.includes(at) ? 1 : 0)),
        );
        const best = Array.from({ length: count }, (_, at) =>
          sources.some((source) => source % count === at) && !shut.includes(at) ? 0 : Infinity,
        );
        for (let round = 0; round < count; round += 1)
          for (const [from, to, cost] of drawn) {
            const [start, end] = towards ? [to, from] : [from, to];
            if (!shut.includes(end))
              best[end] = Math.min(best[end] as number, (best[start] as number) + cost);
          }
        expect([...found.cost]).toEqual(best);
      }),
    );
  });
});
