import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { polygonContains } from '#shared/domain/geometry.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite, describeProblems, parseSiteText } from '#shared/domain/site/check.ts';
import { siteJsonSchema } from '#shared/domain/site/json-schema.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { buildWalkingGraph } from '#shared/domain/walking/build.ts';
import { findEscapes } from '#shared/domain/walking/escapes.ts';
import { passabilityOf } from '#shared/domain/walking/passability.ts';
import { allFree } from '#tests/builders/walking-site.ts';
import { riversideDocument } from './document.ts';
import { readableJson } from './text.ts';

function committed(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../assets/${path}`, import.meta.url)), 'utf8');
}

function riverside(): Site {
  const checked = checkSite(riversideDocument());
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return buildSite(checked.value, 'test');
}

describe('the demo site', () => {
  it('is committed as the code writes it (npm run demo-site)', () => {
    expect(committed('demo-site/site.json')).toBe(readableJson(riversideDocument()));
    expect(committed('site.schema.json')).toBe(readableJson(siteJsonSchema()));
  });

  it('reads back as it was written', () => {
    expect(parseSiteText(committed('demo-site/site.json'))).toEqual(checkSite(riversideDocument()));
  });

  it('has the size that the product is shown with', () => {
    const site = riverside();
    expect(site.storeys.map((storey) => storey.label)).toEqual([
      'B2',
      'B1',
      '1F',
      '2F',
      '3F',
      '4F',
      '5F',
      '6F',
      '7F',
      '8F',
      '9F',
      '10F',
      '11F',
      '12F',
    ]);
    expect(site.zones.length).toBeGreaterThan(150);
    expect(site.assets.length).toBeGreaterThan(900);
    expect(site.commands.length).toBeGreaterThan(200);
    expect(site.points.length).toBeGreaterThan(4800);
    expect(site.points.length).toBeLessThan(5500);
    for (const discipline of ['security', 'energy', 'environment', 'transport', 'fire']) {
      expect(site.assets.some((asset) => asset.discipline === discipline)).toBe(true);
    }
  });

  it('places every asset in or on the edge of its zone, inside its storey', () => {
    for (const asset of riverside().assets) {
      const [x, y, z] = asset.position;
      const { polygon, storey } = asset.zone;
      const near = [-0.05, 0, 0.05].some((dx) =>
        [-0.05, 0, 0.05].some((dy) => polygonContains(polygon, [x + dx, y + dy])),
      );
      expect(near, `${asset.id} in ${asset.zone.id}`).toBe(true);
      expect(z).toBeGreaterThanOrEqual(storey.elevationM);
      expect(z).toBeLessThan(storey.elevationM + storey.heightM);
    }
  });

  it('covers its storeys: no two zones overlap, and inside the tower nothing is left out', () => {
    for (const storey of riverside().storeys) {
      for (let x = -8.7; x < 57; x += 1.1) {
        for (let y = -8.7; y < 42; y += 1.1) {
          const zones = storey.zones.filter((zone) => polygonContains(zone.polygon, [x, y]));
          const inTower = x > 0 && x < 48 && y > 0 && y < 36;
          expect(zones.length, `${storey.label} at ${x}, ${y}`).toBeLessThanOrEqual(1);
          if (inTower) expect(zones.length, `${storey.label} at ${x}, ${y}`).toBe(1);
        }
      }
    }
  });

  it('is refused with a reason, never with an exception, whatever becomes of one part of it', () => {
    const document = riversideDocument();
    const paths = pathsOf(document);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const changed = structuredClone(document);
        const holder = path
          .slice(0, -1)
          .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], changed);
        (holder as Record<string, unknown>)[path.at(-1) as string] = value;
        const checked = checkSite(changed);
        if (checked.ok) buildSite(checked.value, 'changed');
        else expect(describeProblems('site.json', checked.problems)).toContain('found');
      }),
      { numRuns: 40 },
    );
  });

  it('stacks its storeys without a gap', () => {
    const { storeys } = present(riverside().buildings[0], 'the tower');
    storeys.slice(1).forEach((storey, index) => {
      const below = present(storeys[index], 'the storey below');
      expect(below.elevationM + below.heightM).toBeCloseTo(storey.elevationM, 6);
    });
  });

  it('has a way out of every zone on a calm day, through no room of others', () => {
    const site = riverside();
    const graph = buildWalkingGraph(site);
    expect(graph.unconnected).toEqual([]);
    expect(graph.assemblyPoints).toHaveLength(2);
    const passability = passabilityOf(graph, [], allFree(site));
    const escapes = findEscapes(graph, passability);
    const ways = new Set(['corridor', 'lobby', 'stair', 'lift', 'parking']);
    for (const zone of site.zones) {
      const escape = escapes.of(zone);
      if (escape.kind !== 'clear') throw new Error(`${zone.id}: ${escape.kind}`);
      for (const node of escape.nodes) {
        const crossed = site.zones[graph.nodes[node]?.zone ?? -1];
        if (crossed && crossed !== zone)
          expect(ways.has(crossed.kind), `${zone.id} ${crossed.id}`).toBe(true);
      }
    }
  });

  it('has a stair left when an office burns, on its storey and above', () => {
    const site = riverside();
    const graph = buildWalkingGraph(site);
    const burning = present(site.zoneById.get('7F-E2'), 'an office');
    const escapes = findEscapes(graph, passabilityOf(graph, [burning.index], allFree(site)));
    const kindOf = (id: string): string => escapes.of(present(site.zoneById.get(id), id)).kind;
    expect(kindOf('7F-E2')).toBe('beside-alarm');
    for (const id of ['7F-W1', '7F-N1', '7F-S1', '8F-E2', '12F-E1'])
      expect([id, kindOf(id)]).toEqual([id, 'clear']);
  });

  it('has advice with every rule, and at least one rule on every class', () => {
    const site = riverside();
    for (const rule of site.document.alarmRules) expect(rule.advice, rule.id).toBeDefined();
    const withRules = new Set(site.boundRules.map(({ point }) => point.asset.classId));
    const without = Object.keys(site.document.assetClasses).filter((id) => !withRules.has(id));
    expect(without).toEqual(['people-counter', 'fan-coil', 'water-meter']);
  });
});

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [...path, key],
    ...pathsOf(member, [...path, key]),
  ]);
}
