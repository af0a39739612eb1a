/**
 * Values of the past, sent as a store-and-forward gateway sends them after an outage: marked historical, oldest first.
 * The simulation has no memory, so a second start tells the same values at the same times.
 */
import type { Point, Site } from '#shared/domain/site/site.ts';
import type { Simulation } from '../simulation/simulation.ts';
import type { Outgoing, Parcel } from './parcel.ts';
import type { Route } from './route.ts';

const STEP_MS = 5 * 60_000;
const METER_DAYS = 8;
const SENSOR_DAYS = 1;
const SENSORS = 6;
/** Samples in one Sparkplug message. */
const BATCH = 144;
const DAY_MS = 86_400_000;

interface Past {
  readonly parcel: Parcel;
  readonly routes: readonly Route[];
  readonly days: number;
  readonly batch: number;
}

/** Lazily: the caller decides the pace. Ends at the step before `nowMs`. */
export function* backlogMessages(
  site: Site,
  parcels: readonly Parcel[],
  simulation: Simulation,
  nowMs: number,
): Generator<Outgoing, void, void> {
  const pasts = [...metersOf(site, parcels), ...sensorsOf(parcels)];
  const endMs = Math.floor(nowMs / STEP_MS) * STEP_MS;
  const days = Math.max(0, ...pasts.map((past) => past.days));
  const spanMs = BATCH * STEP_MS;
  for (let fromMs = endMs - days * DAY_MS; fromMs < endMs; fromMs += spanMs) {
    for (const past of pasts) {
      if (fromMs >= endMs - past.days * DAY_MS)
        yield* span(past, simulation, fromMs, Math.min(fromMs + spanMs, endMs));
    }
  }
}

function* span(
  { parcel, routes, batch }: Past,
  simulation: Simulation,
  fromMs: number,
  toMs: number,
): Generator<Outgoing, void, void> {
  const readings: { route: Route; value: number; tMs: number }[] = [];
  for (let tMs = fromMs; tMs < toMs; tMs += STEP_MS) {
    for (const route of routes) {
      if (simulation.present(route.point, tMs))
        readings.push({ route, value: simulation.valueAt(route.point, tMs), tMs });
    }
    if (batch === 1) yield* flushed(parcel, readings);
  }
  yield* flushed(parcel, readings);
}

function* flushed(
  parcel: Parcel,
  readings: { route: Route; value: number; tMs: number }[],
): Generator<Outgoing, void, void> {
  if (readings.length > 0) yield parcel.composeHistory(readings);
  readings.length = 0;
}

/** What the overview compares with last week: the demand of the site and of its storeys. */
function metersOf(site: Site, parcels: readonly Parcel[]): Past[] {
  const isDemand = (point: Point): boolean =>
    point.quantity === site.document.overlays.energy.power &&
    (point.asset.serves === site.id || site.storeyById.has(point.asset.serves));
  return parcels.flatMap((parcel) => {
    const routes =
      parcel.tellsHistory && parcel.partial ? parcel.routes.filter(({ point }) => isDemand(point)) : [];
    return routes.length === 0 ? [] : [{ parcel, routes, days: METER_DAYS, batch: BATCH }];
  });
}

/** A few room sensors, spread over the building. */
function sensorsOf(parcels: readonly Parcel[]): Past[] {
  const rooms = parcels.filter(
    (parcel) =>
      parcel.tellsHistory &&
      !parcel.partial &&
      parcel.points.some(({ quantity }) => quantity === 'temperature'),
  );
  const every = Math.max(1, Math.floor(rooms.length / SENSORS));
  return rooms
    .filter((_, index) => index % every === Math.floor(every / 2))
    .slice(0, SENSORS)
    .map((parcel) => ({ parcel, routes: parcel.routes, days: SENSOR_DAYS, batch: 1 }));
}
