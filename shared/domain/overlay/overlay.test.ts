import { describe, expect, it } from 'vitest';
import { STATUS_HAS_VALUE, STATUS_STALE, QUALITY_UNCERTAIN } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { largeSite, smallSite } from '#tests/builders/site.ts';
import { createEnergyOverlay } from './energy.ts';
import { createEnvironmentLayers } from './environment.ts';
import { rampPlace, rampTicks } from './legend.ts';
import { createSecurityOverlay, zoneSecurityStates } from './security.ts';
import { createSiteStatus } from './status.ts';

function live(
  site: Site,
  values: Readonly<Record<string, number>>,
  statuses: Readonly<Record<string, number>> = {},
) {
  const value = new Float64Array(site.points.length).fill(Number.NaN);
  const status = new Uint8Array(site.points.length);
  for (const point of site.points) {
    const given = values[point.id];
    if (given === undefined) continue;
    value[point.index] = given;
    status[point.index] = STATUS_HAS_VALUE | (statuses[point.id] ?? 0);
  }
  return { value, status };
}

const site = buildSite(smallSite(), 'r1');
const zoneIndex = (id: string) => site.zoneById.get(id)?.index ?? -1;

describe('energy overlay', () => {
  it('spreads a storey meter over the area of the storey, and leaves unmetered storeys without a figure', () => {
    const figures = createEnergyOverlay(site).evaluate(
      live(site, { 'EM-2.activePower': 8, 'EM-0.activePower': 20 }),
    );
    expect(figures.zoneIntensity[zoneIndex('2F-E1')]).toBeCloseTo(50);
    expect(figures.zoneIntensity[zoneIndex('1F-W1')]).toBeNaN();
    expect([...figures.storeyKw]).toEqual([Number.NaN, 8]);
    expect(figures.siteKw).toBe(20);
    expect(figures.siteCoverage).toBe(1);
  });

  it('never shows a stale, uncertain or missing meter as a figure', () => {
    const overlay = createEnergyOverlay(site);
    for (const status of [STATUS_STALE, QUALITY_UNCERTAIN]) {
      const figures = overlay.evaluate(live(site, { 'EM-2.activePower': 8 }, { 'EM-2.activePower': status }));
      expect(figures.zoneIntensity[zoneIndex('2F-E1')]).toBeNaN();
      expect(figures.siteKw).toBeNaN();
    }
  });

  it('prefers a meter of the zone itself, converts units, and sums zone meters where a storey has no meter', () => {
    const document = smallSite();
    const own = buildSite(
      {
        ...document,
        assets: [
          {
            id: 'EM-Z',
            class: 'meter',
            zone: '1F-W1',
            position: [1, 1],
            serves: '1F-E1',
            points: { activePower: { unit: 'W' } },
          },
          { id: 'EM-2', class: 'meter', zone: '2F-W1', position: [1, 1], serves: '2F' },
        ],
      },
      'r2',
    );
    const overlay = createEnergyOverlay(own);
    const figures = overlay.evaluate(live(own, { 'EM-Z.activePower': 4000, 'EM-2.activePower': 6 }));
    expect(figures.zoneIntensity[zoneIndex('1F-E1')]).toBeCloseTo(50);
    expect(overlay.zoneSource[zoneIndex('1F-E1')]).toBe('zone-meter');
    expect(overlay.zoneSource[zoneIndex('2F-E1')]).toBe('storey-meter');
    expect([...figures.storeyKw]).toEqual([4, 6]);
    expect(figures.siteKw).toBe(10);
    expect(overlay.evaluate(live(own, { 'EM-2.activePower': 6 })).siteCoverage).toBe(0.5);
  });
});

describe('environment overlay', () => {
  it('gives the mean of each zone and the whole, for the layers that have points', () => {
    const layers = createEnvironmentLayers(site);
    expect(layers.map((layer) => layer.quantity)).toEqual(['temperature', 'humidity', 'co2']);
    const figures = layers[0]!.evaluate(live(site, { 'CL-1.temperature': 22 }));
    expect(figures.zone[zoneIndex('2F-W1')]).toBe(22);
    expect(figures.zone[zoneIndex('1F-W1')]).toBeNaN();
    expect([...figures.storey]).toEqual([Number.NaN, 22]);
    expect([figures.site, figures.fresh]).toEqual([22, 1]);
  });
});

describe('security overlay', () => {
  const overlay = createSecurityOverlay(site);
  const stateOf = (id: string, values: Record<string, number>, statuses = {}) =>
    zoneSecurityStates[overlay.evaluate(live(site, values, statuses)).zoneState[zoneIndex(id)]!];

  it('says the worst about each zone', () => {
    expect(stateOf('1F-W1', { 'D-1.open': 0 })).toBe('normal');
    expect(stateOf('1F-W1', { 'D-1.open': 1 })).toBe('door-open');
    expect(stateOf('1F-W1', { 'D-1.open': 1 }, { 'D-1.open': STATUS_STALE })).toBe('not-reporting');
    expect(stateOf('1F-E1', { 'SD-1.smoke': 1 })).toBe('detected');
    expect(stateOf('2F-W1', {})).toBe('unmonitored');
  });

  it('counts doors and detectors, and what does not report', () => {
    const figures = overlay.evaluate(live(site, { 'D-1.open': 1, 'SD-1.smoke': 0 }));
    expect(figures.doors).toEqual({ total: 1, abnormal: 1, silent: 0 });
    expect(figures.detectors).toEqual({ total: 2, abnormal: 0, silent: 1 });
    expect([...figures.storeyDoorsOpen]).toEqual([1, Number.NaN]);
  });

  it('colours nothing that is not known', () => {
    const figures = overlay.evaluate(live(site, {}));
    expect([...figures.zoneRamp].every((place) => Number.isNaN(place) || place < 0)).toBe(true);
  });
});

describe('site status', () => {
  it('counts each point once', () => {
    const rows = createSiteStatus(site).evaluate(
      live(
        site,
        { 'CL-1.temperature': 1, 'CL-1.co2': 2, 'D-1.open': 0 },
        { 'CL-1.co2': STATUS_STALE, 'D-1.open': QUALITY_UNCERTAIN },
      ),
    );
    expect(rows.find((row) => row.discipline === 'environment')).toMatchObject({
      assets: 1,
      points: 3,
      never: 1,
      stale: 1,
      doubtful: 0,
    });
    expect(rows.find((row) => row.discipline === 'security')).toMatchObject({
      points: 1,
      doubtful: 1,
      never: 0,
    });
  });
});

describe('legend', () => {
  it('takes ticks that read as short numbers, and holds the colour beyond the ends', () => {
    expect(rampTicks([0, 60])).toEqual([0, 15, 30, 45, 60]);
    expect(rampTicks([18, 30])).toEqual([18, 21, 24, 27, 30]);
    expect(rampTicks([400, 1400])).toEqual([400, 650, 900, 1150, 1400]);
    expect([rampPlace(-5, [0, 60]), rampPlace(30, [0, 60]), rampPlace(99, [0, 60])]).toEqual([0, 0.5, 1]);
    expect(rampPlace(Number.NaN, [0, 60])).toBeNaN();
  });
});

describe('a large site', () => {
  it('gives every zone a figure', () => {
    const large = buildSite(largeSite({ points: 5000 }), 'large');
    const columns = {
      value: new Float64Array(large.points.length).fill(21),
      status: new Uint8Array(large.points.length).fill(STATUS_HAS_VALUE),
    };
    const figures = createEnvironmentLayers(large)[0]!.evaluate(columns);
    expect([...figures.zone].every((value) => Math.abs(value - 21) < 1e-9)).toBe(true);
  });
});
