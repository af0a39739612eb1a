import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import type { Zone } from '#shared/domain/site/site.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import { findEscapes } from '#shared/domain/walking/escapes.ts';
import { createOccupancy } from '#shared/domain/walking/occupancy.ts';
import { passabilityOf } from '#shared/domain/walking/passability.ts';
import { saying, walkingSite } from '#tests/builders/walking-site.ts';
import type { EscapePicture } from './use-escapes.ts';
import { sceneRoutesOf, zoneEscapes, zonesToShow } from './zone-escapes.ts';

const site = walkingSite({
  storeys: [
    [
      ['lobby', 'lobby', 0, 0, 10, 4],
      ['hall', 'corridor', 10, 0, 30, 4],
      ['A', 'office', 0, 4, 10, 12],
      ['B', 'office', 10, 4, 20, 12],
      ['C', 'office', 20, 4, 30, 12],
    ],
  ],
  doors: [
    ['D-B', 'B', 15, 4],
    ['D-C', 'C', 25, 4],
  ],
  walking: {
    nodes: [
      { id: 'front', kind: 'exit', storey: 'F0', position: [0, 2], name: { zh: '正门', en: 'Front door' } },
      { id: 'meet', kind: 'assembly-point', position: [-30, 2], name: { zh: '集合点', en: 'Meeting point' } },
    ],
  },
});
const graph = buildWalkingGraph(site);
const zone = (id: string): Zone => present(site.zoneById.get(id), id);

function picture(said: Record<string, number | 'stale'>, danger: readonly string[] = []): EscapePicture {
  const indexes = new Set(danger.map((id) => zone(id).index));
  const all = Object.fromEntries(site.points.map(({ id }) => [id, 0]));
  const columns = saying(site, { ...all, ...said });
  return {
    graph,
    danger: indexes,
    escapes: findEscapes(graph, passabilityOf(graph, indexes, columns)),
  };
}

const ids = (zones: readonly Zone[]): string[] => zones.map(({ id }) => id);

describe('zones whose ways out are shown', () => {
  it('are the one selected, else those in and around danger, else the storey', () => {
    const calm = picture({});
    expect(ids(zonesToShow(site, calm, zone('A'), site.storeys[0]))).toEqual(['A']);
    expect(ids(zonesToShow(site, picture({}, ['C']), zone('A'), site.storeys[0]))).toEqual(['A']);
    expect(ids(zonesToShow(site, picture({}, ['C']), undefined, undefined))).toEqual(['hall', 'B', 'C']);
    expect(ids(zonesToShow(site, calm, undefined, site.storeys[0]))).toHaveLength(5);
    expect(zonesToShow(site, calm, undefined, undefined)).toEqual([]);
  });

  it('stand in the order of who is worse off', () => {
    const columns = { ...saying(site, {}), sourceMs: new Float64Array(site.points.length) };
    const rows = zoneEscapes(
      picture({ 'D-B.locked': 1 }, ['C']),
      [zone('A'), zone('B'), zone('hall'), zone('C')],
      createOccupancy(site),
      columns,
    );
    expect(rows.map(({ zone: { id }, escape }) => [id, escape.kind])).toEqual([
      ['C', 'beside-alarm'],
      ['B', 'none'],
      ['A', 'clear'],
      ['hall', 'clear'],
    ]);
  });
});

describe('routes for the building', () => {
  it('lead by the exit to the assembly point, each named in the language shown', () => {
    const [route] = sceneRoutesOf(picture({}), [zone('A')], '出口', 'zh');
    expect(route?.look).toBe('clear');
    expect(route?.marks.map(({ kind, label }) => [kind, label])).toEqual([
      ['exit', '正门'],
      ['assembly-point', '集合点'],
    ]);
    expect(route?.points.at(-1)).toEqual({ position: [-30, 2, 0], storey: -1 });
    expect(route?.points.at(-2)).toEqual({ position: [0, 2, 0], storey: 0 });
  });

  it('are drawn as doubtful where they rest on what is not known, and not at all where there is none', () => {
    const shown = picture({ 'D-B.locked': 'stale', 'D-B.open': 'stale', 'D-C.locked': 1 });
    const routes = sceneRoutesOf(shown, [zone('B'), zone('C')], 'Exit', 'en');
    expect(routes.map(({ look }) => look)).toEqual(['doubtful']);
  });
});
