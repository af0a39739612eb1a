/**
 * Broker, simulation, scenarios and staff as one running demo. Owns its timers. What it sends is lost while nobody is connected,
 * as a field bus would lose it; whoever subscribes hears everything within two seconds.
 */
import type { Clock } from '#shared/base/brand.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { ScenarioName } from '#shared/protocol/demo.ts';
import { createControllers, type Controllers } from './control/controllers.ts';
import { createLayers, type EffectLayers } from './control/layers.ts';
import { createBroker, type DemoBroker } from './broker.ts';
import { createPlayer, type Player } from './scenario/player.ts';
import { createSimulation, type Simulation } from './simulation/simulation.ts';
import { createCrew, type Crew } from './staff/crew.ts';
import { backlogMessages } from './wire/backlog.ts';
import { messageParcels, type Outgoing, type Parcel } from './wire/parcel.ts';
import { createPublisher, type Publisher } from './wire/publisher.ts';
import { planRoutes } from './wire/route.ts';
import { sparkplugNodes, type EdgeNode } from './wire/sparkplug-node.ts';

export interface DemoDeps {
  readonly site: Site;
  readonly port: number;
  readonly seed: number;
  readonly rate: number;
  readonly backlog: boolean;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Also told when one ends by itself. */
  readonly onScenario: (running: ScenarioName | undefined) => void;
}

export interface Demo {
  /** @returns the broker's URL. */
  start(): Promise<Result<string, 'port-busy'>>;
  play: Player['play'];
  /** Once somebody listens for the first time. */
  onHeard(listener: () => void): void;
  stop(): Promise<void>;
}

const STEP_MS = 100;

export function createDemo(deps: DemoDeps): Demo {
  const { site, clock, log } = deps;
  const simulation = createSimulation(site, deps.seed);
  const broker = createBroker(deps.port, log);
  const { parcels, nodes } = wiringOf(site, log);
  const publisher = createPublisher({
    simulation,
    parcels,
    nodes,
    pointCount: site.points.length,
    rate: deps.rate,
    send: (message) => broker.send(message),
  });
  const audience = createAudience(broker, () => publisher.refresh(clock.nowMs()));
  const layers = createLayers((effects) => publisher.setEffects(effects, clock.nowMs()));
  const controllers = createControllersOn(broker, publisher, layers, deps);
  const player = createPlayer({
    site,
    simulation,
    clock,
    setEffects: layers.setScenario,
    setDead(points) {
      controllers.setDeaf(points);
      publisher.setSilent(points);
    },
    takeBrokerAway: () => void broker.stop(),
    bringBrokerBack: () => bringBack(broker, nodes, log, () => crew.announce()),
    onChange: deps.onScenario,
  });
  const crew = createCrewOn(broker, deps);
  broker.onMessage((topic, payload) => {
    crew.heard(topic, payload);
    controllers.message(topic, payload, clock.nowMs());
    for (const node of nodes) if (node.commandTopic === topic) publisher.rebirth(node, clock.nowMs());
  });
  if (deps.backlog) audience.onHeard(() => paceBacklog(site, parcels, simulation, clock, broker));
  const step = (): void => [controllers, publisher, crew].forEach((part) => part.step(clock.nowMs()));
  let stepping: NodeJS.Timeout | undefined;
  return {
    async start() {
      const started = await broker.start();
      if (!started.ok) return started;
      stepping = setInterval(step, STEP_MS);
      return ok(`mqtt://127.0.0.1:${started.value}`);
    },
    play: player.play,
    onHeard: audience.onHeard,
    async stop() {
      clearInterval(stepping);
      player.end();
      await broker.stop();
    },
  };
}

function createControllersOn(
  broker: DemoBroker,
  publisher: Publisher,
  layers: EffectLayers,
  { site, clock, log }: DemoDeps,
): Controllers {
  return createControllers({
    site,
    send: (message) => broker.send(message),
    onOrders(orders, changed) {
      layers.setOrders(orders);
      publisher.tellAgain(changed, clock.nowMs());
    },
    log,
  });
}

function createCrewOn(broker: DemoBroker, { site, clock }: DemoDeps): Crew {
  return createCrew({
    site,
    clock,
    publish: (topic, payload, { retain }) =>
      retain ? broker.retain(topic, payload) : broker.send({ topic, payload, qos: 1 }),
  });
}

const RETRY_MS = 1000;

/** Another program may have taken the port meanwhile; the demo waits for it rather than ending without a broker. */
function bringBack(
  broker: DemoBroker,
  nodes: readonly EdgeNode[],
  log: (line: string) => void,
  onBack: () => void,
): void {
  for (const node of nodes) node.reconnect();
  const attempt = async (): Promise<void> => {
    const back = await broker.start();
    if (back.ok) return onBack();
    log(`demo: the broker cannot come back yet: ${back.error.detail}`);
    setTimeout(() => void attempt(), RETRY_MS);
  };
  void attempt();
}

function wiringOf(
  site: Site,
  log: (line: string) => void,
): { parcels: readonly Parcel[]; nodes: readonly EdgeNode[] } {
  const routes = planRoutes(site);
  const silent = site.points.length - routes.length;
  if (silent > 0)
    log(
      `demo: no mapping of ${site.id} that can be simulated carries ${silent} of its ${site.points.length} points; they stay silent`,
    );
  const nodes = sparkplugNodes(routes, site.id);
  const messages = messageParcels(routes.filter(({ place }) => place.as !== 'metric'));
  return { parcels: [...messages, ...nodes.flatMap((node) => node.parcels)], nodes };
}

/** Subscriptions of one client come in a burst, and of several clients one after the other. */
const SETTLE_MS = 200;

/** @param refresh called soon after somebody subscribed. */
function createAudience(broker: DemoBroker, refresh: () => void): { onHeard(listener: () => void): void } {
  const listeners: (() => void)[] = [];
  let settling: NodeJS.Timeout | undefined;
  broker.onSubscribe(() => {
    settling ??= setTimeout(() => {
      settling = undefined;
      refresh();
      for (const listener of listeners.splice(0)) listener();
    }, SETTLE_MS);
  });
  return { onHeard: (listener) => void listeners.push(listener) };
}

const BACKLOG_AFTER_MS = 3_000;
const BACKLOG_PER_STEP = 12;

/** The past goes out beside the present, slowly enough not to be in its way. */
function paceBacklog(
  site: Site,
  parcels: readonly Parcel[],
  simulation: Simulation,
  clock: Clock,
  broker: DemoBroker,
): void {
  let messages: Iterator<Outgoing> | undefined;
  const startsMs = clock.monotonicMs() + BACKLOG_AFTER_MS;
  const pacing = setInterval(() => {
    if (clock.monotonicMs() < startsMs) return;
    messages ??= backlogMessages(site, parcels, simulation, clock.nowMs());
    for (let count = 0; count < BACKLOG_PER_STEP; count += 1) {
      const next = messages.next();
      if (next.done) return clearInterval(pacing);
      broker.send(next.value);
    }
  }, STEP_MS);
}
