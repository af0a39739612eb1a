/**
 * Home Assistant discovery: config messages under a prefix teach which topics carry which values of which device. Only
 * entities that lead to a point of this site are remembered, and only their topics are subscribed to.
 */
import { note, type Note } from '#shared/domain/note.ts';
import type { PointIndex } from '#shared/domain/site/site.ts';
import { parseJson, payloadText } from '../json/parse.ts';
import { leaveUnbound, quote, refuse, type Message } from '../message.ts';
import { bound, ignored, type Binding, type Route, type Tools } from '../route.ts';
import { createTarget, type Target } from '../target.ts';
import { asId, compileTopic, fill, type Captures } from '../topic.ts';
import type { PresetSpec } from './device.ts';
import { readDiscovery, type EntityConfig, type ReadingConfig } from './discovery.ts';
import { createLearned, type Entity, type Learned, type Reading, type TopicReaders } from './learned.ts';

interface Context {
  readonly spec: PresetSpec;
  readonly assetTemplate: string;
  readonly brokerId: string;
  readonly tools: Tools;
  readonly learned: Learned;
  /** Config topics that were refused, and why: a retained config comes again with every connection, its refusal once. */
  readonly refusals: Map<string, string>;
}

export function compileHomeAssistant(
  spec: PresetSpec,
  assetTemplate: string,
  topic: string,
  brokerId: string,
  tools: Tools,
): Route {
  const pattern = compileTopic(topic);
  const learned = createLearned(1024 + 4 * tools.site.points.length);
  const context: Context = { spec, assetTemplate, brokerId, tools, learned, refusals: new Map() };
  return {
    filters: () => [pattern.filter, ...learned.topics()],
    find(found) {
      const known = learned.topic(found);
      if (known) return bound((message) => readState(message, known, tools));
      const match = pattern.match(found);
      if (!match) return undefined;
      const levels = match.rest;
      // Status of Home Assistant itself, attributes, states that no config has named (yet).
      if (levels.at(-1) !== 'config') return ignored;
      return configBinding(context, levels.slice(0, -1), match.captures);
    },
  };
}

function configBinding(context: Context, levels: readonly string[], captures: Captures): Binding {
  return {
    bound: false,
    apply(message) {
      const { learned, tools, brokerId } = context;
      const { topic, payload } = message;
      const entities = payload.length === 0 ? [] : readConfig(context, message, levels, captures);
      const { topics, subscriptions } = learned.replace(topic, entities);
      if (topics.length > 0) tools.topicsChanged(brokerId, topics, subscriptions);
    },
  };
}

function readConfig(
  context: Context,
  message: Message,
  levels: readonly string[],
  captures: Captures,
): Entity[] {
  const parsed = parseJson(message);
  if (parsed === undefined) return [];
  const configs = readDiscovery(levels, parsed.root);
  if (configs === undefined) {
    refuse(message, 'wrong-shape', note('no-discovery'));
    return [];
  }
  const faults: Note[] = [];
  const entities = configs
    .map((config) => bindEntity(context, config, captures, faults))
    .filter((entity) => entity !== undefined);
  const told = JSON.stringify(faults);
  if (faults.length > 0 && context.refusals.get(message.topic) !== told) {
    remember(context.refusals, message.topic, told);
    for (const fault of faults)
      refuse(message, fault.code === 'no-device' ? 'unknown-asset' : 'wrong-shape', fault);
  }
  return entities;
}

const REFUSALS_KEPT = 1024;

function remember(refusals: Map<string, string>, topic: string, told: string): void {
  if (refusals.size >= REFUSALS_KEPT) refusals.clear();
  refusals.set(topic, told);
}

function bindEntity(
  context: Context,
  config: EntityConfig,
  captures: Captures,
  faults: Note[],
): Entity | undefined {
  if (config.readings.length === 0 && config.unread.length === 0) return undefined;
  const { spec, assetTemplate, tools } = context;
  const named = config.device
    .filter((name) => Object.hasOwn(spec.assets, name))
    .map((name) => spec.assets[name] as string);
  const assetIds = [...named, ...config.device.map(asId)].map(
    (asset) => fill(assetTemplate, { ...captures, asset }) ?? '',
  );
  const asset = assetIds.map((id) => tools.site.assetById.get(id)).find((one) => one !== undefined);
  if (!asset) {
    faults.push(note('no-device', { name: config.device.map(quote).join(' / ') }));
    return undefined;
  }
  for (const template of config.unread)
    faults.push(note('template', { asset: asset.id, template: quote(template) }));
  const readings: Reading[] = [];
  for (const reading of config.readings) {
    const point = pointKeys(spec, reading)
      .map((key) => tools.pointOf(asset, key))
      .find((one) => one !== undefined);
    if (!point) continue;
    const numeric = point.kind === 'analog' || point.kind === 'accumulator';
    const target = createTarget(point, numeric ? { unit: reading.unit } : { map: reading.words });
    if (target.refusal !== undefined) faults.push(target.refusal);
    else readings.push({ topic: reading.topic, template: reading.template, target, where: reading.key });
  }
  if (readings.length === 0) return undefined;
  return { readings, availability: config.availability, points: readings.map(({ target }) => target.point) };
}

function pointKeys({ rename }: PresetSpec, { key, role }: ReadingConfig): string[] {
  const names = role === undefined ? [key] : [key, role];
  const renamed = names.find((name) => Object.hasOwn(rename, name));
  return renamed === undefined ? names.map(asId) : [rename[renamed] as string];
}

/** What Home Assistant's own entities say when they have no value. */
const noValue: ReadonlySet<unknown> = new Set([null, 'None', 'unknown', 'unavailable']);

function readState(message: Message, { readings, availability }: TopicReaders, tools: Tools): void {
  const json = [...readings, ...availability].some(({ template }) => template.json);
  const parsed = json ? parseJson(message) : { root: undefined };
  const text = payloadText(message);
  if (parsed === undefined || text === undefined) return;
  const lost: PointIndex[] = [];
  for (const { template, offline, points } of availability) {
    if (String(template.read(template.json ? parsed.root : text)) === offline) lost.push(...points);
  }
  let found = availability.length > 0;
  for (const { template, target, where } of readings) {
    const value = template.read(template.json ? parsed.root : text.trim());
    if (value === undefined) continue;
    found = true;
    emit(message, target, value, where, tools);
  }
  if (!found)
    leaveUnbound(
      message,
      'missing-path',
      note('none-of', { names: readings.map(({ where }) => where).join(', '), more: 0 }),
    );
  tools.sourceLost(lost, message.receivedMs);
}

function emit(message: Message, target: Target, value: unknown, where: string, { emitter }: Tools): void {
  if (noValue.has(value)) emitter.nothing(message, target);
  else emitter.value(message, target, value, where);
}
