/** Format `json`: paths, objects of readings, named readings, arrays of readings; the asset from the topic or from the payload. */
import { notAsExpected, note } from '#shared/domain/note.ts';
import type { Asset } from '#shared/domain/site/site.ts';
import { leaveUnbound, quote, refuse } from '../message.ts';
import { bound, refused, type Apply, type Binding, type Tools } from '../route.ts';
import { createTarget, type ConversionSpec, type Target } from '../target.ts';
import { fill, type Captures } from '../topic.ts';
import { readArray, readOne, type EmitOne } from './reader.ts';
import { createReadingEmitter, type AssetReading, type ReadingEmitter } from './reading.ts';
import { createShape, type JsonSpec, type Shape } from './shape.ts';
import { ABSENT, fillSlots, releaseSlots, slotValue } from './slots.ts';

export interface JsonFormat {
  /** @returns how to read messages of a topic with these captures. */
  bind(captures: Captures): Binding;
}

/** One mapping, compiled. */
interface Context {
  readonly spec: JsonSpec;
  readonly assetTemplate: string;
  readonly tools: Tools;
  readonly readings: ReadingEmitter;
  shapeFor(paths: readonly string[]): Shape;
  apply(shape: Shape, emit: EmitOne, parsed: boolean): Apply;
}

/** Captures within paths make a shape a topic: those are not shared, and must not gather. */
const SHAPES_SHARED = 4096;

export function compileJson(spec: JsonSpec, assetTemplate: string, tools: Tools): JsonFormat {
  const shapes = new Map<string, Shape>();
  const { readings } = spec;
  const around = readings === undefined ? undefined : createShape(spec, [], 'around');
  const context: Context = {
    spec,
    assetTemplate,
    tools,
    readings: createReadingEmitter(spec, tools.emitter, tools.times),
    shapeFor(paths) {
      const key = JSON.stringify(paths);
      const known = shapes.get(key);
      if (known) return known;
      const shape = createShape(spec, paths, around ? 'item' : 'root');
      if (shapes.size < SHAPES_SHARED) shapes.set(key, shape);
      return shape;
    },
    apply: (shape, emit, parsed) =>
      around ? readArray(shape, around, readings ?? '', emit, parsed) : readOne(shape, emit, parsed),
  };
  return {
    bind: (captures) =>
      spec.asset === undefined ? assetOfTopic(context, captures) : assetInPayload(context, captures),
  };
}

function assetOfTopic(context: Context, captures: Captures): Binding {
  const assetId = fill(context.assetTemplate, captures) ?? '';
  const asset = context.tools.site.assetById.get(assetId);
  if (!asset) return refused('unknown-asset', note('no-asset', { asset: assetId }));
  const reading = readingOf(context, asset, captures);
  if (isEmpty(reading)) return refused('unknown-point', note('no-points', { asset: assetId }));
  const emit: EmitOne = (message, around) => context.readings.emit(message, reading, around);
  return bound(context.apply(reading.shape, emit, false));
}

/** The name of the asset is read first, then the values that this asset has. */
function assetInPayload(context: Context, captures: Captures): Binding {
  const { spec, readings } = context;
  // With `each` the paths depend on the asset: its values are filled from the parsed payload into slots of their own.
  const shared = spec.each
    ? undefined
    : context.shapeFor(spec.fields.map(({ path }) => fill(path, captures) ?? path));
  const probe = shared ?? context.shapeFor([]);
  const find = createAssetFinder(context, captures, shared);
  const emit: EmitOne = (message, around, root) => {
    const holder = around && probe.slots.kind[probe.asset] === ABSENT ? around : probe;
    const name = slotValue(holder.slots, holder.asset, message.payload);
    if (name === undefined)
      return leaveUnbound(message, 'missing-path', note('no-asset-at', { where: spec.asset ?? '' }));
    if (typeof name !== 'string' && typeof name !== 'number') {
      return refuse(message, 'wrong-shape', notAsExpected(spec.asset ?? '', quote(name), 'name'));
    }
    const reading = find(String(name));
    if (!reading) return leaveUnbound(message, 'unknown-asset', note('no-asset', { asset: String(name) }));
    if (isEmpty(reading)) {
      return leaveUnbound(message, 'unknown-point', note('no-points', { asset: String(name) }));
    }
    if (reading.shape === probe) return readings.emit(message, reading, around);
    fillSlots(reading.shape.slots, root);
    readings.emit(message, reading, around);
    releaseSlots(reading.shape.slots);
  };
  return bound(context.apply(probe, emit, shared === undefined));
}

function createAssetFinder(
  context: Context,
  captures: Captures,
  shared: Shape | undefined,
): (name: string) => AssetReading | undefined {
  const { assets, assetById } = context.tools.site;
  const byName = new Map<string, AssetReading>();
  return (name) => {
    const known = byName.get(name);
    if (known) return known;
    const assetId = fill(context.assetTemplate, { ...captures, asset: name });
    const asset = assetId === undefined ? undefined : assetById.get(assetId);
    if (!asset) return undefined;
    const reading = readingOf(context, asset, captures, shared);
    // A template without the name would lead any number of names to one asset.
    if (byName.size < assets.length) byName.set(name, reading);
    return reading;
  };
}

function isEmpty(reading: AssetReading): boolean {
  return reading.targets.length === 0 && reading.named.size === 0;
}

function readingOf(context: Context, asset: Asset, captures: Captures, shared?: Shape): AssetReading {
  const { spec, tools } = context;
  const found: { path: string; target: Target }[] = [];
  for (const { path, pointKey, conversion } of sourcesOf(spec, asset, captures)) {
    const point = tools.pointOf(asset, pointKey);
    if (point) found.push({ path, target: createTarget(point, conversion) });
  }
  const shape = shared ?? context.shapeFor(found.map(({ path }) => path));
  return {
    shape,
    slots: Int32Array.from(found, ({ path }) => shape.values.get(path) as number),
    targets: found.map(({ target }) => target),
    named: namedTargets(spec, asset),
  };
}

/** A value path and the point that takes what stands there. */
interface Source {
  readonly path: string;
  readonly pointKey: string;
  readonly conversion: ConversionSpec;
}

function sourcesOf(spec: JsonSpec, asset: Asset, captures: Captures): Source[] {
  const sources: Source[] = [];
  for (const field of spec.fields) {
    const path = fill(field.path, captures);
    const pointKey = fill(field.point, captures);
    if (path !== undefined && pointKey !== undefined) sources.push({ path, pointKey, conversion: field });
  }
  const { each } = spec;
  if (!each) return sources;
  const add = (key: string, pointKey: string): void => {
    sources.push({ path: each.path + quotedKey(key), pointKey, conversion: each });
  };
  for (const [key, pointKey] of Object.entries(each.rename)) add(key, pointKey);
  for (const { key } of asset.points) if (!Object.hasOwn(each.rename, key)) add(key, key);
  return sources;
}

function quotedKey(key: string): string {
  return `["${key.replace(/["\\]/g, '\\$&')}"]`;
}

function namedTargets({ named }: JsonSpec, asset: Asset): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  if (named === undefined) return targets;
  const { rename } = named;
  for (const point of asset.points) {
    const target = createTarget(point, named);
    if (!Object.hasOwn(rename, point.key)) targets.set(point.key, target);
    for (const [name, key] of Object.entries(rename)) if (key === point.key) targets.set(name, target);
  }
  return targets;
}
