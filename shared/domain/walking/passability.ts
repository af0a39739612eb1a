/**
 * What can be passed now, and what is known about it: zones by the alarms in and next to them, gates by the points of their
 * assets. Owns no clock and no alarm: the caller says which zones are in alarm, and the live columns tell the rest. A state
 * that is not fresh is `unknown`, never the last one seen.
 */
import { isFresh, type LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { Asset, Point } from '#shared/domain/site/site.ts';
import type { WalkingGraph } from './graph.ts';
import { FAULT, IN_SERVICE, LIFT_STATE, LOCKED, OPEN } from './quantities.ts';

export const ZONE_CLEAR = 0;
/** Next to a zone in alarm. */
export const ZONE_BESIDE = 1;
export const ZONE_ALARM = 2;

/** A door that is not locked, or a lift in service. */
export const GATE_FREE = 0;
/** A door known to be locked, or a lift known to be out of service. */
export const GATE_SHUT = 1;
export const GATE_UNKNOWN = 2;

export interface Passability {
  /** `ZONE_…` by `Zone.index`. */
  readonly zones: Uint8Array;
  /** `GATE_…` by gate. */
  readonly gates: Uint8Array;
}

/** @param alarmZones `Zone.index` of zones that are not to be entered: as `dangerZones` finds them. */
export function passabilityOf(
  graph: WalkingGraph,
  alarmZones: Iterable<number>,
  columns: LiveColumns,
): Passability {
  const zones = new Uint8Array(graph.site.zones.length);
  const inAlarm = [...alarmZones];
  for (const zone of inAlarm) for (const next of graph.neighbours[zone] ?? []) zones[next] = ZONE_BESIDE;
  for (const zone of inAlarm) zones[zone] = ZONE_ALARM;
  const gates = Uint8Array.from(graph.gates, ({ kind, assets }) => {
    const states = assets.map((asset) => (kind === 'door' ? doorState : liftState)(asset, columns));
    return kind === 'door' ? worstOf(states) : bestOf(states);
  });
  return { zones, gates };
}

export function samePassability(a: Passability, b: Passability): boolean {
  return same(a.zones, b.zones) && same(a.gates, b.gates);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Every door of the gate must be passed. */
function worstOf(states: readonly number[]): number {
  if (states.includes(GATE_SHUT)) return GATE_SHUT;
  return states.includes(GATE_UNKNOWN) ? GATE_UNKNOWN : GATE_FREE;
}

/** Any lift of the shaft will do. */
function bestOf(states: readonly number[]): number {
  if (states.includes(GATE_FREE)) return GATE_FREE;
  return states.includes(GATE_UNKNOWN) ? GATE_UNKNOWN : GATE_SHUT;
}

/** A door that stands open lets people through whatever its lock says; one without a lock point is never locked. */
function doorState(asset: Asset, columns: LiveColumns): number {
  const open = pointOf(asset, OPEN);
  if (open && isFresh(statusOf(open, columns)) && valueOf(open, columns) !== 0) return GATE_FREE;
  const locked = pointOf(asset, LOCKED);
  const telling = locked ?? open;
  if (!telling || !isFresh(statusOf(telling, columns))) return GATE_UNKNOWN;
  return locked && valueOf(locked, columns) !== 0 ? GATE_SHUT : GATE_FREE;
}

/** In service means known to be: idle or moving, and no fault. */
function liftState(asset: Asset, columns: LiveColumns): number {
  let state = GATE_UNKNOWN;
  for (const point of asset.points) {
    if (![LIFT_STATE, FAULT, IN_SERVICE].includes(point.quantity)) continue;
    if (!isFresh(statusOf(point, columns))) {
      if (point.quantity === LIFT_STATE) return GATE_UNKNOWN;
      continue;
    }
    const value = valueOf(point, columns);
    const out = point.quantity === LIFT_STATE ? value > 1 : (value !== 0) === (point.quantity === FAULT);
    if (out) return GATE_SHUT;
    if (point.quantity === LIFT_STATE) state = GATE_FREE;
  }
  return state;
}

function pointOf(asset: Asset, quantity: string): Point | undefined {
  return asset.points.find((point) => point.quantity === quantity);
}

function statusOf({ index }: Point, { status }: LiveColumns): number {
  return status[index] ?? 0;
}

function valueOf({ index }: Point, { value }: LiveColumns): number {
  return value[index] ?? Number.NaN;
}
