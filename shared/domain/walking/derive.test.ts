import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { polygonContains, nearestOnOutline, planDistance } from '#shared/domain/geometry.ts';
import { walkingSite, type BuildingSketch } from '#tests/builders/walking-site.ts';
import { buildWalkingGraph } from './build.ts';
import type { WalkingGraph } from './graph.ts';

function graphOf(sketch: BuildingSketch): WalkingGraph {
  return buildWalkingGraph(walkingSite(sketch));
}

/** `door:A:B`, as pairs of zone ids, sorted. */
function openings(graph: WalkingGraph): string[] {
  return graph.nodes
    .filter(({ kind }) => kind === 'door')
    .map(({ opensTo }) =>
      opensTo
        .map((index) => graph.site.zones[index]?.id)
        .sort()
        .join('–'),
    )
    .sort();
}

function exits(graph: WalkingGraph): string[] {
  return graph.exits.map((node) => present(graph.nodes[node], 'exit').id).sort();
}

/** A lobby, a corridor behind it, three rooms along the corridor. */
const wing: BuildingSketch = {
  storeys: [
    [
      ['lobby', 'lobby', 0, 0, 10, 8],
      ['corridor', 'corridor', 10, 0, 30, 3],
      ['A', 'office', 10, 3, 20, 10],
      ['B', 'office', 20, 3, 30, 10],
      ['WC', 'restroom', 30, 0, 35, 10],
    ],
  ],
};

describe('ways that are derived', () => {
  it('open rooms to the corridor beside them, and circulation to circulation', () => {
    expect(openings(graphOf(wing))).toEqual(['A–corridor', 'B–corridor', 'WC–corridor', 'corridor–lobby']);
  });

  it('go where the door assets are: a room with doors has no others', () => {
    const graph = graphOf({ ...wing, doors: [['D-1', 'A', 20, 6.5]] });
    expect(openings(graph)).toEqual(['A–B', 'B–corridor', 'WC–corridor', 'corridor–lobby']);
    const door = present(graph.nodes[present(graph.nodeById.get('door:D-1'), 'node')], 'door');
    expect(door.position).toEqual([20, 6.5, 0]);
    expect(graph.gates[door.gate]?.assets.map(({ id }) => id)).toEqual(['D-1']);
  });

  it('bridge walls as thick as they are drawn, and no more', () => {
    const apart = (gapM: number): string[] =>
      openings(
        graphOf({
          storeys: [
            [
              ['lobby', 'lobby', 0, 0, 10, 8],
              ['A', 'office', 10 + gapM, 0, 20, 8],
            ],
          ],
        }),
      );
    expect(apart(0.3)).toEqual(['A–lobby']);
    expect(apart(0.8)).toEqual([]);
  });

  it('lead through another room only where there is no other way', () => {
    const graph = graphOf({
      storeys: [
        [
          ['lobby', 'lobby', 0, 0, 10, 8],
          ['A', 'office', 10, 0, 20, 8],
          ['inner', 'office', 20, 0, 30, 8],
        ],
      ],
    });
    expect(openings(graph)).toEqual(['A–inner', 'A–lobby']);
    expect(graph.unconnected).toEqual([]);
  });

  it('join stairs over storeys, and tell which zones they do not reach', () => {
    const graph = graphOf({
      storeys: [
        [
          ['lobby', 'lobby', 0, 0, 10, 8],
          ['st0', 'stair', 10, 0, 14, 8],
        ],
        [
          ['hall', 'corridor', 0, 0, 10, 8],
          ['st1', 'stair', 10, 0, 14, 8],
          ['island', 'office', 40, 0, 50, 8],
        ],
      ],
    });
    expect(graph.unconnected.map(({ id }) => id)).toEqual(['island']);
    const [from, to] = [graph.nodeById.get('zone:st1'), graph.nodeById.get('zone:st0')];
    const edge = [...graph.edges.to.keys()].find(
      (at) => graph.edges.from[at] === from && graph.edges.to[at] === to,
    );
    // 4 m down risers of 165 mm on treads of 280 mm, at 0.7 m/s.
    expect(graph.edges.lengthM[edge ?? -1]).toBeCloseTo(7.88, 2);
    expect(graph.edges.timeS[edge ?? -1]).toBeCloseTo(11.26, 2);
  });

  it('need stairs to leave by: a lift connects nobody', () => {
    const graph = graphOf({
      storeys: [
        [
          ['lobby', 'lobby', 0, 0, 10, 8],
          ['l0', 'lift', 10, 0, 14, 8],
        ],
        [
          ['hall', 'corridor', 0, 0, 10, 8],
          ['l1', 'lift', 10, 0, 14, 8],
        ],
      ],
      lifts: [['L-1', 'l0', 12, 4]],
    });
    expect(graph.unconnected.map(({ id }) => id)).toEqual(['hall', 'l1']);
  });

  it('leave the ground storey by its lobby, and by doors in its outer walls', () => {
    expect(exits(graphOf(wing))).toEqual(['exit:corridor', 'exit:lobby']);
    expect(exits(graphOf({ ...wing, doors: [['D-9', 'B', 25, 10]] }))).toEqual([
      'exit:D-9',
      'exit:corridor',
      'exit:lobby',
    ]);
  });

  it('leave by the stairs where nothing else touches the open, and by given exits where there are', () => {
    const inner: BuildingSketch = {
      storeys: [
        [
          ['A', 'office', 0, 0, 10, 10],
          ['st', 'stair', 10, 3, 14, 7],
        ],
      ],
    };
    expect(exits(graphOf(inner))).toEqual(['exit:st']);
    const walking: BuildingSketch['walking'] = {
      nodes: [
        { id: 'way-out', kind: 'exit', storey: 'F0', position: [0, 5] },
        { id: 'meet', kind: 'assembly-point', position: [-30, 5] },
      ],
    };
    const graph = graphOf({ ...inner, walking });
    expect(exits(graph)).toEqual(['way-out']);
    expect(graph.unconnected).toEqual([]);
    expect(graph.assemblyPoints).toHaveLength(1);
  });

  it('stay inside the zone they cross, around its corners', () => {
    const graph = graphOf({
      storeys: [
        [
          [
            'U',
            'corridor',
            [
              [0, 0],
              [30, 0],
              [30, 20],
              [27, 20],
              [27, 3],
              [3, 3],
              [3, 20],
              [0, 20],
            ],
          ],
          ['west', 'office', 3, 10, 12, 20],
          ['east', 'office', 18, 10, 27, 20],
        ],
      ],
    });
    const { nodes, edges } = graph;
    for (let edge = 0; edge < edges.to.length; edge += 1) {
      const zone = graph.site.zones[edges.zone[edge] ?? -1];
      if (!zone) continue;
      const [a, b] = [nodes[edges.from[edge] as number], nodes[edges.to[edge] as number]];
      for (const share of [0.25, 0.5, 0.75]) {
        const [x, y] = [0, 1].map(
          (axis) => (a?.position[axis] ?? 0) * (1 - share) + (b?.position[axis] ?? 0) * share,
        ) as [number, number];
        const inside =
          polygonContains(zone.polygon, [x, y]) ||
          planDistance(nearestOnOutline(zone.polygon, [x, y]), [x, y]) < 0.01;
        expect(inside, `${a?.id} to ${b?.id}`).toBe(true);
      }
    }
    expect(graph.unconnected).toEqual([]);
  });
});

describe('neighbours', () => {
  it('share an opening or a wall; a stair counts only where it opens', () => {
    const graph = graphOf({
      storeys: [
        [
          ['hall', 'corridor', 0, 0, 20, 3],
          ['A', 'office', 0, 3, 10, 10],
          ['B', 'office', 10, 3, 16, 10],
          ['st', 'stair', 16, 3, 20, 10],
        ],
      ],
    });
    const idOf = (index: number): string => present(graph.site.zones[index], 'zone').id;
    const around = Object.fromEntries(graph.neighbours.map((list, zone) => [idOf(zone), list.map(idOf)]));
    expect(around).toEqual({ hall: ['A', 'B', 'st'], A: ['hall', 'B'], B: ['hall', 'A'], st: ['hall'] });
  });
});

describe('ways that the site gives', () => {
  const given: BuildingSketch = {
    ...wing,
    doors: [['D-1', 'A', 15, 3]],
    walking: {
      nodes: [
        { id: 'front', kind: 'exit', storey: 'F0', position: [0, 4] },
        { id: 'bend', kind: 'corridor', storey: 'F0', position: [12, 1.5] },
        { id: 'door-a', kind: 'door', storey: 'F0', position: [15, 3] },
        { id: 'hall', kind: 'corridor', storey: 'F0', position: [5, 4] },
      ],
      edges: [
        { from: 'front', to: 'hall', kind: 'walk' },
        { from: 'hall', to: 'bend', kind: 'walk', lengthM: 20 },
        { from: 'bend', to: 'door-a', kind: 'door', door: 'D-1' },
      ],
    },
  };

  it('are taken as they are, and rooms they do not reach are told', () => {
    const graph = graphOf(given);
    expect(graph.unconnected.map(({ id }) => id)).toEqual(['B', 'WC']);
    const [hall, bend] = [graph.nodeById.get('hall'), graph.nodeById.get('bend')];
    const lengths = [...graph.edges.to.keys()]
      .filter((edge) => graph.edges.from[edge] === hall && graph.edges.to[edge] === bend)
      .map((edge) => graph.edges.lengthM[edge]);
    expect(lengths).toEqual([20]);
  });

  it('put the lock of an edge into the door it ends at', () => {
    const graph = graphOf(given);
    const gate = graph.nodes[graph.nodeById.get('door-a') ?? -1]?.gate ?? -1;
    expect(graph.gates[gate]?.assets.map(({ id }) => id)).toEqual(['D-1']);
  });
});
