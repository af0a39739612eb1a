/** Things that go wrong with plant, power, water and air. */
import type { Point } from '#shared/domain/site/site.ts';
import {
  abnormalCode,
  createEffects,
  from,
  MINUTE_MS,
  rise,
  zoneWith,
  type Script,
  type Stage,
} from './stage.ts';

/** Something large is switched on in one zone: its meter, its storey's and the site's all see it. */
export function powerSurge(stage: Stage, startMs: number): Script | undefined {
  const { power } = stage.site.document.overlays.energy;
  const meters = stage.points(power);
  const zoneMeters = meters.filter(({ asset }) => stage.site.zoneById.has(asset.serves));
  const target = meterHighUp(stage, zoneMeters) ?? meters[0];
  if (!target) return undefined;
  const zone = stage.site.zoneById.get(target.asset.serves);
  const above = new Set<string>(
    zone ? [zone.id, zone.storey.id, zone.storey.buildingId, stage.site.id] : [target.asset.serves],
  );
  const counting = meters.filter(({ asset }) => above.has(asset.serves));
  const extraKw = 11;
  const effects = createEffects();
  // Kettles and motors draw their most at once, then settle.
  const surge = (tMs: number, calm: number): number =>
    calm + extraKw * (1 + 0.25 * Math.exp(-(tMs - startMs) / 20_000));
  effects.add(counting, surge);
  for (const { asset } of counting) {
    effects.add(stage.points('current', asset.points), (_tMs, calm) => calm + (1000 * extraKw) / 3 / 230);
    effects.add(stage.points('reactive-power', asset.points), (_tMs, calm) => calm + 0.4 * extraKw);
  }
  return { durationMs: 4 * MINUTE_MS, effects: effects.map };
}

/** The meter of a zone three quarters of the way up, in the north-east. */
function meterHighUp(stage: Stage, meters: readonly Point[]): Point | undefined {
  const ids = new Set(meters.map(({ asset }) => asset.serves));
  const wanted = Math.floor(0.7 * stage.upper.length);
  const nearest = [...stage.upper.entries()].sort(([a], [b]) => Math.abs(a - wanted) - Math.abs(b - wanted));
  for (const [, storey] of nearest) {
    const zones = storey.zones.filter((zone) => ids.has(zone.id));
    const reach = (zone: (typeof zones)[number]): number => Math.max(...zone.polygon.map(([x, y]) => x + y));
    const best = zones.sort((a, b) => reach(b) - reach(a))[0];
    const meter = meters.find(({ asset }) => asset.serves === best?.id);
    if (meter) return meter;
  }
  return undefined;
}

/** Water on the floor of the lowest plant room; the sump fills faster than its pump empties it. */
export function leak(stage: Stage, startMs: number): Script | undefined {
  const lowestFirst = [...stage.points('leak')].sort(
    (a, b) => a.asset.zone.storey.elevationM - b.asset.zone.storey.elevationM,
  );
  const target = lowestFirst.find(({ asset }) => asset.zone.kind === 'plant') ?? lowestFirst[0];
  if (!target) return undefined;
  const sumps = stage.points('water-level');
  const near = sumps.filter(({ asset }) => asset.zone.storey === target.asset.zone.storey);
  const sump = near[0] ?? sumps[0];
  const effects = createEffects().add([target], from(startMs, 0, 1));
  if (sump) {
    // Rises from wherever it stands, past the alarm, and stays there while the pump runs in vain.
    effects.add([sump], (tMs, calm) => calm + (1.85 - calm) * Math.min(1, (tMs - startMs) / 45_000));
    effects.add(stage.points('sump-pump-running', sump.asset.points), from(startMs, 0, 1));
  }
  effects.add(stage.points('water-flow-rate').slice(0, 1), rise(startMs, 14, 10_000));
  return { durationMs: 5 * MINUTE_MS, effects: effects.map };
}

/** A full meeting floor with its fresh air shut. */
export function stuffyAir(stage: Stage, startMs: number): Script | undefined {
  const zone = zoneWith(stage, 'co2', 0.2, [-1, -1]);
  if (!zone) return undefined;
  const effects = createEffects()
    .add(
      stage.pointsIn(zone, 'co2'),
      (tMs, calm) =>
        calm +
        (1240 - calm) * Math.min(1, (tMs - startMs) / 12_000) +
        90 * Math.min(1, (tMs - startMs) / (5 * MINUTE_MS)),
    )
    .add(stage.pointsIn(zone, 'occupancy'), (_tMs, calm) => calm + 34)
    .add(stage.pointsIn(zone, 'humidity'), rise(startMs, 9, 4 * MINUTE_MS))
    .add(stage.pointsIn(zone, 'temperature'), rise(startMs, 1.6, 5 * MINUTE_MS));
  return { durationMs: 8 * MINUTE_MS, effects: effects.map };
}

/** The running chiller trips; its water warms and, after some minutes, so does the air. */
export function chillerFault(
  stage: Stage,
  startMs: number,
  isRunning: (state: Point) => boolean,
): Script | undefined {
  const states = stage
    .points('plant-state')
    .filter(({ asset }) => asset.points.some(({ quantity }) => quantity.startsWith('chilled-water')));
  const state = states.find(isRunning) ?? states[0];
  if (!state) return undefined;
  const of = (quantity: string): readonly Point[] => stage.points(quantity, state.asset.points);
  const effects = createEffects()
    .add([state], from(startMs, 0, abnormalCode(stage, state)))
    .add([...of('motor-power'), ...of('plant-load')], from(startMs, 0, 0))
    .add(of('plant-flow'), (tMs, calm) => calm * Math.exp(-(tMs - startMs) / 20_000))
    .add(of('chilled-water-supply-temperature'), rise(startMs, 6, 3 * MINUTE_MS))
    .add(of('condenser-water-return-temperature'), rise(startMs, -3, 2 * MINUTE_MS))
    .add(stage.points('supply-air-temperature'), rise(startMs, 3, 4 * MINUTE_MS, MINUTE_MS));
  return { durationMs: 6 * MINUTE_MS, effects: effects.map };
}

/** The broker is away for twenty seconds; nothing in the building is wrong. */
export function brokerDown(): Script {
  return { durationMs: 20_000, takesBrokerAway: true, effects: new Map() };
}

/** One controller is dead: it hears no command and says nothing any more. A door near the ground, where there is one. */
export function silentDevice(stage: Stage): Script | undefined {
  const commanded = stage.site.commands.map(({ point }) => point);
  const doors = stage.points('door-locked', commanded);
  const near = doors.find(({ asset }) => asset.zone.storey === stage.upper[0]);
  const dead = near ?? doors[0] ?? commanded[0];
  if (!dead) return undefined;
  const silenced = new Set(dead.asset.points.map(({ index }) => index));
  return { durationMs: 10 * MINUTE_MS, effects: new Map(), dead: silenced };
}

const FLOOD_ALARMS = 260;
const FLOOD_SPREAD_MS = 8_000;

/**
 * Hundreds of alarms within ten seconds, as a lost supply makes them: every kind of state alarm in turn, few of them
 * urgent, each ending in its own time.
 */
export function alarmFlood(stage: Stage, startMs: number): Script | undefined {
  const byRule = new Map<string, { point: Point; code: number }[]>();
  for (const { rule, point } of stage.site.boundRules) {
    if (rule.condition.type !== 'state' || rule.onDelayS > 1) continue;
    const most = rule.priority === 1 ? 4 : Infinity;
    const actors = byRule.get(rule.id) ?? [];
    if (actors.length < most)
      byRule.set(rule.id, [...actors, { point, code: rule.condition.in[0] as number }]);
  }
  const queues = [...byRule.values()];
  const actors: { point: Point; code: number }[] = [];
  for (let turn = 0; actors.length < FLOOD_ALARMS && queues.some((queue) => turn < queue.length); turn += 1) {
    actors.push(...queues.flatMap((queue) => queue[turn] ?? []));
  }
  if (actors.length === 0) return undefined;
  const effects = createEffects();
  actors.forEach(({ point, code }, order) => {
    const raisedMs = startMs + (order / actors.length) * FLOOD_SPREAD_MS;
    const clearedMs = raisedMs + (1 + 2 * ((order * 0.618) % 1)) * MINUTE_MS;
    effects.add([point], (tMs, calm) => (tMs >= raisedMs && tMs < clearedMs ? code : calm));
  });
  return { durationMs: 3.5 * MINUTE_MS, effects: effects.map };
}
