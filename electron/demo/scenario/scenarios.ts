/** The scenarios by name. Each starts at once and ends by itself; starting one ends another. */
import { unreachable } from '#shared/base/assert.ts';
import type { ScenarioName } from '#shared/protocol/demo.ts';
import type { Simulation } from '../simulation/simulation.ts';
import {
  alarmFlood,
  brokerDown,
  chillerFault,
  leak,
  powerSurge,
  silentDevice,
  stuffyAir,
} from './disturbances.ts';
import { fire, intrusion, liftEntrapment } from './emergencies.ts';
import type { Script, Stage } from './stage.ts';

/** @returns undefined where the site has nothing to play it with. */
export function writeScript(
  name: ScenarioName,
  stage: Stage,
  simulation: Simulation,
  startMs: number,
): Script | undefined {
  switch (name) {
    case 'fire':
      return fire(stage, startMs);
    case 'power-surge':
      return powerSurge(stage, startMs);
    case 'leak':
      return leak(stage, startMs);
    case 'lift-entrapment':
      return liftEntrapment(stage, startMs);
    case 'intrusion':
      return intrusion(stage, startMs);
    case 'co2':
      return stuffyAir(stage, startMs);
    case 'chiller-fault':
      return chillerFault(stage, startMs, (state) => simulation.valueAt(state, startMs) === 1);
    case 'broker-down':
      return brokerDown();
    case 'silent-device':
      return silentDevice(stage);
    case 'alarm-flood':
      return alarmFlood(stage, startMs);
    default:
      return unreachable(name);
  }
}
