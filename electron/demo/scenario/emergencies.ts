/** People in danger: fire, trapped in a lift, somebody where nobody should be. */
import {
  abnormalCode,
  createEffects,
  empties,
  from,
  MINUTE_MS,
  nearestTo,
  rise,
  zoneWith,
  type Script,
  type Stage,
} from './stage.ts';

/** One detector, half a minute later the next, then the corridor beside it, then the sprinkler; the room heats and fills with smoke. */
export function fire(stage: Stage, startMs: number): Script | undefined {
  const zone = zoneWith(stage, 'smoke', 0.5, [1, -1]);
  if (!zone) return undefined;
  const effects = createEffects();
  const here = (quantity: string): ReturnType<Stage['pointsIn']> => stage.pointsIn(zone, quantity);
  const storey = (quantity: string): ReturnType<Stage['pointsIn']> => stage.onStorey(zone.storey, quantity);
  here('smoke').forEach((point, order) => effects.add([point], from(startMs, order * 25_000, 1)));
  here('obscuration').forEach((point, order) =>
    effects.add([point], rise(startMs, 14, 2 * MINUTE_MS, order * 20_000 - 8_000)),
  );
  const corridors = storey('smoke').filter(({ asset }) => asset.zone.kind === 'corridor');
  effects.add(nearestTo(zone, corridors).slice(0, 1), from(startMs, 75_000, 1));
  effects.add(storey('occupancy'), empties(startMs, 60_000, 4 * MINUTE_MS));
  // Who is in the room leaves it: its doors are open, at any hour.
  effects.add(here('door-locked'), from(startMs, 0, 0)).add(here('door-open'), from(startMs, 5_000, 1));
  effects
    .add([...here('temperature'), ...here('return-air-temperature')], rise(startMs, 24, 4 * MINUTE_MS))
    .add(here('detector-temperature'), rise(startMs, 45, 3 * MINUTE_MS))
    .add(here('heat'), from(startMs, 90_000, 1))
    .add(here('pm2-5'), rise(startMs, 620, 2 * MINUTE_MS))
    .add(here('co2'), rise(startMs, 900, 3 * MINUTE_MS, 30_000))
    .add(here('tvoc'), rise(startMs, 4000, 2 * MINUTE_MS))
    .add(storey('manual-call').slice(0, 1), from(startMs, 40_000, 1))
    .add(storey('sprinkler-flow'), from(startMs, 2 * MINUTE_MS, 1))
    .add(storey('sprinkler-pressure'), rise(startMs, -220, 20_000, 2 * MINUTE_MS))
    .add(stage.points('fire-pump-running').slice(0, 1), from(startMs, 2 * MINUTE_MS + 10_000, 1));
  return { durationMs: 6 * MINUTE_MS, effects: effects.map };
}

/** A car stops between storeys with its doors shut and people in it. */
export function liftEntrapment(stage: Stage, startMs: number): Script | undefined {
  const state = stage.points('lift-state')[0];
  if (!state) return undefined;
  const of = (quantity: string): ReturnType<Stage['points']> => stage.points(quantity, state.asset.points);
  const effects = createEffects()
    .add([state], from(startMs, 0, abnormalCode(stage, state)))
    .add(of('lift-position'), from(startMs, 0, Math.ceil(stage.upper.length / 2)))
    .add(of('lift-door-open'), from(startMs, 0, 0))
    .add(of('lift-load'), from(startMs, 0, 285))
    .add(of('running'), from(startMs, 0, 0))
    .add(of('motor-power'), from(startMs, 0, 0.3));
  return { durationMs: 6 * MINUTE_MS, effects: effects.map };
}

/** A door is forced on the lowest storey above ground; detectors fire one after the other along the way in. */
export function intrusion(stage: Stage, startMs: number): Script | undefined {
  const storey = stage.upper.find((one) => stage.onStorey(one, 'intrusion').length > 0);
  const first = storey && stage.onStorey(storey, 'intrusion')[0];
  if (!storey || !first) return undefined;
  const others = stage
    .onStorey(storey, 'intrusion')
    .filter((point) => point !== first)
    .slice(0, 2);
  const effects = createEffects()
    .add(stage.onStorey(storey, 'armed'), from(startMs, 0, 1))
    .add([first], from(startMs, 0, 1))
    .add(stage.points('motion', first.asset.points), from(startMs, 0, 1))
    .add(stage.pointsIn(first.asset.zone, 'door-forced').slice(0, 1), from(startMs, 2_000, 1))
    .add(stage.pointsIn(first.asset.zone, 'door-open').slice(0, 1), from(startMs, 2_000, 1))
    .add(stage.pointsIn(first.asset.zone, 'door-locked').slice(0, 1), from(startMs, 2_000, 0));
  others.forEach((point, order) => {
    effects.add([point], from(startMs, 30_000 * (order + 1), 1));
    effects.add(stage.points('motion', point.asset.points), from(startMs, 30_000 * (order + 1), 1));
  });
  return { durationMs: 4 * MINUTE_MS, effects: effects.map };
}
