/**
 * A believable day of any site, from nothing but its document, a time and a seed: no state, so history asked for later is
 * the history that was. Quantities that are known behave like themselves; the rest stays in its range and calm.
 */
import type { Point, PointIndex, Site } from '#shared/domain/site/site.ts';
import { airModel } from './model-air.ts';
import { energyModel } from './model-energy.ts';
import { safetyModel } from './model-safety.ts';
import { HOUR_MS, MINUTE_MS, ordinary, type Model, type Setting } from './model.ts';
import { createLoads } from './load.ts';
import { createMoments, type Moment } from './moment.ts';
import { chance, hashText } from './noise.ts';
import { createUnits } from './units-at-work.ts';

/** What a scenario makes of a point while it runs. @returns the value in place of `calm`. */
export type Effect = (tMs: number, calm: number) => number;
export type Effects = ReadonlyMap<PointIndex, Effect>;

export interface Simulation {
  /** In the unit of the point, rounded to what its sensor shows. */
  valueAt(point: Point, tMs: number, effects?: Effects): number;
  /** False while the sensor is away: it sends nothing. */
  present(point: Point, tMs: number): boolean;
  momentAt(tMs: number): Moment;
}

const DROPOUT_CELL_MS = 6 * HOUR_MS;
const DROPOUT_CHANCE = 0.06;

export function createSimulation(site: Site, seed: number): Simulation {
  const momentAt = createMoments(site, seed);
  const setting: Setting = { site, seed, loads: createLoads(site, seed), units: createUnits(site) };
  const models = site.points.map(
    (point): Model =>
      safetyModel(point, setting) ??
      energyModel(point, setting) ??
      airModel(point, setting) ??
      ordinary(point, seed),
  );
  const steadfast = new Set(
    site.boundRules.filter(({ rule }) => rule.condition.type === 'stale').map(({ point }) => point.asset.id),
  );
  return {
    momentAt,
    valueAt(point, tMs, effects) {
      const model = models[point.index] as Model;
      const calm = model(momentAt(tMs));
      const effect = effects?.get(point.index);
      return shown(point, effect ? effect(tMs, calm) : calm);
    },
    present(point, tMs) {
      // Wireless sensors of rooms drop out now and then; what guards life, and what would itself be an alarm, does not.
      const { asset } = point;
      if (asset.discipline !== 'environment' || asset.marker !== 'sensor' || steadfast.has(asset.id))
        return true;
      const key = hashText(asset.id, seed + 1);
      const cell = Math.floor(tMs / DROPOUT_CELL_MS);
      if (chance(key, cell) >= DROPOUT_CHANCE) return true;
      const lengthMs = (5 + 40 * chance(key + 1, cell)) * MINUTE_MS;
      const startMs = cell * DROPOUT_CELL_MS + chance(key + 2, cell) * (DROPOUT_CELL_MS - lengthMs);
      return tMs < startMs || tMs >= startMs + lengthMs;
    },
  };
}

function shown(point: Point, value: number): number {
  if (point.kind === 'binary' || point.kind === 'multistate') return Math.round(value);
  const within = Math.min(point.max ?? Infinity, Math.max(point.min ?? -Infinity, value));
  const steps = 10 ** point.decimals;
  // Adding zero turns −0 into 0.
  return Math.round(within * steps) / steps + 0;
}
