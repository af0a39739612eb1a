import { describe, expect, it } from 'vitest';
import { riversideDocument } from '#electron/demo/site/document.ts';
import { present } from '#shared/base/assert.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { ScenarioName } from '#shared/protocol/demo.ts';
import { siteRun, type SiteRun } from '#tests/builders/site-run.ts';

function riverside(): Site {
  const checked = checkSite(riversideDocument());
  if (!checked.ok) throw new Error('the demo site is wrong');
  return buildSite(checked.value, 'test');
}

const site = riverside();
const MINUTE_MS = 60_000;
/** A Monday in Shanghai, 09:40. */
const BUSY_MS = Date.UTC(2026, 10, 23, 1, 40);

/** Ten calm seconds, then the scenario; `lengthMs` of it. */
function played(name: ScenarioName, lengthMs: number): SiteRun {
  const run = siteRun(site, BUSY_MS);
  run.run(10_000);
  expect(run.raised).toEqual([]);
  expect(run.player.play(name).ok).toBe(true);
  run.run(lengthMs);
  return run;
}

const rules = (run: SiteRun): string[] => [...new Set(run.raised.map(({ ruleId }) => ruleId))].sort();

describe('the demo site through the engine', () => {
  it('reads back every value of every point exactly, within five seconds of the start, and refuses nothing', () => {
    const run = siteRun(site, BUSY_MS);
    run.run(5_000);
    const { status, value } = run.path.live.columns;
    for (const point of site.points) {
      if (!run.simulation.present(point, run.nowMs())) continue;
      expect(status[point.index], point.id).toBeGreaterThan(0);
      const told = value[point.index] as number;
      expect(Number(told.toFixed(point.decimals)), point.id).toBe(told);
    }
    expect(run.path.decoder.counters.quarantined).toBe(0);
    expect(run.path.live.counts().never).toBeLessThan(30);
  });

  it('raises no alarm and loses no point in twelve minutes of a working morning, at a modest rate', () => {
    const run = siteRun(site, BUSY_MS - 60 * MINUTE_MS);
    run.run(12 * MINUTE_MS);
    expect(run.raised.map(({ id }) => id)).toEqual([]);
    expect(run.path.decoder.counters.quarantined).toBe(0);
    expect(run.path.live.counts().stale).toBeLessThan(30);
    expect(run.counts.messages / (12 * 60)).toBeGreaterThan(80);
    expect(run.counts.messages / (12 * 60)).toBeLessThan(1000);
  });

  it('fire: a smoke alarm in 7F-E2 within a second, then its neighbours, and an end', () => {
    const run = played('fire', 1_000);
    const first = present(run.raised[0], 'an alarm');
    expect(first).toMatchObject({ ruleId: 'smoke', priority: 1, zoneId: '7F-E2', storeyId: '7F' });
    expect(first.raisedAtMs - BUSY_MS).toBeLessThanOrEqual(11_000);
    run.run(5 * MINUTE_MS);
    expect(rules(run)).toEqual(expect.arrayContaining(['manual-call', 'pm-high', 'smoke', 'water-flow']));
    expect(new Set(run.raised.map(({ storeyId }) => storeyId))).toEqual(new Set(['7F']));
    run.player.end();
    run.run(2 * MINUTE_MS);
    expect(run.alarms.active().every(({ clearedAtMs }) => clearedAtMs !== undefined)).toBe(true);
  });

  it.each<[ScenarioName, number, string[], object]>([
    ['power-surge', 30_000, ['zone-surge'], { zoneId: '9F-E1', assetId: 'EM-0903' }],
    ['leak', 60_000, ['leak', 'sump-high'], { storeyId: 'B2' }],
    ['lift-entrapment', 2_000, ['lift-trapped'], { priority: 1 }],
    ['intrusion', 60_000, ['door-forced', 'intrusion'], { storeyId: '1F' }],
    ['co2', 45_000, ['co2-high'], { zoneId: '3F-W2' }],
    ['chiller-fault', 2_000, ['chiller-fault'], { storeyId: 'B1' }],
  ])('%s: raises what it should and nothing else', (name, lengthMs, expected, first) => {
    const run = played(name, lengthMs);
    expect(rules(run)).toEqual(expected);
    expect(run.raised[0]).toMatchObject(first);
  });

  it('alarm-flood: at least two hundred alarms within ten seconds, few of them urgent', () => {
    const run = played('alarm-flood', 10_000);
    expect(run.raised.length).toBeGreaterThanOrEqual(200);
    expect(run.raised.filter(({ priority }) => priority === 1).length).toBeLessThan(40);
    run.run(4 * MINUTE_MS);
    run.player.end();
    run.run(MINUTE_MS);
    expect(run.alarms.active().every(({ clearedAtMs }) => clearedAtMs !== undefined)).toBe(true);
  });

  it('starts a scenario again from its beginning', () => {
    const run = played('lift-entrapment', 2_000);
    run.player.end();
    run.run(2_000);
    run.player.play('lift-entrapment');
    run.run(2_000);
    expect(run.raised.map(({ occurrence }) => occurrence)).toEqual([1, 2]);
    run.player.end();
  });
});
