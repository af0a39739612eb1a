/** Rides: getting in costs a wait, then the car is a place of its own that moves between the storeys of its shaft. */
import type { Asset } from '#shared/domain/site/site.ts';
import type { Draft } from './draft.ts';
import { LIFT_DOORS_S, LIFT_M_PER_S, LIFT_WAIT_S } from './speeds.ts';

/** @param stops nodes at which the lifts are boarded, lowest first. @param lifts any one of them in service is enough. */
export function addShaft(draft: Draft, stops: readonly number[], lifts: readonly Asset[]): void {
  let below: { readonly car: number; readonly z: number } | undefined;
  for (const stop of stops) {
    const car = addCar(draft, stop, lifts);
    const z = draft.nodes[stop]?.position[2] ?? 0;
    if (below) addRide(draft, below.car, car, z - below.z);
    below = { car, z };
  }
}

/** @returns the car at a stop, made at first need. */
export function addCar(draft: Draft, stop: number, lifts: readonly Asset[]): number {
  const at = draft.nodes[stop];
  const id = `car:${at?.id}:${lifts.map(({ id }) => id).join('+')}`;
  const known = draft.nodes.findIndex((node) => node.kind === 'car' && node.id === id);
  if (known >= 0 || !at) return known;
  const car = draft.node({
    id,
    kind: 'car',
    storey: at.storey,
    zone: draft.site.zones[at.zone],
    at: [at.position[0], at.position[1]],
    z: at.position[2],
    gate: draft.gate('lift', lifts),
  });
  draft.edge({ from: stop, to: car, lengthM: 0, timeS: LIFT_WAIT_S + LIFT_DOORS_S, backS: LIFT_DOORS_S });
  return car;
}

export function addRide(draft: Draft, from: number, to: number, riseM: number, oneWay = false): void {
  const lengthM = Math.abs(riseM);
  draft.edge({ from, to, lengthM, timeS: lengthM / LIFT_M_PER_S, oneWay });
}
