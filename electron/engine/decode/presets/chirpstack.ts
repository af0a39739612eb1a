/**
 * ChirpStack v4: `application/<id>/device/<EUI>/event/up` with the decoded `object` of a LoRaWAN device. A frame that no codec
 * decoded has no `object`: that is counted, for somebody must install the codec.
 */
import { notAsExpected, note } from '#shared/domain/note.ts';
import { parseJson } from '../json/parse.ts';
import { leaveUnbound, quote, refuse, type Message } from '../message.ts';
import { bound, ignored, refused, type Route, type Tools } from '../route.ts';
import { isPlausible } from '../timestamp.ts';
import { compileTopic, type Captures } from '../topic.ts';
import { createDeviceTable, type Device, type DeviceTable, type PresetSpec } from './device.ts';

type Json = Record<string, unknown>;

export function compileChirpstack(
  spec: PresetSpec,
  assetTemplate: string,
  topic: string,
  tools: Tools,
): Route {
  const devices = createDeviceTable(spec, assetTemplate, tools);
  const pattern = compileTopic(topic);
  return {
    filters: () => [pattern.filter],
    find(found) {
      const match = pattern.match(found);
      if (!match) return undefined;
      const levels = found.split('/');
      const event = levels.at(-1);
      const eui = levels[levels.indexOf('device') + 1] ?? '';
      if (levels.at(-2) !== 'event')
        return levels.at(-2) === 'command' ? ignored : refused('unknown-topic', note('no-event'));
      if (event !== 'up' && event !== 'status') return ignored;
      return bound((message) => readEvent(message, event, eui, match.captures, devices, tools));
    },
  };
}

function readEvent(
  message: Message,
  event: 'up' | 'status',
  eui: string,
  captures: Captures,
  devices: DeviceTable,
  tools: Tools,
): void {
  const parsed = parseJson(message);
  if (parsed === undefined) return;
  if (!isObject(parsed.root))
    return refuse(message, 'wrong-shape', notAsExpected('', quote(parsed.root), 'object'));
  const { root } = parsed;
  const object = event === 'status' ? root : root['object'];
  if (!isObject(object)) {
    return refuse(message, 'missing-path', note('no-codec', { port: quote(root['fPort']) }));
  }
  const device = deviceOf(root, eui, captures, devices);
  if (!device) return leaveUnbound(message, 'unknown-asset', note('no-device', { name: eui }));
  const { time } = root;
  if (time !== undefined && time !== null) {
    const sourceMs = typeof time === 'string' ? tools.times.text(time, 'iso') : NaN;
    if (!isPlausible(sourceMs, message.receivedMs)) {
      return refuse(message, 'bad-timestamp', notAsExpected('time', quote(time), 'time'));
    }
    message.sourceMs = sourceMs;
  }
  device.read(message, object);
  // Battery and margin are news of the radio: not every site binds them.
  if (event === 'status') message.unboundReason = undefined;
}

function deviceOf(root: Json, eui: string, captures: Captures, devices: DeviceTable): Device | undefined {
  const about = root['deviceInfo'];
  const names = isObject(about) ? [about['devEui'], about['deviceName'], eui] : [eui];
  for (const name of names) {
    const device = typeof name === 'string' ? devices.find(name, captures) : undefined;
    if (device) return device;
  }
  return undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
