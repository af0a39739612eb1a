import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { STATUS_HAS_VALUE, STATUS_STALE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { walkingDocument } from '#tests/builders/walking-site.ts';
import { createOccupancy } from './occupancy.ts';

function counted(): Site {
  const document = walkingDocument({
    storeys: [
      [
        ['A', 'office', 0, 0, 10, 8],
        ['B', 'office', 10, 0, 20, 8],
        ['C', 'lobby', 20, 0, 30, 8],
      ],
    ],
  });
  document.assetClasses['counter'] = {
    name: { zh: '客流', en: 'People counter' },
    discipline: 'security',
    points: {
      people: {
        name: { zh: '人数', en: 'People' },
        kind: 'analog',
        quantity: 'occupancy',
        expectedPeriodS: 30,
      },
    },
  };
  for (const [id, zone] of [
    ['P-1', 'A'],
    ['P-2', 'A'],
    ['P-3', 'B'],
  ] as const)
    document.assets.push({ id, class: 'counter', zone, position: [1, 1] });
  const checked = checkSite(document);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return buildSite(checked.value, 'counted');
}

describe('head-count', () => {
  const site = counted();
  const zones = (...ids: string[]) => ids.map((id) => present(site.zoneById.get(id), id));
  const occupancy = createOccupancy(site);

  it('adds the counters of the zones, with the age of the oldest, and says when one has gone silent', () => {
    const columns = {
      value: Float64Array.of(4, 3, 20),
      status: Uint8Array.of(STATUS_HAS_VALUE, STATUS_HAS_VALUE | STATUS_STALE, STATUS_HAS_VALUE),
      sourceMs: Float64Array.of(5000, 2000, 9000),
    };
    expect(occupancy.count(zones('A'), columns)).toEqual({ people: 7, oldestMs: 2000, stale: true });
    expect(occupancy.count(zones('B', 'C'), columns)).toEqual({ people: 20, oldestMs: 9000, stale: false });
  });

  it('says nothing where nobody counts, or no counter ever reported', () => {
    const silent = { value: new Float64Array(3), status: new Uint8Array(3), sourceMs: new Float64Array(3) };
    expect(occupancy.count(zones('A', 'B'), silent)).toBeUndefined();
    expect(occupancy.count(zones('C'), silent)).toBeUndefined();
  });
});
