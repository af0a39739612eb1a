/**
 * EMQX Neuron, northbound MQTT: `values` and `errors` by tag, the tags and ECP formats (`[{name, value | error}]`), custom
 * formats that wrap or rename those, and the states of its southbound nodes. A tag in error is bad; a node whose link is
 * down takes its points with it.
 */
import { notAsExpected, note } from '#shared/domain/note.ts';
import { parseJson } from '../json/parse.ts';
import { leaveUnbound, quote, refuse, type Message } from '../message.ts';
import { bound, type Route, type Tools } from '../route.ts';
import { isPlausible } from '../timestamp.ts';
import { compileTopic, type Captures } from '../topic.ts';
import { createDeviceTable, type Device, type DeviceTable, type PresetSpec } from './device.ts';

type Json = Record<string, unknown>;

/** How deep a custom format may wrap node, group and tags. */
const DEEPEST_WRAP = 3;

export function compileNeuron(spec: PresetSpec, assetTemplate: string, topic: string, tools: Tools): Route {
  const devices = createDeviceTable(spec, assetTemplate, tools);
  const pattern = compileTopic(topic);
  return {
    filters: () => [pattern.filter],
    find(found) {
      const match = pattern.match(found);
      return match && bound((message) => readMessage(message, match.captures, devices, tools));
    },
  };
}

function readMessage(message: Message, captures: Captures, devices: DeviceTable, tools: Tools): void {
  const parsed = parseJson(message);
  if (parsed === undefined) return;
  if (!isObject(parsed.root))
    return refuse(message, 'wrong-shape', notAsExpected('', quote(parsed.root), 'object'));
  const { root } = parsed;
  // Requests to read and write tags, and their answers: talk between others.
  if (typeof root['uuid'] === 'string') return;
  if (!stampTime(message, root, tools)) return;
  if (Array.isArray(root['states'])) return readStates(message, root['states'], devices, tools);
  const carrier = findCarrier(root, 0);
  if (!carrier) return refuse(message, 'missing-path', note('no-node-field'));
  const device = deviceOf(carrier, captures, devices);
  if (!device) {
    return leaveUnbound(
      message,
      'unknown-asset',
      note('no-node', { node: quote(carrier['node']), group: quote(carrier['group']) }),
    );
  }
  const { readings, found } = collect(carrier);
  if (!found) return refuse(message, 'missing-path', note('no-values'));
  if (Object.keys(readings).length > 0) device.read(message, readings);
}

function stampTime(message: Message, root: Json, { times }: Tools): boolean {
  const { timestamp } = root;
  if (timestamp === undefined) return true;
  const sourceMs = typeof timestamp === 'number' ? timestamp : times.text(String(timestamp), 'ms');
  if (!isPlausible(sourceMs, message.receivedMs)) {
    refuse(message, 'bad-timestamp', notAsExpected('timestamp', quote(timestamp), 'time-ms'));
    return false;
  }
  message.sourceMs = sourceMs;
  return true;
}

/** The object that names the node: the payload, or one that a custom format has put around it. */
function findCarrier(value: Json, depth: number): Json | undefined {
  if (typeof value['node'] === 'string') return value;
  if (depth === DEEPEST_WRAP) return undefined;
  for (const inner of Object.values(value)) {
    const carrier = isObject(inner) ? findCarrier(inner, depth + 1) : undefined;
    if (carrier) return carrier;
  }
  return undefined;
}

/** A mapping of one group of a node to an asset wins over one of the whole node. */
function deviceOf(carrier: Json, captures: Captures, devices: DeviceTable): Device | undefined {
  const node = String(carrier['node']);
  const group = carrier['group'];
  const named = { ...captures, node, ...(typeof group === 'string' ? { group } : {}) };
  const ofGroup = typeof group === 'string' ? devices.find(`${node}.${group}`, named) : undefined;
  return ofGroup ?? devices.find(node, named);
}

/** Values by tag from whatever a format calls them; a tag in error has none. */
function collect(carrier: Json): { readonly readings: Json; readonly found: boolean } {
  const readings: Json = {};
  let found = false;
  for (const [key, part] of Object.entries(carrier)) {
    if (key === 'metas') continue;
    const errors = /error/i.test(key);
    if (Array.isArray(part)) {
      for (const tag of part as unknown[]) {
        if (!isObject(tag) || typeof tag['name'] !== 'string' || !('value' in tag || 'error' in tag))
          continue;
        found = true;
        put(readings, tag['name'], 'error' in tag && tag['error'] !== 0 ? null : tag['value']);
      }
    } else if (isObject(part) && (errors || /values?$/.test(key))) {
      found = true;
      for (const [tag, value] of Object.entries(part)) put(readings, tag, errors ? null : value);
    }
  }
  return { readings, found };
}

/** Tag names are anybody's: `__proto__` must become a key like any other. */
function put(readings: Json, tag: string, value: unknown): void {
  Object.defineProperty(readings, tag, { value, enumerable: true, configurable: true, writable: true });
}

/** Link 0 is disconnected, 1 connected (Neuron docs, "Data Upstream/Downstream Format", driver status). */
function readStates(message: Message, states: readonly unknown[], devices: DeviceTable, tools: Tools): void {
  const down = new Set(
    states.filter((state): state is Json => isObject(state) && state['link'] === 0).map(({ node }) => node),
  );
  if (down.size === 0) return;
  const lost = [...devices.all()].filter(({ captures }) => down.has(captures['node']));
  tools.sourceLost(
    lost.flatMap(({ points }) => [...points]),
    message.receivedMs,
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
