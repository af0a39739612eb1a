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
  const { simulation, parcels, rate } = deps;
  const lastValue = new Float64Array(deps.pointCount).fill(NaN);
  const lastSentMs = new Float64Array(deps.pointCount).fill(-Infinity);
  const pollMs = parcels.map((parcel) => pollOf(parcel) / rate);
  const dueMs = new Float64Array(parcels.length);
  const phase = parcels.map((parcel) => hashText(parcel.points[0]?.id ?? '', 7) / 2 ** 32);
  let effects: Effects | undefined;
  let started = false;

  const read = (parcel: Parcel, tMs: number): Reading[] =>
    parcel.routes
      .filter(({ point }) => simulation.present(point, tMs))
      .map((route) => ({ route, value: simulation.valueAt(route.point, tMs, effects) }));
  const told = (readings: readonly Reading[], tMs: number): void => {
    for (const { route, value } of readings) {
      lastValue[route.point.index] = value;
      lastSentMs[route.point.index] = tMs;
    }
  };
  const isNews = (point: Point, value: number, tMs: number): boolean =>
    value !== lastValue[point.index] ||
    tMs - (lastSentMs[point.index] as number) >= (HEARTBEAT * point.expectedPeriodMs) / rate;
  const look = (parcel: Parcel, tMs: number): void => {
    const readings = read(parcel, tMs);
    const news = readings.filter(({ route, value }) => isNews(route.point, value, tMs));
    if (news.length === 0) return;
    const saying = parcel.partial ? news : readings;
    deps.send(parcel.compose(saying, tMs));
    told(saying, tMs);
  };
  const rebirth = (node: EdgeNode, nowMs: number): void => {
    for (const message of node.birth((parcel) => read(parcel, nowMs), nowMs)) deps.send(message);
    for (const parcel of node.parcels) told(read(parcel, nowMs), nowMs);
  };
  return {
    step(nowMs) {
      if (!started)
        for (const [index, every] of pollMs.entries())
          dueMs[index] = nowMs + (phase[index] as number) * every;
      started = true;
      for (let index = 0; index < parcels.length; index += 1) {
        if (nowMs < (dueMs[index] as number)) continue;
        const parcel = parcels[index] as Parcel;
        look(parcel, nowMs);
        const shaken = effects !== undefined && parcel.points.some((point) => effects?.has(point.index));
        dueMs[index] =
          nowMs + (shaken ? Math.min(STATE_POLL_MS, pollMs[index] as number) : (pollMs[index] as number));
      }
    },
    refresh(nowMs) {
      started = true;
      lastValue.fill(NaN);
      for (let index = 0; index < parcels.length; index += 1)
        dueMs[index] = nowMs + (phase[index] as number) * REFRESH_SPREAD_MS;
      for (const node of deps.nodes) rebirth(node, nowMs);
    },
    rebirth,
    setEffects(next, nowMs) {
      const concerned = (point: Point): boolean =>
        (effects?.has(point.index) ?? false) || (next?.has(point.index) ?? false);
      for (const [index, parcel] of parcels.entries())
        if (parcel.points.some(concerned)) dueMs[index] = nowMs;
      effects = next;
    },
  };
}

function pollOf({ points }: Parcel): number {
  const stateful = points.some(({ kind }) => kind === 'binary' || kind === 'multistate');
  const shortest = Math.min(...points.map(({ expectedPeriodMs }) => expectedPeriodMs / 2));
  return Math.min(stateful ? STATE_POLL_MS : SLOWEST_POLL_MS, shortest);
}
