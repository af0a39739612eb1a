/** Plays one scenario at a time, on time, and leaves nothing behind: a broker that was taken away always comes back. */
import type { Clock } from '#shared/base/brand.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { isScenarioName, SCENARIO_NAMES, type ScenarioName } from '#shared/protocol/demo.ts';
import type { Effects, Simulation } from '../simulation/simulation.ts';
import { writeScript } from './scenarios.ts';
import { createStage } from './stage.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';

export interface Player {
  /** Starts it at once, from its beginning if it was running already; ends any other. */
  play(name: string): Result<ScenarioName, 'unknown-scenario' | 'impossible-scenario'>;
  end(): void;
}

export interface PlayerDeps {
  readonly site: Site;
  readonly simulation: Simulation;
  readonly clock: Clock;
  readonly setEffects: (effects: Effects | undefined) => void;
  /** Points whose devices neither hear nor speak. */
  readonly setDead: (points: ReadonlySet<PointIndex>) => void;
  readonly takeBrokerAway: () => void;
  readonly bringBrokerBack: () => void;
  readonly onChange: (running: ScenarioName | undefined) => void;
}

export function createPlayer(deps: PlayerDeps): Player {
  const stage = createStage(deps.site);
  let running: ScenarioName | undefined;
  let ending: NodeJS.Timeout | undefined;
  let brokerAway = false;
  const leaveStage = (): void => {
    clearTimeout(ending);
    deps.setEffects(undefined);
    deps.setDead(new Set());
    if (brokerAway) deps.bringBrokerBack();
    brokerAway = false;
  };
  const end = (): void => {
    if (running === undefined) return;
    leaveStage();
    running = undefined;
    deps.onChange(undefined);
  };
  return {
    play(name) {
      if (!isScenarioName(name))
        return fail('unknown-scenario', `${name}: known are ${SCENARIO_NAMES.join(', ')}`);
      const script = writeScript(name, stage, deps.simulation, deps.clock.nowMs());
      if (!script) return fail('impossible-scenario', `${deps.site.id} has nothing to play ${name} with`);
      leaveStage();
      running = name;
      deps.setEffects(script.effects);
      deps.setDead(script.dead ?? new Set());
      brokerAway = script.takesBrokerAway === true;
      if (brokerAway) deps.takeBrokerAway();
      ending = setTimeout(end, script.durationMs);
      deps.onChange(name);
      return ok(name);
    },
    end,
  };
}
