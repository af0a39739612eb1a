/** Meters and plant. */
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

type EnergyModel = (point: Point, setting: Setting, key: number) => Model;

function metered(point: Point, { loads, seed }: Setting): Model {
  const load = loads.of(point.asset.serves);
  const key = hashText(point.asset.serves, seed);
  return (moment) =>
    loads.powerKw(load, moment, key) +
    0.004 * loads.powerKw(load, moment, key) * drift(key + 9, moment.tMs, 9_000);
}

function powerFactorOf(point: Point, seed: number): Model {
  return around(0.945 + 0.03 * chance(assetKey(point, seed), 4), 0.012, assetKey(point, seed) + 40, HOUR_MS);
}

function volts(point: Point, { seed }: Setting): Model {
  const shared = hashText('supply', seed);
  const own = keyOf(point, seed);
  return ({ tMs, rhythm }) =>
    230.5 - 4 * rhythm.usual + 1.6 * wander(shared, tMs, 2 * HOUR_MS) + 0.5 * wander(own, tMs, HOUR_MS);
}

/** Shares of a machine's work as its drive, motor and water show them. */
function atDuty(stopped: number, running: (duty: number, moment: Moment) => number): EnergyModel {
  return (point, { units }) =>
    (moment) => {
      const duty = units.duty(point.asset, moment);
      return duty === 0 ? stopped : running(duty, moment);
    };
}

const condenserC = ({ outdoorC }: Moment): number => Math.min(30, Math.max(18, outdoorC + 3));

const energyModels: Readonly<Record<string, EnergyModel>> = {
  'active-power': (point, setting) => metered(point, setting),
  'active-energy': (point, { loads, seed }) => {
    const load = loads.of(point.asset.serves);
    const start = Math.round(50_000 * chance(assetKey(point, seed), 6));
    return ({ tMs }) => start + loads.energyKwh(load, tMs);
  },
  'power-factor': (point, { seed }) => powerFactorOf(point, seed),
  'reactive-power': (point, setting) => {
    const power = metered(point, setting);
    const factor = powerFactorOf(point, setting.seed);
    return (moment) => power(moment) * Math.tan(Math.acos(Math.min(0.999, factor(moment))));
  },
  voltage: (point, setting) => volts(point, setting),
  current: (point, setting, key) => {
    const power = metered(point, setting);
    const factor = powerFactorOf(point, setting.seed);
    const voltage = volts(point, setting);
    const imbalance = 0.94 + 0.12 * chance(key, 1);
    return (moment) => ((1000 * power(moment)) / 3 / voltage(moment) / factor(moment)) * imbalance;
  },
  frequency:
    (_point, _setting, key) =>
    ({ tMs }) =>
      50 + 0.025 * wander(key, tMs, 5 * MINUTE_MS),
  thd: (_point, _setting, key) => around(1.9, 0.5, key, HOUR_MS),
  'pv-power': (point, { seed }) => {
    const most = (point.max ?? 10) * (0.77 + 0.06 * chance(assetKey(point, seed), 1));
    return ({ rhythm, tMs }) => most * rhythm.sun * (1 + 0.02 * drift(assetKey(point, seed), tMs, 30_000));
  },
  'pv-energy': (point, { loads, seed }) => {
    const nothing = loads.of('');
    const most = (point.max ?? 10) * 0.8;
    return ({ tMs }) =>
      3000 * chance(assetKey(point, seed), 6) + loads.energyKwh({ ...nothing, sun: most }, tMs);
  },
  'dc-voltage':
    (_point, _setting, key) =>
    ({ rhythm, tMs }) =>
      rhythm.sun < 0.005 ? 0 : 600 + 60 * Math.min(1, 3 * rhythm.sun) + 12 * drift(key, tMs, MINUTE_MS),
  'inverter-temperature':
    (_point, _setting, key) =>
    ({ outdoorC, rhythm, tMs }) =>
      outdoorC + 6 + 26 * rhythm.sun + drift(key, tMs, 5 * MINUTE_MS),
  'plant-state': (point, { units }) => {
    const bySun = point.asset.points.some(({ quantity }) => quantity === 'pv-power');
    return (moment) => ((bySun ? moment.rhythm.sun > 0.01 : units.duty(point.asset, moment) > 0) ? 1 : 0);
  },
  running: (point, setting) => {
    if (point.asset.points.some(({ quantity }) => quantity === 'lift-state')) return () => 1;
    const { units } = setting;
    return (moment) => (units.duty(point.asset, moment) > 0 ? 1 : 0);
  },
  'motor-power': (point, setting, key) =>
    atDuty(
      0,
      (duty, { tMs }) => (point.max ?? 30) * 0.82 * duty ** 1.4 * (1 + 0.015 * drift(key, tMs, 20_000)),
    )(point, setting, key),
  'plant-load': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) => 96 * duty + 2 * drift(key, tMs, MINUTE_MS))(point, setting, key),
  'plant-speed': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) => 30 + 62 * duty + 1.2 * drift(key, tMs, 2 * MINUTE_MS))(point, setting, key),
  'plant-flow': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) => (point.max ?? 200) * (0.3 + 0.45 * duty) + 2 * drift(key, tMs, 40_000))(
      point,
      setting,
      key,
    ),
  'pressure-rise': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) => 140 + 150 * duty + 3 * drift(key, tMs, 30_000))(point, setting, key),
  'running-hours':
    (point, { seed }) =>
    ({ tMs }) =>
      4000 * chance(assetKey(point, seed), 6) + (0.45 * (tMs - Date.UTC(2026, 0, 1))) / HOUR_MS,
  'chilled-water-supply-temperature': (point, setting, key) =>
    atDuty(14, (duty, { tMs }) => 7 + 0.8 * (duty - 0.6) + 0.25 * wander(key, tMs, HOUR_MS / 2))(
      point,
      setting,
      key,
    ),
  'chilled-water-return-temperature': (point, setting, key) =>
    atDuty(14.6, (duty, { tMs }) => 8.2 + 4.6 * duty + 0.25 * wander(key, tMs, HOUR_MS / 2))(
      point,
      setting,
      key,
    ),
  'condenser-water-supply-temperature': (point, setting, key) =>
    atDuty(20, (_duty, moment) => condenserC(moment) + 0.4 * wander(key, moment.tMs, HOUR_MS))(
      point,
      setting,
      key,
    ),
  'condenser-water-return-temperature': (point, setting, key) =>
    atDuty(
      20.5,
      (duty, moment) => condenserC(moment) + 1 + 4.5 * duty + 0.4 * wander(key, moment.tMs, HOUR_MS),
    )(point, setting, key),
  'supply-air-temperature': (point, setting, key) =>
    atDuty(22.5, (duty, { tMs }) => 19 - 4.5 * duty + 0.4 * wander(key, tMs, HOUR_MS / 2))(
      point,
      setting,
      key,
    ),
  'cooling-demand': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) => 15 + 60 * duty + 9 * wander(key, tMs, HOUR_MS / 2))(point, setting, key),
  'fresh-air-demand': (point, setting, key) =>
    atDuty(0, (duty, { lagged }) => 15 + 25 * duty + 40 * lagged.usual)(point, setting, key),
  'duct-pressure': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) => 180 + 140 * duty + 6 * drift(key, tMs, 15_000))(point, setting, key),
  // Filters load up over some four months and are then changed.
  'filter-pressure': (point, setting, key) =>
    atDuty(
      0,
      (duty, { tMs }) =>
        70 + 60 * duty + 130 * ((chance(key, 1) + tMs / (120 * DAY_MS)) % 1) + 3 * drift(key, tMs, MINUTE_MS),
    )(point, setting, key),
  'fan-stage': (point, setting, key) =>
    atDuty(0, (duty, { tMs }) =>
      duty + 0.25 * wander(key, tMs, HOUR_MS / 2) > 0.75
        ? 3
        : duty + 0.25 * wander(key, tMs, HOUR_MS / 2) > 0.45
          ? 2
          : 1,
    )(point, setting, key),
};

export const energyModel: ModelMaker = (point, setting) =>
  energyModels[point.quantity]?.(point, setting, keyOf(point, setting.seed));
