/**
 * Devices as a gateway names them, and their keys as points. Nested keys are joined with "."; what a key means is found
 * once and kept in a tree of the same shape as the payloads, so that reading a message joins no texts.
 */
import { note } from '#shared/domain/note.ts';
import type { PayloadSpec } from '#shared/domain/site/document.ts';
import type { Asset, Point, PointIndex } from '#shared/domain/site/site.ts';
import { leaveUnbound, type Message } from '../message.ts';
import type { Tools } from '../route.ts';
import { createTarget, type ConversionSpec, type Target } from '../target.ts';
import { asId, fill, type Captures } from '../topic.ts';

export type PresetSpec = Extract<PayloadSpec, { assets: Record<string, string> }>;

export interface Device {
  /** As it was asked for: the topic's captures and what the payload adds. */
  readonly captures: Captures;
  /** Bound so far: what is lost when the device says that it is gone. */
  readonly points: ReadonlySet<PointIndex>;
  /**
   * Reads every value in `value`, however deep.
   * @param variant what else decides how a key is read, e.g. the units that the message says; few and short.
   */
  read(message: Message, value: object, variant?: string): void;
  /** Reads one value under a key. */
  readKey(message: Message, key: string, value: unknown): void;
}

export interface DeviceTable {
  /** @returns undefined where no asset of this site belongs to the device. */
  find(name: string, captures: Captures): Device | undefined;
  all(): Iterable<Device>;
}

/** What a gateway means by a key, for a point: unit as sent, or its own words. */
export type KeyConversion = (key: string, point: Point, variant: string) => ConversionSpec;

const AS_IT_IS: ConversionSpec = {};

export function createDeviceTable(
  spec: PresetSpec,
  assetTemplate: string,
  tools: Tools,
  conversion: KeyConversion = () => AS_IT_IS,
): DeviceTable {
  const devices = new Map<string, Device>();
  const limit = 1024 + 4 * tools.site.assets.length;
  return {
    find(name, captures) {
      const key = JSON.stringify([name, captures]);
      const known = devices.get(key);
      if (known) return known;
      const device = createDevice({ spec, assetTemplate, tools, conversion, name, captures });
      if (device && devices.size < limit) devices.set(key, device);
      return device;
    },
    all: () => devices.values(),
  };
}

interface DeviceContext {
  readonly spec: PresetSpec;
  readonly assetTemplate: string;
  readonly tools: Tools;
  readonly conversion: KeyConversion;
  readonly name: string;
  readonly captures: Captures;
}

/** One key of the payload: where it stands, and whose it is. */
interface KeyNode {
  readonly variant: string;
  /** From the root of the payload. */
  readonly path: string;
  /** From the key that names the asset. */
  readonly own: string;
  readonly asset: Asset | undefined;
  readonly target: Target | undefined;
  readonly children: Map<string, KeyNode>;
}

/** Keys remembered of one device; real ones have a few dozen. */
const KEYS_KEPT = 1024;
const VARIANTS_KEPT = 8;

function createDevice(context: DeviceContext): Device | undefined {
  const { spec, tools, name } = context;
  const asset = assetOf(context, name);
  const inside = `${name}.`;
  if (!asset && !Object.keys(spec.assets).some((key) => key.startsWith(inside))) return undefined;
  const roots = new Map<string, KeyNode>();
  const points = new Set<PointIndex>();
  let kept = 0;

  const rootOf = (variant: string): KeyNode => {
    const known = roots.get(variant);
    if (known) return known;
    const root: KeyNode = { variant, path: '', own: '', asset, target: undefined, children: new Map() };
    if (roots.size < VARIANTS_KEPT) roots.set(variant, root);
    return root;
  };
  const childOf = (parent: KeyNode, key: string): KeyNode => {
    const known = parent.children.get(key);
    if (known) return known;
    const child = describeKey(context, parent, key);
    if (child.target) points.add(child.target.point);
    if (kept < KEYS_KEPT) {
      parent.children.set(key, child);
      kept += 1;
    }
    return child;
  };
  /** @returns whether any value was bound. */
  const walk = (message: Message, node: KeyNode, value: object): boolean => {
    let any = false;
    for (const key of Object.keys(value)) {
      any = leaf(message, childOf(node, key), (value as Record<string, unknown>)[key]) || any;
    }
    return any;
  };
  const leaf = (message: Message, node: KeyNode, value: unknown): boolean => {
    if (node.target) tools.emitter.value(message, node.target, value, node.path);
    else if (typeof value === 'object' && value !== null) return walk(message, node, value);
    return node.target !== undefined;
  };
  const about = { device: name, asset: asset?.id ?? '' };
  return {
    captures: context.captures,
    points,
    read(message, value, variant = '') {
      if (!walk(message, rootOf(variant), value))
        leaveUnbound(message, 'unknown-point', note('no-key', about));
    },
    readKey(message, key, value) {
      if (!leaf(message, childOf(rootOf(''), key), value))
        leaveUnbound(message, 'unknown-point', note('no-such-key', { key, ...about }));
    },
  };
}

function describeKey(context: DeviceContext, parent: KeyNode, key: string): KeyNode {
  const { spec, tools, conversion, name } = context;
  const { variant } = parent;
  const path = parent.path === '' ? key : `${parent.path}.${key}`;
  const inner = `${name}.${path}`;
  // A gateway for others (Bluetooth, Modbus): what stands under this key is an asset of its own.
  if (Object.hasOwn(spec.assets, inner)) {
    return { variant, path, own: '', asset: assetOf(context, inner), target: undefined, children: new Map() };
  }
  const own = parent.own === '' ? key : `${parent.own}.${key}`;
  const pointKey = renamed(spec, path) ?? renamed(spec, own) ?? asId(own);
  const point = parent.asset && tools.pointOf(parent.asset, pointKey);
  const target = point && createTarget(point, conversion(path, point, variant));
  return { variant, path, own, asset: parent.asset, target, children: new Map() };
}

function renamed({ rename }: PresetSpec, key: string): string | undefined {
  return Object.hasOwn(rename, key) ? rename[key] : undefined;
}

function assetOf({ spec, assetTemplate, tools, captures }: DeviceContext, name: string): Asset | undefined {
  const asset = Object.hasOwn(spec.assets, name) ? (spec.assets[name] as string) : asId(name);
  const assetId = fill(assetTemplate, { ...captures, asset });
  return assetId === undefined ? undefined : tools.site.assetById.get(assetId);
}
