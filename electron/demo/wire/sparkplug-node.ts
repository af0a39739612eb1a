/** Edge nodes of the simulation: births, aliases and sequence numbers as Sparkplug B 3.0 clause 5 wants them. */
import { present } from '#shared/base/assert.ts';
import type { Point } from '#shared/domain/site/site.ts';
import type { Outgoing, Parcel, Reading } from './parcel.ts';
import type { Route } from './route.ts';
import { encodeSparkplug, type Metric } from './sparkplug-payload.ts';

export interface EdgeNode {
  /** Rebirth requests come here. */
  readonly commandTopic: string;
  readonly parcels: readonly Parcel[];
  /** NBIRTH and a DBIRTH a device: everything it knows, with names and aliases. Starts the sequence again. */
  birth(readingsOf: (parcel: Parcel) => readonly Reading[], tMs: number): Outgoing[];
  /** A new session: the next birth has the next bdSeq. */
  reconnect(): void;
}

const REBIRTH = 'Node Control/Rebirth';

export function sparkplugNodes(routes: readonly Route[], siteId: string): EdgeNode[] {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    if (route.place.as !== 'metric') continue;
    const group = route.mapping.topic.split('/')[1] ?? '+';
    const key = `${group === '+' ? siteId : group}/${route.place.edge}`;
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return [...groups].map(([key, members]) => createNode(key, members));
}

function createNode(key: string, routes: readonly Route[]): EdgeNode {
  const [group = '', edge = ''] = key.split('/');
  const metricOf = createMetrics(routes);
  let seq = 255;
  let bdSeq = 0;
  const send: Send = (type, device, tMs, metrics) => {
    seq = type === 'NBIRTH' ? 0 : (seq + 1) & 0xff;
    const topic = ['spBv1.0', group, type, edge, ...(device === undefined ? [] : [device])].join('/');
    return { topic, payload: encodeSparkplug(tMs, seq, metrics), qos: 0 };
  };
  const parcels = devicesOf(routes).map(([device, members]) => deviceParcel(device, members, send, metricOf));
  return {
    commandTopic: `spBv1.0/${group}/NCMD/${edge}`,
    parcels,
    birth(readingsOf, tMs) {
      const control: Metric[] = [
        { name: 'bdSeq', timestampMs: tMs, value: { type: 'UInt64', is: bdSeq } },
        { name: REBIRTH, timestampMs: tMs, value: { type: 'Boolean', is: 0 } },
      ];
      const told = parcels.map((parcel) => ({
        device: deviceOf(parcel),
        metrics: readingsOf(parcel).map((reading) => metricOf(reading, tMs, 'birth')),
      }));
      const own = told.filter(({ device }) => device === undefined).flatMap(({ metrics }) => metrics);
      const devices = told.filter(({ device }) => device !== undefined);
      return [
        send('NBIRTH', undefined, tMs, [...control, ...own]),
        ...devices.map(({ device, metrics }) => send('DBIRTH', device, tMs, metrics)),
      ];
    },
    reconnect() {
      bdSeq = (bdSeq + 1) & 0xff;
    },
  };
}

type Send = (type: string, device: string | undefined, tMs: number, metrics: readonly Metric[]) => Outgoing;
type MetricOf = (reading: Reading, tMs: number, as: 'birth' | 'data' | 'history') => Metric;

/** Only a birth gives names; after it the alias stands for them. */
function createMetrics(routes: readonly Route[]): MetricOf {
  const aliases = new Map(routes.map((route, index) => [route, index + 1]));
  return ({ route, value }, timestampMs, as) => ({
    alias: aliases.get(route),
    ...(as === 'birth' && route.place.as === 'metric' && { name: route.place.name }),
    timestampMs,
    value: { type: typeOf(route.point), is: Number(route.encode(value)) },
    ...(as === 'history' && { historical: true }),
  });
}

function deviceParcel(
  device: string | undefined,
  routes: readonly Route[],
  send: Send,
  metricOf: MetricOf,
): Parcel {
  const type = device === undefined ? 'NDATA' : 'DDATA';
  return {
    routes,
    points: routes.map(({ point }) => point),
    partial: true,
    tellsHistory: true,
    compose: (readings, tMs) =>
      send(
        type,
        device,
        tMs,
        readings.map((reading) => metricOf(reading, tMs, 'data')),
      ),
    composeHistory: (readings) =>
      send(
        type,
        device,
        present(readings.at(-1), 'a reading').tMs,
        readings.map((reading) => metricOf(reading, reading.tMs, 'history')),
      ),
  };
}

function deviceOf(parcel: Parcel): string | undefined {
  const place = parcel.routes[0]?.place;
  return place?.as === 'metric' ? place.device : undefined;
}

function devicesOf(routes: readonly Route[]): [string | undefined, Route[]][] {
  const devices = new Map<string | undefined, Route[]>();
  for (const route of routes) {
    const device = route.place.as === 'metric' ? route.place.device : undefined;
    devices.set(device, [...(devices.get(device) ?? []), route]);
  }
  return [...devices];
}

function typeOf({ kind }: Point): Metric['value']['type'] {
  return kind === 'binary' ? 'Boolean' : kind === 'multistate' ? 'Int32' : 'Double';
}
