/** How a quantity behaves: one function of the moment for each point, made once. Pure: the same moment, the same value. */
import type { Point, Site } from '#shared/domain/site/site.ts';
import type { Loads } from './load.ts';
import type { Moment } from './moment.ts';
import { chance, drift, hashText, wander } from './noise.ts';
import type { Units } from './units-at-work.ts';

export type Model = (moment: Moment) => number;

export interface Setting {
  readonly site: Site;
  readonly seed: number;
  readonly loads: Loads;
  readonly units: Units;
}

/** @returns undefined for a quantity this family does not know. */
export type ModelMaker = (point: Point, setting: Setting) => Model | undefined;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function keyOf(point: Point, seed: number): number {
  return hashText(point.id, seed);
}

/** The asset's own key: its points share one story. */
export function assetKey(point: Point, seed: number): number {
  return hashText(point.asset.id, seed);
}

/** Around a level, wandering by `swing`. */
export function around(level: number, swing: number, key: number, periodMs: number): Model {
  return ({ tMs }) => level + swing * wander(key, tMs, periodMs);
}

/**
 * True now and then: each cell of time may hold one event, more likely the busier it is.
 * @param busy 0 to 1, the chance of an event in a cell.
 */
export function eventNow(
  key: number,
  tMs: number,
  cellMs: number,
  lastsMs: readonly [number, number],
  busy: number,
): boolean {
  const cell = Math.floor(tMs / cellMs);
  for (const at of [cell, cell - 1]) {
    if (chance(key, at) >= busy) continue;
    const startMs = at * cellMs + chance(key + 7, at) * cellMs;
    const lengthMs = lastsMs[0] + chance(key + 13, at) * (lastsMs[1] - lastsMs[0]);
    if (tMs >= startMs && tMs < startMs + lengthMs) return true;
  }
  return false;
}

/** For whatever no family knows: something of the right kind and range that stays normal. */
export function ordinary(point: Point, seed: number): Model {
  const key = keyOf(point, seed);
  switch (point.kind) {
    case 'binary':
      return () => 0;
    case 'multistate': {
      const codes = Object.keys(point.states ?? { '0': true }).map(Number);
      const lowest = Math.min(...codes);
      return () => lowest;
    }
    case 'accumulator': {
      const perHour = 0.5 + 2 * chance(key, 1);
      return ({ tMs }) => (perHour * (tMs - Date.UTC(2026, 0, 1))) / HOUR_MS;
    }
    case 'analog': {
      const low = point.min ?? 0;
      const high = point.max ?? low + 100;
      const level = low + (high - low) * (0.25 + 0.2 * chance(key, 1));
      return ({ tMs }) =>
        level +
        (high - low) * 0.03 * wander(key, tMs, HOUR_MS) +
        (high - low) * 0.003 * drift(key + 5, tMs, 20_000);
    }
  }
}
