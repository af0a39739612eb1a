/** Air, people and light in a zone, and the weather outside. */
import type { Point } from '#shared/domain/site/site.ts';
import {
  around,
  assetKey,
  DAY_MS,
  HOUR_MS,
  keyOf,
  MINUTE_MS,
  type Model,
  type ModelMaker,
  type Setting,
} from './model.ts';
import type { Moment } from './moment.ts';
import { chance, drift, hashText, wander } from './noise.ts';

type AirModel = (point: Point, setting: Setting, key: number) => Model;

const PEOPLE_PER_M2: Partial<Record<Point['asset']['zone']['kind'], number>> = {
  office: 1 / 11,
  retail: 1 / 14,
  lobby: 1 / 18,
  corridor: 1 / 40,
};

/** How full this zone gets: some meeting floors are crowded, some desks stay empty. */
function crowding(point: Point, seed: number): number {
  return 0.6 + 0.5 * chance(hashText(point.asset.zone.id, seed), 3);
}

function people(point: Point, { seed, loads }: Setting): Model {
  const { zone } = point.asset;
  const most = zone.areaM2 * (PEOPLE_PER_M2[zone.kind] ?? 1 / 60) * crowding(point, seed);
  const rhythm = loads.rhythmOf(zone);
  const key = assetKey(point, seed);
  return ({ rhythm: now, tMs }) =>
    Math.max(
      0,
      most * (rhythm === 'always' ? 0.2 : now[rhythm]) * (1 + 0.12 * wander(key, tMs, HOUR_MS / 2)),
    );
}

/** The shared part of several sensors in a zone, plus this sensor's own noise. */
function presence(point: Point, { loads }: Setting): (moment: Moment) => number {
  const rhythm = loads.rhythmOf(point.asset.zone);
  return ({ lagged }) => (rhythm === 'always' ? 0.3 : lagged[rhythm]);
}

const roomTemperature: AirModel = (point, setting, key) => {
  const here = presence(point, setting);
  const lean = chance(key, 1) - 0.5;
  const conditioned = PEOPLE_PER_M2[point.asset.zone.kind] !== undefined;
  return (moment) => {
    const free = 20.5 + 0.22 * (moment.outdoorC - 17);
    const held = conditioned ? Math.min(1, moment.lagged.plant * 3) : 0.15;
    const level = free + (23.6 + 0.9 * here(moment) - free) * held;
    return Math.min(
      28.5,
      Math.max(
        16,
        level +
          1.2 * lean +
          0.3 * wander(key, moment.tMs, HOUR_MS) +
          0.04 * drift(key + 9, moment.tMs, 15_000),
      ),
    );
  };
};

const airModels: Readonly<Record<string, AirModel>> = {
  temperature: roomTemperature,
  'return-air-temperature': roomTemperature,
  'detector-temperature': (point, setting, key) => {
    const room = roomTemperature(point, setting, key);
    return (moment) => room(moment) + 1.5;
  },
  humidity: (_point, _setting, key) => (moment) =>
    47 +
    0.22 * (moment.outdoorHumidity - 60) +
    4 * (chance(key, 1) - 0.5) +
    2.5 * wander(key, moment.tMs, 2 * HOUR_MS),
  co2: (point, setting, key) => {
    const here = presence(point, setting);
    const crowd = crowding(point, setting.seed);
    return (moment) =>
      425 +
      425 * crowd * here(moment) +
      25 * wander(key, moment.tMs, HOUR_MS) +
      4 * drift(key + 9, moment.tMs, 12_000);
  },
  'return-air-co2': (point, setting, key) => {
    const here = presence(point, setting);
    return (moment) =>
      430 + 300 * Math.max(here(moment), moment.lagged.usual) + 20 * wander(key, moment.tMs, HOUR_MS);
  },
  'pm2-5': (_point, _setting, key) => (moment) =>
    Math.max(
      1,
      0.5 * moment.outdoorPm25 +
        3 +
        4 * wander(key, moment.tMs, HOUR_MS) +
        drift(key + 9, moment.tMs, 30_000),
    ),
  tvoc: (point, setting, key) => {
    const here = presence(point, setting);
    return (moment) => 120 + 180 * here(moment) + 60 * (1 + wander(key, moment.tMs, 2 * HOUR_MS));
  },
  noise: (point, setting, key) => {
    const here = presence(point, setting);
    return (moment) => 33 + 18 * here(moment) + 4 * drift(key, moment.tMs, 40_000);
  },
  illuminance: (point, _setting, key) => {
    const daylight = point.asset.zone.kind === 'corridor' ? 0.02 : 0.3 + 0.5 * chance(key, 1);
    return (moment) =>
      8 + 420 * moment.lights + daylight * moment.solar + 6 * wander(key, moment.tMs, 10 * MINUTE_MS);
  },
  occupancy: (point, setting) => people(point, setting),
  co: (_point, _setting, key) => (moment) =>
    2 +
    9 * moment.rhythm.usual * Math.abs(wander(key, moment.tMs, HOUR_MS)) +
    0.4 * drift(key + 9, moment.tMs, 20_000),
  'gas-concentration': (_point, _setting, key) => around(0.6, 0.4, key, HOUR_MS),
  'temperature-setpoint': (_point, _setting, key) => () => 23.5 + Math.round(2 * chance(key, 1)) / 2,
  'outdoor-temperature':
    (_point, _setting, key) =>
    ({ outdoorC, tMs }) =>
      outdoorC + 0.1 * drift(key, tMs, 60_000),
  'outdoor-humidity':
    () =>
    ({ outdoorHumidity }) =>
      outdoorHumidity,
  'outdoor-pm2-5':
    () =>
    ({ outdoorPm25 }) =>
      outdoorPm25,
  'solar-radiation':
    () =>
    ({ solar }) =>
      solar,
  'wind-speed':
    (_point, _setting, key) =>
    ({ tMs }) =>
      Math.max(0, 3 + 2.2 * wander(key, tMs, 3 * HOUR_MS) + 0.8 * drift(key + 5, tMs, 8_000)),
  // Cells of a wireless sensor last some two years; each is somewhere on its way.
  battery:
    (_point, _setting, key) =>
    ({ tMs }) =>
      100 - 80 * ((chance(key, 1) + tMs / (730 * DAY_MS)) % 1),
};

export const airModel: ModelMaker = (point, setting) =>
  airModels[point.quantity]?.(point, setting, keyOf(point, setting.seed));
