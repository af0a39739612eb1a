/**
 * Electricity: a zone's power is a sum of rhythms, so that a storey's is the sum of its zones', the site's the sum of its
 * storeys and plant less its photovoltaics, and the energy counters are exact integrals of the smooth part.
 */
import type { Site, Zone } from '#shared/domain/site/site.ts';
import { createRhythms, RHYTHMS, type Moment, type Rhythm, type Rhythms } from './moment.ts';
import { chance, hashText, wander } from './noise.ts';

/** kW per rhythm. */
export type Load = Readonly<Record<Rhythm, number>>;

export interface Loads {
  /** Of the zone, storey, building or site with this id. */
  of(placeId: string): Load;
  /** kW at a moment, with noise; `noiseKey` is the place's own, so that its meters agree. */
  powerKw(load: Load, moment: Moment, noiseKey: number): number;
  /** kWh since the counters started. */
  energyKwh(load: Load, tMs: number): number;
  /** Which rhythm people of a zone keep. */
  rhythmOf(zone: Zone): Rhythm;
}

const none: Load = { early: 0, usual: 0, late: 0, shop: 0, always: 0, plant: 0, sun: 0 };
const PLANT_W_PER_M2 = 12;
const HOUR_MS = 3_600_000;
/** Counters stand at zero before it. */
const METERED_SINCE_MS = Date.UTC(2026, 0, 1);

/** W/m² at all hours, and with people, by what the zone is used for. */
const density: Record<Zone['kind'], readonly [always: number, people: number]> = {
  office: [3, 19],
  retail: [6, 24],
  lobby: [5, 12],
  corridor: [3.5, 5],
  stair: [1, 1],
  lift: [4, 10],
  plant: [2, 6],
  electrical: [6, 2],
  parking: [1.6, 1.2],
  restroom: [2, 5],
  storage: [1, 2],
  roof: [0.2, 0],
  other: [8, 6],
};

export function createLoads(site: Site, seed: number): Loads {
  const loads = new Map<string, Load>();
  const add = (id: string, load: Load): void => {
    loads.set(id, plus(loads.get(id) ?? none, load));
  };
  for (const zone of site.zones) {
    const load = zoneLoad(zone, seed);
    for (const id of [zone.id, zone.storey.id, zone.storey.buildingId]) add(id, load);
  }
  const areaM2 = site.zones.reduce((sum, zone) => sum + zone.areaM2, 0);
  const plant: Load = { ...none, plant: (PLANT_W_PER_M2 * areaM2) / 1000, sun: -photovoltaicKw(site) };
  const whole = site.storeys.reduce((sum, storey) => plus(sum, loads.get(storey.id) ?? none), plant);
  loads.set(site.id, whole);
  if (site.buildings.length === 1 && site.buildings[0]) loads.set(site.buildings[0].id, whole);
  const integral = createIntegral(createRhythms(site, seed));
  return {
    of: (placeId) => loads.get(placeId) ?? none,
    powerKw(load, moment, noiseKey) {
      const smooth = dot(load, moment.rhythm);
      return smooth * (1 + 0.045 * wander(noiseKey, moment.tMs, HOUR_MS / 3));
    },
    energyKwh: (load, tMs) => dot(load, integral(tMs)),
    rhythmOf: (zone) => rhythmOf(zone, seed),
  };
}

function zoneLoad(zone: Zone, seed: number): Load {
  const [always, people] = density[zone.kind];
  const key = hashText(zone.id, seed);
  // Tenants differ: a trading floor and a law firm in the same square metres.
  const letting = 0.65 + 0.75 * chance(hashText(zone.storey.id, seed), 1);
  const tenant =
    zone.kind === 'office' ? letting * (0.7 + 0.6 * chance(key, 1)) : 0.85 + 0.3 * chance(key, 1);
  const kilowatts = (wattsPerM2: number): number => (wattsPerM2 * tenant * zone.areaM2) / 1000;
  const rhythm = rhythmOf(zone, seed);
  return {
    ...none,
    always: kilowatts(always) + (rhythm === 'always' ? kilowatts(people) : 0),
    ...(rhythm !== 'always' && { [rhythm]: kilowatts(people) }),
  };
}

function rhythmOf(zone: Zone, seed: number): Rhythm {
  switch (zone.kind) {
    case 'retail':
      return 'shop';
    case 'electrical':
    case 'storage':
    case 'roof':
    case 'other':
      return 'always';
    case 'plant':
      return 'plant';
    case 'office': {
      const habit = chance(hashText(zone.id, seed), 2);
      return habit < 0.25 ? 'early' : habit < 0.8 ? 'usual' : 'late';
    }
    default:
      return 'usual';
  }
}

function photovoltaicKw(site: Site): number {
  return site.points.reduce(
    (sum, point) => sum + (point.quantity === 'pv-power' ? (point.max ?? 10) * 0.8 : 0),
    0,
  );
}

function plus(a: Load, b: Load): Load {
  return {
    early: a.early + b.early,
    usual: a.usual + b.usual,
    late: a.late + b.late,
    shop: a.shop + b.shop,
    always: a.always + b.always,
    plant: a.plant + b.plant,
    sun: a.sun + b.sun,
  };
}

function dot(load: Load, rhythms: Rhythms): number {
  return (
    load.early * rhythms.early +
    load.usual * rhythms.usual +
    load.late * rhythms.late +
    load.shop * rhythms.shop +
    load.always * rhythms.always +
    load.plant * rhythms.plant +
    load.sun * rhythms.sun
  );
}

/** Hours of each rhythm since the counters started: a table an hour, linear in between, so that no counter runs back. */
function createIntegral(rhythms: (tMs: number) => Rhythms): (tMs: number) => Rhythms {
  const table: Rhythms[] = [{ ...none }];
  const atHour = (hour: number): Rhythms => {
    while (table.length <= hour) {
      const sum = { ...(table.at(-1) ?? none) };
      const middle = rhythms(METERED_SINCE_MS + (table.length - 0.5) * HOUR_MS);
      for (const rhythm of RHYTHMS) sum[rhythm] += middle[rhythm];
      table.push(sum);
    }
    return table[hour] ?? none;
  };
  return (tMs) => {
    const hours = Math.max(0, (tMs - METERED_SINCE_MS) / HOUR_MS);
    const whole = Math.floor(hours);
    const sum = { ...atHour(whole) };
    const next = atHour(whole + 1);
    for (const rhythm of RHYTHMS) sum[rhythm] += (next[rhythm] - sum[rhythm]) * (hours - whole);
    return sum;
  };
}
