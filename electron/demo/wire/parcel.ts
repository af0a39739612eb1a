/** Points that travel together: one JSON object, one raw value, one Sparkplug device. */
import { present } from '#shared/base/assert.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { put } from './json-path.ts';
import { topicOf, type JsonSpec, type Route } from './route.ts';

export interface Reading {
  readonly route: Route;
  readonly value: number;
}

export interface Outgoing {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly qos: 0 | 1;
}

export interface Parcel {
  readonly routes: readonly Route[];
  readonly points: readonly Point[];
  /** True: only what changed need be sent. False: a message tells all of it. */
  readonly partial: boolean;
  /** True: values of the past can be told as such. */
  readonly tellsHistory: boolean;
  compose(readings: readonly Reading[], tMs: number): Outgoing;
  composeHistory(readings: readonly (Reading & { readonly tMs: number })[]): Outgoing;
}

/** Routes over JSON and raw payloads, joined where one message carries them. */
export function messageParcels(routes: readonly Route[]): Parcel[] {
  const groups = new Map<string, Route[]>();
  for (const route of routes) {
    const alone = route.place.as === 'whole' || route.place.as === 'named';
    const key = JSON.stringify([topicOf(route), route.point.asset.id, alone ? route.point.key : '']);
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return [...groups.values()].map(messageParcel);
}

function messageParcel(routes: readonly Route[]): Parcel {
  const first = present(routes[0], 'a route of the parcel');
  const { mapping } = first;
  const topic = topicOf(first);
  const qos = mapping.lane === 'alarm' ? 1 : 0;
  const { payload } = mapping;
  const text = (readings: readonly Reading[], tMs: number, historical: boolean): string =>
    payload.format === 'json'
      ? JSON.stringify(jsonPayload(payload, readings, tMs, historical))
      : String(readings.map(({ route, value }) => route.encode(value))[0]);
  return {
    routes,
    points: routes.map(({ point }) => point),
    partial: false,
    tellsHistory:
      payload.format === 'json' && payload.historical !== undefined && payload.timestamp !== undefined,
    compose: (readings, tMs) => ({ topic, payload: text(readings, tMs, false), qos }),
    composeHistory: (readings) => ({
      topic,
      payload: text(readings, present(readings[0], 'a reading').tMs, true),
      qos,
    }),
  };
}

type Json = Record<string, unknown>;

function jsonPayload(
  spec: JsonSpec,
  readings: readonly Reading[],
  tMs: number,
  historical: boolean,
): unknown {
  const item: Json = {};
  const asset = readings[0]?.route.point.asset.id;
  if (spec.asset !== undefined) put(item, spec.asset, asset);
  if (spec.timestamp) put(item, spec.timestamp.path, timeAs(spec.timestamp.as, tMs));
  if (spec.quality) put(item, spec.quality.path, spec.quality.good[0]);
  if (spec.historical !== undefined && historical) put(item, spec.historical, true);
  for (const { route, value } of readings) {
    const sent = route.encode(value);
    switch (route.place.as) {
      case 'field':
        put(item, route.place.path, sent);
        break;
      case 'each':
        put(item, `${spec.each?.path ?? ''}[${JSON.stringify(route.place.key)}]`, sent);
        break;
      case 'named':
        put(item, spec.named?.name ?? '', route.place.name);
        put(item, spec.named?.value ?? '', sent);
        break;
      case 'whole':
      case 'metric':
        break;
    }
  }
  if (spec.readings === undefined) return item;
  if (spec.readings === '') return [item];
  const root: Json = {};
  put(root, spec.readings, [item]);
  return root;
}

function timeAs(as: NonNullable<JsonSpec['timestamp']>['as'], tMs: number): number | string {
  switch (as) {
    case 'ms':
      return tMs;
    case 's':
      return tMs / 1000;
    case 'us':
      return tMs * 1e3;
    case 'ns':
      // Beyond 2^53: as text, which keeps every digit.
      return `${tMs}000000`;
    case 'iso':
      return new Date(tMs).toISOString();
  }
}
