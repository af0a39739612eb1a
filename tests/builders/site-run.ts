/**
 * The simulated site and the engine's own decode, live table and alarms, joined without a broker on a clock that the test
 * turns: hours of a building in seconds, every message read as it would be.
 */
import { createControllers } from '#electron/demo/control/controllers.ts';
import { createLayers } from '#electron/demo/control/layers.ts';
import { createPlayer, type Player } from '#electron/demo/scenario/player.ts';
import { createSimulation, type Simulation } from '#electron/demo/simulation/simulation.ts';
import { messageParcels, type Outgoing } from '#electron/demo/wire/parcel.ts';
import { createPublisher } from '#electron/demo/wire/publisher.ts';
import { planRoutes } from '#electron/demo/wire/route.ts';
import { sparkplugNodes } from '#electron/demo/wire/sparkplug-node.ts';
import { createAlarms, type Alarms } from '#engine/alarms/alarms.ts';
import { createFeedbackWatch } from '#engine/commands/commands.ts';
import { createSamplePath, type SamplePath } from '#engine/sample-path.ts';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site } from '#shared/domain/site/site.ts';

export interface SiteRun {
  readonly simulation: Simulation;
  readonly path: SamplePath;
  readonly alarms: Alarms;
  readonly player: Player;
  /** A command to a device of the building. */
  command(topic: string, payload: string): void;
  /** Topic and payload of what devices answered to commands. */
  readonly answers: readonly (readonly [string, string])[];
  /** Each alarm the moment it was raised, since the start or the last `forget`. */
  readonly raised: Alarm[];
  readonly counts: { messages: number; samples: number };
  readonly nowMs: () => number;
  /** Lets the building run. */
  run(lengthMs: number): void;
}

const STEP_MS = 250;

export function siteRun(site: Site, startMs: number, seed = 1): SiteRun {
  let now = startMs;
  const clock: Clock = { nowMs: () => epochMs(now), monotonicMs: () => now - startMs };
  const raised: Alarm[] = [];
  const counts = { messages: 0, samples: 0 };
  let seq = 0;
  const alarms = createAlarms({
    site,
    clock,
    log: () => undefined,
    journal: {
      append: () => ({ seq: (seq += 1), stored: Promise.resolve(true) }),
      onStored: () => () => undefined,
    },
  });
  alarms.onChange((alarm, ended) => {
    if (!ended && alarm.clearedAtMs === undefined && alarm.raisedAtMs === now && !raised.includes(alarm))
      raised.push(alarm);
  });
  const stream = { append: () => void (counts.samples += 1) } as unknown as Parameters<
    typeof createSamplePath
  >[0]['stream'];
  const path = createSamplePath({
    site,
    clock,
    alarms,
    stream,
    watch: createFeedbackWatch(site.points.length),
    requestRebirth: (_brokerId, topic) => {
      throw new Error(`a rebirth was asked for at ${topic}: a message was missed or not understood`);
    },
    onSubscriptionsChanged: () => undefined,
  });
  path.connection('main', 'telemetry', true, 0);
  path.connection('main', 'alarm', true, 0);
  const simulation = createSimulation(site, seed);
  const routes = planRoutes(site);
  const nodes = sparkplugNodes(routes, site.id);
  const parcels = [
    ...messageParcels(routes.filter(({ place }) => place.as !== 'metric')),
    ...nodes.flatMap((node) => node.parcels),
  ];
  const answers: (readonly [string, string])[] = [];
  const send = ({ topic, payload, qos }: Outgoing): void => {
    counts.messages += 1;
    void path.message('main', qos === 1 ? 'alarm' : 'telemetry', topic, Buffer.from(payload), now);
  };
  const publisher = createPublisher({
    simulation,
    parcels,
    nodes,
    pointCount: site.points.length,
    rate: 1,
    send,
  });
  const layers = createLayers((effects) => publisher.setEffects(effects, now));
  const controllers = createControllers({
    site,
    send: ({ topic, payload }) => void answers.push([topic, String(payload)]),
    onOrders(orders, changed) {
      layers.setOrders(orders);
      publisher.tellAgain(changed, now);
    },
    log: () => undefined,
  });
  const player = createPlayer({
    site,
    simulation,
    clock,
    setEffects: layers.setScenario,
    setDead(points) {
      controllers.setDeaf(points);
      publisher.setSilent(points);
    },
    takeBrokerAway: () => undefined,
    bringBrokerBack: () => undefined,
    onChange: () => undefined,
  });
  publisher.refresh(now);
  return {
    simulation,
    path,
    alarms,
    player,
    answers,
    command: (topic, payload) => controllers.message(topic, Buffer.from(payload), now),
    raised,
    counts,
    nowMs: () => now,
    run(lengthMs) {
      for (const endMs = now + lengthMs; now < endMs;) {
        now += STEP_MS;
        controllers.step(now);
        publisher.step(now);
        path.live.tick();
        alarms.tick();
      }
    },
  };
}
