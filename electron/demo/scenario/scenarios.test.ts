import { describe, expect, it } from 'vitest';
import { epochMs } from '#shared/base/brand.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { SCENARIO_NAMES, type ScenarioName } from '#shared/protocol/demo.ts';
import { largeSite, smallSite } from '#tests/builders/site.ts';
import { createSimulation } from '../simulation/simulation.ts';
import { createPlayer } from './player.ts';
import { writeScript } from './scenarios.ts';
import { createStage } from './stage.ts';

const START_MS = Date.UTC(2026, 10, 23, 2);

function playable(site: Site): ScenarioName[] {
  const stage = createStage(site);
  const simulation = createSimulation(site, 1);
  return SCENARIO_NAMES.filter((name) => writeScript(name, stage, simulation, START_MS) !== undefined);
}

describe('scenarios on any site', () => {
  it('finds its actors by what they measure, or says that there are none', () => {
    expect(playable(buildSite(smallSite(), 'small'))).toEqual([
      'fire',
      'power-surge',
      'lift-entrapment',
      'co2',
      'broker-down',
      'alarm-flood',
    ]);
    expect(playable(buildSite(largeSite({ points: 300 }), 'large'))).toEqual(['co2', 'broker-down']);
  });

  it('keeps every value a number and lets every effect wear the kind of its point', () => {
    const site = buildSite(smallSite(), 'small');
    const simulation = createSimulation(site, 1);
    for (const name of playable(site)) {
      const script = writeScript(name, createStage(site), simulation, START_MS);
      expect(script?.durationMs).toBeGreaterThanOrEqual(20_000);
      expect(script?.durationMs).toBeLessThanOrEqual(600_000);
      for (const index of script?.effects.keys() ?? []) {
        const point = site.points[index];
        for (let tMs = START_MS; point && tMs < START_MS + 600_000; tMs += 7_000) {
          const value = simulation.valueAt(point, tMs, script?.effects);
          expect(Number.isFinite(value), `${name}: ${point.id}`).toBe(true);
          if (point.states) expect(Object.keys(point.states)).toContain(String(value));
        }
      }
    }
  });
});

describe('the player', () => {
  it('brings the broker back when a scenario is ended by another', () => {
    const site = buildSite(smallSite(), 'small');
    const told: string[] = [];
    const player = createPlayer({
      site,
      simulation: createSimulation(site, 1),
      clock: { nowMs: () => epochMs(START_MS), monotonicMs: () => 0 },
      setEffects: (effects) => told.push(effects ? `effects on ${effects.size}` : 'calm'),
      setDead: () => undefined,
      takeBrokerAway: () => told.push('away'),
      bringBrokerBack: () => told.push('back'),
      onChange: (running) => told.push(running ?? 'over'),
    });
    player.play('broker-down');
    player.play('lift-entrapment');
    player.end();
    player.end();
    expect(told).toEqual([
      'calm',
      'effects on 0',
      'away',
      'broker-down',
      'calm',
      'back',
      'effects on 1',
      'lift-entrapment',
      'calm',
      'over',
    ]);
    expect(player.play('no-such')).toMatchObject({ ok: false, error: { code: 'unknown-scenario' } });
    expect(player.play('leak')).toMatchObject({ ok: false, error: { code: 'impossible-scenario' } });
  });
});
