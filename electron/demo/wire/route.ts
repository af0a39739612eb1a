/**
 * Which mapping of the site file carries which point. A mapping says how messages are read, not who sends them; so the
 * simulation takes for each point the mapping that fits it best, and sends what that mapping reads.
 */
import type { Mapping, PayloadSpec } from '#shared/domain/site/document.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import { fill, merged, solve, type Captures } from './template.ts';
import { encoderOf, isAlarmBearing, type Encode } from './value.ts';

export type JsonSpec = Extract<PayloadSpec, { format: 'json' }>;
export type SparkplugSpec = Extract<PayloadSpec, { format: 'sparkplug-b' }>;

export interface Route {
  readonly point: Point;
  readonly mapping: Mapping;
  /** What the templates of the mapping stand for here. */
  readonly captures: Captures;
  readonly encode: Encode;
  /** Where in the payload the value goes. */
  readonly place:
    | { readonly as: 'whole' }
    | { readonly as: 'field'; readonly path: string }
    | { readonly as: 'each'; readonly key: string }
    | { readonly as: 'named'; readonly name: string }
    | {
        readonly as: 'metric';
        readonly name: string;
        readonly edge: string;
        readonly device: string | undefined;
      };
}

/** @returns the route of each point that some mapping can carry. */
export function planRoutes(site: Site): Route[] {
  const priorities = new Map<Point['index'], number>();
  for (const { rule, point } of site.boundRules) {
    if (rule.condition.type === 'state')
      priorities.set(point.index, Math.min(rule.priority, priorities.get(point.index) ?? 4));
  }
  const words = wordsOf(site);
  return site.points.flatMap((point) => {
    let best: { route: Route; score: number } | undefined;
    for (const mapping of site.document.mappings) {
      const route = routeOf(point, mapping, site);
      if (!route) continue;
      const score = scoreOf(route, isAlarmBearing(point, priorities), words);
      if (score > (best?.score ?? -Infinity)) best = { route, score };
    }
    return best ? [best.route] : [];
  });
}

/** Words that mean something in a topic: a level `climate` is for assets of the class `climate`. */
function wordsOf(site: Site): ReadonlySet<string> {
  return new Set([
    ...Object.keys(site.document.assetClasses),
    ...site.assets.map(({ discipline }) => discipline),
    ...site.storeys.map(({ id }) => id),
    ...site.zones.map(({ id }) => id),
  ]);
}

function scoreOf(
  { point, mapping, place }: Route,
  alarmBearing: boolean,
  words: ReadonlySet<string>,
): number {
  const { asset } = point;
  const own = new Set<string>([asset.classId, asset.discipline, asset.zone.id, asset.zone.storey.id]);
  let score = 0;
  for (const level of mapping.topic.split('/')) {
    if (own.has(level)) score += 40;
    else if (words.has(level)) score -= 200;
  }
  if (mapping.lane === 'alarm') score += alarmBearing ? 100 : -10;
  if (place.as === 'field' && !mapping.topic.includes('{point}')) score += 60;
  if (place.as === 'metric') score += asset.discipline === 'energy' ? 20 : -20;
  return score;
}

function routeOf(point: Point, mapping: Mapping, site: Site): Route | undefined {
  const { payload } = mapping;
  switch (payload.format) {
    case 'raw': {
      const encode = encoderOf(point, payload);
      const captures = merged([solve(mapping.asset, point.asset.id), solve(payload.point, point.key)]);
      return (
        encode &&
        captures && {
          point,
          mapping,
          captures: withPlace(captures, point, site),
          encode,
          place: { as: 'whole' },
        }
      );
    }
    case 'json':
      return jsonRoute(point, mapping, payload, site);
    case 'sparkplug-b':
      return sparkplugRoute(point, mapping, payload, site);
    case 'tasmota':
    case 'zigbee2mqtt':
    case 'home-assistant':
    case 'neuron':
    case 'chirpstack':
      // The simulation does not play these gateways.
      return undefined;
  }
}

function jsonRoute(point: Point, mapping: Mapping, spec: JsonSpec, site: Site): Route | undefined {
  const asset = spec.asset === undefined ? solve(mapping.asset, point.asset.id) : {};
  if (asset === undefined) return undefined;
  for (const field of spec.fields) {
    const captures = merged([asset, solve(field.point, point.key)]);
    const encode = captures && encoderOf(point, field);
    if (!captures || !encode) continue;
    const all = withPlace(captures, point, site);
    const path = fill(field.path, all);
    if (path !== undefined) return { point, mapping, captures: all, encode, place: { as: 'field', path } };
  }
  const spread = spec.each ?? spec.named;
  const encode = spread && encoderOf(point, spread);
  if (!spread || !encode) return undefined;
  const sent = Object.entries(spread.rename).find(([, key]) => key === point.key)?.[0] ?? point.key;
  const place = spec.each ? ({ as: 'each', key: sent } as const) : ({ as: 'named', name: sent } as const);
  return { point, mapping, captures: withPlace(asset, point, site), encode, place };
}

function sparkplugRoute(point: Point, mapping: Mapping, spec: SparkplugSpec, site: Site): Route | undefined {
  const encode = encoderOf(point, spec);
  const asset = solve(mapping.asset, point.asset.id);
  if (!encode || !asset) return undefined;
  const all = withPlace({ edge: point.asset.zone.storey.id, ...asset, point: point.key }, point, site);
  const name = fill(spec.metric, all);
  const { edge, device } = all;
  return name === undefined || edge === undefined
    ? undefined
    : { point, mapping, captures: all, encode, place: { as: 'metric', name, edge, device } };
}

/** Captures that a topic may have besides those that name asset and point. */
function withPlace(captures: Captures, { key, asset }: Point, site: Site): Captures {
  const { zone } = asset;
  return {
    site: site.id,
    building: zone.storey.buildingId,
    storey: zone.storey.id,
    floor: zone.storey.id,
    zone: zone.id,
    class: asset.classId,
    type: asset.classId,
    discipline: asset.discipline,
    asset: asset.id,
    point: key,
    ...captures,
  };
}

/** The topic that a message of this route goes to. `+`, `#` and captures nobody asks for may be any word. */
export function topicOf({ mapping, captures }: Route): string {
  return mapping.topic
    .split('/')
    .filter((level) => level !== '#')
    .map((level) => (level === '+' ? 'x' : (fill(level, captures) ?? 'x')))
    .join('/');
}
