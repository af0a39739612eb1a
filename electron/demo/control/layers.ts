/** What a scenario does and what people ordered, as one: a device that obeyed stays where it was put. */
import type { Effects } from '../simulation/simulation.ts';

export interface EffectLayers {
  setScenario(effects: Effects | undefined): void;
  setOrders(effects: Effects): void;
}

export function createLayers(apply: (effects: Effects | undefined) => void): EffectLayers {
  let scenario: Effects | undefined;
  let orders: Effects = new Map();
  const tell = (): void =>
    apply(scenario || orders.size > 0 ? new Map([...(scenario ?? []), ...orders]) : undefined);
  return {
    setScenario(effects) {
      scenario = effects;
      tell();
    },
    setOrders(effects) {
      orders = effects;
      tell();
    },
  };
}
