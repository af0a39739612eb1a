/** Fire, security, lifts and water. Everything here is calm: what is abnormal comes with a scenario. */
import type { Point } from '#shared/domain/site/site.ts';
import {
  around,
  assetKey,
  DAY_MS,
  eventNow,
  HOUR_MS,
  keyOf,
  MINUTE_MS,
  type Model,
  type ModelMaker,
  type Setting,
} from './model.ts';
import type { Moment } from './moment.ts';
import { chance, drift } from './noise.ts';

type SafetyModel = (point: Point, setting: Setting, key: number) => Model;

/** How many people pass here, 0 to 1. */
function traffic(point: Point, { loads }: Setting): (moment: Moment) => number {
  const rhythm = loads.rhythmOf(point.asset.zone);
  const share = point.asset.zone.kind === 'office' || point.asset.zone.kind === 'retail' ? 1 : 0.25;
  return (moment) =>
    share * (rhythm === 'always' || rhythm === 'plant' ? 0.15 * moment.rhythm.usual : moment.rhythm[rhythm]);
}

interface Ride {
  readonly moving: boolean;
  readonly doorOpen: boolean;
  readonly floor: number;
  readonly loadKg: number;
}

const RIDE_MS = 42_000;
const IDLE: Ride = { moving: false, doorOpen: false, floor: 1, loadKg: 0 };

/** One ride a cell of time: the doors close, the car travels, the doors open. There is no storey 0. */
function rideAt(lowest: number, highest: number, key: number, { tMs, rhythm }: Moment): Ride {
  const cell = Math.floor(tMs / RIDE_MS);
  const busy = 0.05 + 0.8 * rhythm.usual + 0.1 * rhythm.shop;
  const stop = (at: number): number => {
    const floor =
      chance(key + 1, at) < 0.4 ? 1 : lowest + Math.floor(chance(key, at) * (highest - lowest + 1));
    return floor === 0 ? 1 : floor;
  };
  if (chance(key + 2, cell) >= busy) return IDLE;
  const [from, to] = [stop(cell - 1), stop(cell)];
  const part = (tMs - cell * RIDE_MS) / RIDE_MS;
  const travelled = Math.min(1, Math.max(0, (part - 0.2) / 0.5));
  const floor = Math.round(from + (to - from) * travelled);
  return {
    moving: travelled > 0 && travelled < 1 && from !== to,
    doorOpen: part < 0.15 || part > 0.8,
    floor: floor === 0 ? 1 : floor,
    loadKg: 70 * Math.floor(1 + 8 * rhythm.usual * chance(key + 3, cell)),
  };
}

function ride(read: (ride: Ride) => number): SafetyModel {
  return (point, { seed }) => {
    const travel = point.asset.points.find(({ quantity }) => quantity === 'lift-position');
    const [lowest, highest] = [travel?.min ?? 1, travel?.max ?? 6];
    const key = assetKey(point, seed);
    return (moment) => read(rideAt(lowest, highest, key, moment));
  };
}

/** Fills with inflow and is pumped out: 0 to 1 of the way, and whether the pump runs. */
function sumpAt(key: number, tMs: number): { readonly part: number; readonly pumping: boolean } {
  const cycleMs = (50 + 70 * chance(key, 1)) * MINUTE_MS;
  const phase = (tMs / cycleMs + chance(key, 2)) % 1;
  return phase < 0.86
    ? { part: phase / 0.86, pumping: false }
    : { part: 1 - (phase - 0.86) / 0.14, pumping: true };
}

const constant =
  (value: number): SafetyModel =>
  () =>
  () =>
    value;

const safetyModels: Readonly<Record<string, SafetyModel>> = {
  obscuration:
    (_point, _setting, key) =>
    ({ tMs }) =>
      0.12 + 0.1 * chance(key, 1) + 0.03 * drift(key, tMs, HOUR_MS),
  contamination:
    (_point, _setting, key) =>
    ({ tMs }) =>
      5 + 55 * ((chance(key, 1) + tMs / (600 * DAY_MS)) % 1),
  'sprinkler-pressure': (_point, _setting, key) => around(780 + 60 * chance(key, 1), 12, key, HOUR_MS),
  'valve-open': constant(1),
  'gas-valve-open': constant(1),
  'water-valve-open': constant(1),
  'non-fire-power': constant(1),
  'mains-available': constant(1),
  'fuel-level': (_point, _setting, key) => around(88, 2, key, DAY_MS),
  online: constant(1),
  recording: constant(1),
  bitrate:
    (_point, _setting, key) =>
    ({ rhythm, tMs }) =>
      3.2 + 1.5 * chance(key, 1) + 2.2 * rhythm.usual + 0.5 * drift(key, tMs, 12_000),
  'packet-loss':
    (_point, _setting, key) =>
    ({ tMs }) =>
      0.05 + 0.05 * drift(key, tMs, 10 * MINUTE_MS),
  'stored-days':
    (_point, _setting, key) =>
    ({ tMs }) =>
      30 + 2 * drift(key, tMs, DAY_MS),
  'door-open': (point, setting, key) => {
    const passing = traffic(point, setting);
    return (moment) => (eventNow(key, moment.tMs, 45_000, [4_000, 12_000], 0.55 * passing(moment)) ? 1 : 0);
  },
  // Ways out are free; rooms where people work are locked at night, technical rooms but for who passes.
  'door-locked': (point, setting, key) => {
    const { kind } = point.asset.zone;
    if (kind === 'stair') return () => 0;
    if (kind === 'office' || kind === 'retail') return ({ closed }) => (closed ? 1 : 0);
    const passing = traffic(point, setting);
    return (moment) =>
      eventNow(key - 1, moment.tMs, 45_000, [4_000, 12_000], 0.3 * passing(moment)) ? 0 : 1;
  },
  entries: (_point, { loads }, key) => {
    const nothing = loads.of('');
    const perHour = 6 + 30 * chance(key, 1);
    return ({ tMs }) => Math.floor(loads.energyKwh({ ...nothing, usual: perHour }, tMs));
  },
  motion: (point, setting, key) => {
    const passing = traffic(point, setting);
    return (moment) =>
      eventNow(key, moment.tMs, 30_000, [8_000, 28_000], Math.min(0.95, 1.2 * passing(moment))) ? 1 : 0;
  },
  occupancy: ({ asset: { zone } }, { loads }, key) => {
    const rhythm = loads.rhythmOf(zone);
    const places = zone.areaM2 / (zone.kind === 'office' ? 10 : 6);
    const filled = 0.55 + 0.4 * chance(key, 1);
    return (moment) =>
      places * filled * moment.rhythm[rhythm] * (1 + 0.08 * drift(key, moment.tMs, 10 * MINUTE_MS));
  },
  armed:
    () =>
    ({ closed }) =>
      closed ? 1 : 0,
  // A round every two hours, a little earlier or later at each tag.
  'since-patrol':
    (_point, _setting, key) =>
    ({ tMs }) =>
      (tMs / MINUTE_MS + 240 * chance(key, 1)) % (110 + 30 * chance(key, 2)),
  'lift-state': ride(({ moving }) => (moving ? 1 : 0)),
  'lift-position': ride(({ floor }) => floor),
  'lift-load': ride(({ loadKg }) => loadKg),
  'lift-door-open': ride(({ doorOpen }) => (doorOpen ? 1 : 0)),
  trips: (_point, { loads }, key) => {
    const nothing = loads.of('');
    return ({ tMs }) =>
      Math.floor(20_000 * chance(key, 1) + loads.energyKwh({ ...nothing, usual: 70, always: 4 }, tMs));
  },
  'water-level':
    (point, { seed }) =>
    ({ tMs }) =>
      0.45 + 0.65 * sumpAt(assetKey(point, seed), tMs).part,
  'sump-pump-running':
    (point, { seed }) =>
    ({ tMs }) =>
      sumpAt(assetKey(point, seed), tMs).pumping ? 1 : 0,
  'tank-level':
    (point, { seed }) =>
    ({ tMs, rhythm }) =>
      2.7 + 0.7 * sumpAt(assetKey(point, seed), tMs).part - 0.15 * rhythm.usual,
  'water-flow-rate':
    (_point, _setting, key) =>
    ({ rhythm, tMs }) =>
      Math.max(0, 0.3 + 7 * rhythm.usual + 2 * rhythm.shop + 0.8 * drift(key, tMs, 3 * MINUTE_MS)),
  'water-volume': (_point, { loads }, key) => {
    const nothing = loads.of('');
    return ({ tMs }) =>
      9000 * chance(key, 1) + loads.energyKwh({ ...nothing, always: 0.3, usual: 7, shop: 2 }, tMs);
  },
};

/** A lift's motor follows its rides, not the plant. */
const liftMotor = ride(({ moving, loadKg }) => (moving ? 6 + loadKg / 120 : 0.4));

export const safetyModel: ModelMaker = (point, setting) => {
  const key = keyOf(point, setting.seed);
  const ofLift = point.asset.points.some(({ quantity }) => quantity === 'lift-state');
  if (ofLift && point.quantity === 'motor-power') return liftMotor(point, setting, key);
  return safetyModels[point.quantity]?.(point, setting, key);
};
