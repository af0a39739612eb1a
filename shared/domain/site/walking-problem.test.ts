import { describe, expect, it } from 'vitest';
import { walkingDocument } from '#tests/builders/walking-site.ts';
import { checkSite, describeProblems } from './check.ts';
import type { SiteDocumentInput } from './document.ts';

function linesOf(walking: unknown): string[] {
  const document = walkingDocument({
    storeys: [
      [['lobby', 'lobby', 0, 0, 10, 8]],
      [
        ['A', 'office', 0, 0, 10, 8],
        ['l', 'lift', 10, 0, 12, 8],
      ],
    ],
    doors: [['D-1', 'A', 0, 4]],
    lifts: [['L-1', 'l', 11, 4]],
    walking: walking as SiteDocumentInput['walking'],
  });
  const checked = checkSite(document);
  return checked.ok ? [] : describeProblems('site.json', checked.problems).split('\n').slice(1);
}

const node = (id: string, kind: string, storey?: string): object => ({ id, kind, storey, position: [1, 1] });
const two = [node('a', 'corridor', 'F0'), node('b', 'corridor', 'F1')];

describe('the walking part of a site file', () => {
  it('may be left out, or give only exits and assembly points', () => {
    expect(linesOf(undefined)).toEqual([]);
    expect(linesOf({ nodes: [node('x', 'exit', 'F0'), node('m', 'assembly-point')] })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown storey',
      { nodes: [node('x', 'exit', 'F7')] },
      'walking.nodes[0].storey: found "F7", expected a storey id of this site, did you mean "F0"?',
    ],
    [
      'no storey',
      { nodes: [node('x', 'exit')] },
      'walking.nodes[0].storey: found nothing, expected the storey of this exit',
    ],
    [
      'a node that no edge could use',
      { nodes: [node('x', 'corridor', 'F0')] },
      'walking.nodes[0].kind: found "corridor", expected "exit" or "assembly-point", or edges in walking.edges',
    ],
    [
      'an id twice',
      { nodes: [node('x', 'exit', 'F0'), node('x', 'exit', 'F0')] },
      'walking.nodes[1].id: found "x" again, expected an id of its own; walking.nodes[0].id is this one',
    ],
    [
      'an edge to nowhere',
      { nodes: two, edges: [{ from: 'a', to: 'c', kind: 'stair' }] },
      'walking.edges[0].to: found "c", expected a walking node of this site',
    ],
    [
      'an edge to itself',
      { nodes: two, edges: [{ from: 'a', to: 'a', kind: 'walk' }] },
      'walking.edges[0].to: found "a", expected another node than `from`',
    ],
    [
      'walking through a ceiling',
      { nodes: two, edges: [{ from: 'a', to: 'b', kind: 'walk' }] },
      'walking.edges[0].kind: found "walk" from storey "F0" to "F1", expected "stair" or "lift" between storeys',
    ],
    [
      'a lift without a lift',
      { nodes: two, edges: [{ from: 'a', to: 'b', kind: 'lift' }] },
      'walking.edges[0].lift: found nothing, expected the asset id of the lift',
    ],
    [
      'a lift that is a door',
      { nodes: two, edges: [{ from: 'a', to: 'b', kind: 'lift', lift: 'D-1' }] },
      'walking.edges[0].lift: found "D-1", which has no point of quantity lift-state, expected a lift that can tell its state',
    ],
    [
      'a door that is not there',
      { nodes: two, edges: [{ from: 'a', to: 'b', kind: 'stair', door: 'D-2' }] },
      'walking.edges[0].door: found "D-2", expected an asset id of this site, did you mean "D-1"?',
    ],
    [
      'a door that is a lift',
      { nodes: two, edges: [{ from: 'a', to: 'b', kind: 'stair', door: 'L-1' }] },
      'walking.edges[0].door: found "L-1", which has no point of quantity door-locked or door-open, expected a door that can tell its state',
    ],
  ])('names what and where: %s', (_, walking, line) => {
    expect(linesOf(walking).map((one) => one.trim())).toContain(line);
  });
});
