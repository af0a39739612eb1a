import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '#shared/base/assert.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import { smallSite } from '#tests/builders/site.ts';
import { riversideDocument } from '../site/document.ts';
import { createCalendar } from './calendar.ts';
import { createSimulation } from './simulation.ts';

function riverside(): Site {
  const checked = checkSite(riversideDocument());
  if (!checked.ok) throw new Error('the demo site is wrong');
  return buildSite(checked.value, 'test');
}

const site = riverside();
const simulation = createSimulation(site, 1);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday in Shanghai, 00:00. */
const MONDAY_MS = Date.UTC(2026, 10, 22, 16);

function point(id: string): Point {
  return present(site.pointById.get(id), id);
}
function at(id: string, tMs: number): number {
  return simulation.valueAt(point(id), tMs);
}
const mainPower = present(
  site.points.find(({ quantity, asset }) => quantity === 'active-power' && asset.serves === site.id),
  'the main meter',
).id;

describe('the simulation', () => {
  it('says the same of the same time, in any order of asking and in another process', () => {
    const other = createSimulation(riverside(), 1);
    fc.assert(
      fc.property(fc.nat(site.points.length - 1), fc.nat(30 * DAY_MS), (index, sinceMs) => {
        const one = present(site.points[index], 'a point');
        expect(other.valueAt(one, MONDAY_MS + sinceMs)).toBe(simulation.valueAt(one, MONDAY_MS + sinceMs));
      }),
    );
  });

  it('stays within what each point can be, in the steps its sensor shows', () => {
    const isPossible = (one: Point, value: number): boolean =>
      Number.isFinite(value) &&
      value >= (one.min ?? -Infinity) &&
      value <= (one.max ?? Infinity) &&
      Number(value.toFixed(one.decimals)) === value &&
      (one.states === undefined || one.states[String(value)] !== undefined);
    const impossible: string[] = [];
    for (let tMs = MONDAY_MS; tMs < MONDAY_MS + 7 * DAY_MS; tMs += 5 * HOUR_MS + 1234) {
      for (const one of site.points) {
        const value = simulation.valueAt(one, tMs);
        if (!isPossible(one, value))
          impossible.push(`${one.id} = ${value} at ${new Date(tMs).toISOString()}`);
      }
    }
    expect(impossible).toEqual([]);
  });

  it('has working days: demand rises by day, falls at night and rests at the weekend', () => {
    const noon = (day: number): number => at(mainPower, MONDAY_MS + day * DAY_MS + 11 * HOUR_MS);
    expect(noon(1)).toBeGreaterThan(450);
    expect(noon(1)).toBeLessThan(750);
    expect(at(mainPower, MONDAY_MS + DAY_MS + 3 * HOUR_MS)).toBeLessThan(noon(1) / 3);
    expect(noon(5)).toBeLessThan(noon(1) / 2);
  });

  it('adds up: the site is its storeys and plant, a storey its zones', () => {
    const tMs = MONDAY_MS + 10 * HOUR_MS;
    const power = site.points.filter(({ quantity }) => quantity === 'active-power');
    for (const storey of site.storeys) {
      const own = power.find(({ asset }) => asset.serves === storey.id);
      if (!own) continue;
      const zones = power.filter(({ asset }) => site.zoneById.get(asset.serves)?.storey === storey);
      const sum = zones.reduce((total, one) => total + simulation.valueAt(one, tMs), 0);
      const storeyKw = simulation.valueAt(own, tMs);
      expect(sum).toBeGreaterThan(0.4 * storeyKw);
      expect(sum).toBeLessThan(1.1 * storeyKw);
    }
  });

  it('counts energy that fits the power, and never counts back', () => {
    const counter = point(mainPower.replace('activePower', 'activeEnergy'));
    let before = -Infinity;
    let kWh = 0;
    for (let tMs = MONDAY_MS; tMs <= MONDAY_MS + DAY_MS; tMs += HOUR_MS / 4) {
      const now = simulation.valueAt(counter, tMs);
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
      kWh += at(mainPower, tMs) / 4;
    }
    const counted = before - simulation.valueAt(counter, MONDAY_MS);
    expect(Math.abs(counted / kWh - 1)).toBeLessThan(0.05);
  });

  it('is calm: over two weeks no state is abnormal and no limit is passed long enough to alarm', () => {
    for (const { rule, point: one } of site.boundRules) {
      const { condition } = rule;
      if (condition.type === 'stale' || condition.type === 'rate-of-change' || rule.onDelayS > 0) continue;
      for (let tMs = MONDAY_MS; tMs < MONDAY_MS + 14 * DAY_MS; tMs += 3.7 * HOUR_MS) {
        const value = simulation.valueAt(one, tMs);
        const abnormal =
          condition.type === 'state'
            ? condition.in.includes(value)
            : condition.type === 'high' || condition.type === 'high-high'
              ? value >= condition.limit
              : value <= condition.limit;
        expect(abnormal, `${rule.id} on ${one.id} at ${new Date(tMs).toISOString()}: ${value}`).toBe(false);
      }
    }
  });

  it('holds no door open for as long as the rule allows', () => {
    const rule = present(
      site.document.alarmRules.find(({ id }) => id === 'door-held'),
      'door-held',
    );
    const doors = site.points.filter(({ quantity }) => quantity === 'door-open').slice(0, 12);
    for (const door of doors) {
      let openS = 0;
      for (let tMs = MONDAY_MS + 8 * HOUR_MS; tMs < MONDAY_MS + 11 * HOUR_MS; tMs += 1000) {
        openS = simulation.valueAt(door, tMs) === 1 ? openS + 1 : 0;
        expect(openS).toBeLessThan(rule.onDelayS);
      }
    }
  });

  it('changes no power fast enough for a surge', () => {
    for (const { rule, point: one } of site.boundRules) {
      if (rule.condition.type !== 'rate-of-change') continue;
      for (let tMs = MONDAY_MS; tMs < MONDAY_MS + DAY_MS; tMs += 11 * 60_000) {
        const change = simulation.valueAt(one, tMs + 60_000) - simulation.valueAt(one, tMs);
        expect(Math.abs(change), one.id).toBeLessThan(rule.condition.perMinute / 2);
      }
    }
  });

  it('loses a few room sensors now and then, and never a point whose silence is an alarm', () => {
    const guarded = new Set(
      site.boundRules
        .filter(({ rule }) => rule.condition.type === 'stale')
        .map(({ point: one }) => one.index),
    );
    let absent = 0;
    for (let tMs = MONDAY_MS; tMs < MONDAY_MS + 3 * DAY_MS; tMs += HOUR_MS / 2) {
      for (const one of site.points) {
        if (simulation.present(one, tMs)) continue;
        absent += 1;
        expect(guarded.has(one.index), one.id).toBe(false);
      }
    }
    const mean = absent / 144;
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(25);
  });

  it('plays any site, also with quantities nobody has heard of', () => {
    const document = smallSite();
    const climate = present(document.assetClasses['climate'], 'climate');
    for (const [key, template] of Object.entries(climate.points))
      climate.points[key] = { ...template, quantity: `unheard-${key}` };
    const other = buildSite(document, 'other');
    const calm = createSimulation(other, 3);
    for (const one of other.points) {
      const value = calm.valueAt(one, MONDAY_MS);
      expect(value).toBeGreaterThanOrEqual(one.min ?? -Infinity);
      expect(value).toBeLessThanOrEqual(one.max ?? Infinity);
    }
  });
});

describe('the calendar', () => {
  it('follows the clock of the zone through a change to summer time', () => {
    const berlin = createCalendar('Europe/Berlin');
    const beforeMs = Date.UTC(2026, 2, 29, 0, 30);
    expect(berlin(beforeMs)).toMatchObject({ hour: 1.5, weekday: 0 });
    expect(berlin(beforeMs + HOUR_MS)).toMatchObject({ hour: 3.5, weekday: 0 });
    expect(createCalendar('Asia/Shanghai')(MONDAY_MS)).toMatchObject({ hour: 0, weekday: 1 });
    expect(createCalendar('Asia/Kolkata')(Date.UTC(2026, 0, 1))).toMatchObject({
      hour: 5.5,
      dayOfYear: 5.5 / 24,
    });
  });
});
