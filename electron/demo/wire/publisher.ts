/**
 * Sends what changed, when it changed, and everything at least once an expected period: what field devices do. Owns what
 * was last said of each point. Loses nothing on purpose; while nobody can hear, nothing is kept for later.
 */
import type { Point } from '#shared/domain/site/site.ts';
import type { Effects, Simulation } from '../simulation/simulation.ts';
import { hashText } from '../simulation/noise.ts';
import type { Outgoing, Parcel, Reading } from './parcel.ts';
import type { EdgeNode } from './sparkplug-node.ts';

export interface Publisher {
  /** Sends what is due. Call several times a second. */
  step(nowMs: number): void;
  /** Births, and everything else within two seconds: somebody new listens. */
  refresh(nowMs: number): void;
  rebirth(node: EdgeNode, nowMs: number): void;
  /** From now on; the points concerned are sent at once. */
  setEffects(effects: Effects | undefined, nowMs: number): void;
  /** These say nothing, until other ones are named. */
  setSilent(points: ReadonlySet<Point['index']>): void;
  /** Says these again soon, also where they are what they were. */
  tellAgain(points: readonly Point[], nowMs: number): void;
}

export interface PublisherDeps {
  readonly simulation: Simulation;
  readonly parcels: readonly Parcel[];
  readonly nodes: readonly EdgeNode[];
  readonly pointCount: number;
  readonly rate: number;
  readonly send: (message: Outgoing) => void;
}

/** A state is looked at this often, so that a door is seen to open; a measured value twice in its expected period. */
const STATE_POLL_MS = 1000;
const SLOWEST_POLL_MS = 60_000;
const REFRESH_SPREAD_MS = 2000;
/** Part of the expected period after which a value is said again. */
const HEARTBEAT = 0.85;

export function createPublisher(deps: PublisherDeps): Publisher {
  const { simulation, parcels } = deps;
  const said = createSaid(deps.pointCount, deps.rate);
  const rota = createRota(parcels, deps.rate);
  let effects: Effects | undefined;
  let silent: ReadonlySet<Point['index']> = new Set();

  const read = (parcel: Parcel, tMs: number): Reading[] =>
    parcel.routes
      .filter(({ point }) => !silent.has(point.index) && simulation.present(point, tMs))
      .map((route) => ({ route, value: simulation.valueAt(route.point, tMs, effects) }));
  const look = (parcel: Parcel, tMs: number): void => {
    const readings = read(parcel, tMs);
    const news = readings.filter((reading) => said.isNews(reading, tMs));
    if (news.length === 0) return;
    const saying = parcel.partial ? news : readings;
    deps.send(parcel.compose(saying, tMs));
    said.note(saying, tMs);
  };
  const rebirth = (node: EdgeNode, nowMs: number): void => {
    for (const message of node.birth((parcel) => read(parcel, nowMs), nowMs)) deps.send(message);
    for (const parcel of node.parcels) said.note(read(parcel, nowMs), nowMs);
  };
  return {
    step(nowMs) {
      rota.run(nowMs, (parcel) => {
        look(parcel, nowMs);
        return effects !== undefined && parcel.points.some((point) => effects?.has(point.index));
      });
    },
    refresh(nowMs) {
      said.forget();
      rota.restart(nowMs, REFRESH_SPREAD_MS);
      for (const node of deps.nodes) rebirth(node, nowMs);
    },
    rebirth,
    setEffects(next, nowMs) {
      const before = effects;
      effects = next;
      rota.hurry(nowMs, (point) => before?.has(point.index) === true || next?.has(point.index) === true);
    },
    setSilent(points) {
      silent = points;
    },
    tellAgain(points, nowMs) {
      const again = new Set(points);
      said.forget(points);
      rota.hurry(nowMs, (point) => again.has(point));
    },
  };
}

/** What was last told of each point, and when. */
interface Said {
  isNews(reading: Reading, tMs: number): boolean;
  note(readings: readonly Reading[], tMs: number): void;
  /** Default: everything. */
  forget(points?: readonly Point[]): void;
}

function createSaid(pointCount: number, rate: number): Said {
  const value = new Float64Array(pointCount).fill(NaN);
  const atMs = new Float64Array(pointCount).fill(-Infinity);
  return {
    isNews({ route: { point }, value: now }, tMs) {
      const age = tMs - (atMs[point.index] as number);
      return now !== value[point.index] || age >= (HEARTBEAT * point.expectedPeriodMs) / rate;
    },
    note(readings, tMs) {
      for (const { route, value: now } of readings) {
        value[route.point.index] = now;
        atMs[route.point.index] = tMs;
      }
    },
    forget(points) {
      if (!points) value.fill(NaN);
      for (const { index } of points ?? []) value[index] = NaN;
    },
  };
}

/** Whose turn it is: parcels are spread over their period, so that traffic is even. */
interface Rota {
  /** @param visit returns true where the parcel is to be seen again soon. */
  run(nowMs: number, visit: (parcel: Parcel) => boolean): void;
  /** Everybody within `withinMs`. */
  restart(nowMs: number, withinMs: number): void;
  hurry(nowMs: number, concerned: (point: Point) => boolean): void;
}

function createRota(parcels: readonly Parcel[], rate: number): Rota {
  const everyMs = parcels.map((parcel) => pollOf(parcel) / rate);
  const phase = parcels.map((parcel) => hashText(parcel.points[0]?.id ?? '', 7) / 2 ** 32);
  const dueMs = new Float64Array(parcels.length).fill(NaN);
  const spread = (nowMs: number, within: (index: number) => number): void => {
    for (let index = 0; index < parcels.length; index += 1)
      dueMs[index] = nowMs + (phase[index] as number) * within(index);
  };
  return {
    run(nowMs, visit) {
      if (Number.isNaN(dueMs[0])) spread(nowMs, (index) => everyMs[index] as number);
      for (let index = 0; index < parcels.length; index += 1) {
        if (nowMs < (dueMs[index] as number)) continue;
        const soon = visit(parcels[index] as Parcel);
        dueMs[index] =
          nowMs + (soon ? Math.min(STATE_POLL_MS, everyMs[index] as number) : (everyMs[index] as number));
      }
    },
    restart: (nowMs, withinMs) => spread(nowMs, () => withinMs),
    hurry(nowMs, concerned) {
      for (const [index, parcel] of parcels.entries())
        if (parcel.points.some(concerned)) dueMs[index] = nowMs;
    },
  };
}

function pollOf({ points }: Parcel): number {
  const stateful = points.some(({ kind }) => kind === 'binary' || kind === 'multistate');
  const shortest = Math.min(...points.map(({ expectedPeriodMs }) => expectedPeriodMs / 2));
  return Math.min(stateful ? STATE_POLL_MS : SLOWEST_POLL_MS, shortest);
}
