/**
 * Zigbee2MQTT: `<base>/<friendly name>` with a JSON object (or `<base>/<friendly name>/<attribute>` with one value, its
 * `output: attribute`), `<base>/<friendly name>/availability`, `<base>/bridge/state`. A friendly name may have slashes.
 */
import { notAsExpected, note } from '#shared/domain/note.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { parseJson, payloadText } from '../json/parse.ts';
import { quote, refuse, type Message } from '../message.ts';
import { bound, ignored, refused, type Binding, type Route, type Tools } from '../route.ts';
import type { ConversionSpec } from '../target.ts';
import { isPlausible, type TimeReader } from '../timestamp.ts';
import { compileTopic, type Captures } from '../topic.ts';
import { readAvailability } from './availability.ts';
import { createDeviceTable, type Device, type DeviceTable, type PresetSpec } from './device.ts';

/** Units of the values that have but one in its converters; `voltage` is V of a plug and mV of a battery, so it has none. */
const units: Readonly<Record<string, string>> = {
  temperature: '°C',
  local_temperature: '°C',
  device_temperature: '°C',
  soil_temperature: '°C',
  current_heating_setpoint: '°C',
  occupied_heating_setpoint: '°C',
  occupied_cooling_setpoint: '°C',
  humidity: '%',
  soil_moisture: '%',
  battery: '%',
  position: '%',
  pressure: 'hPa',
  power: 'W',
  energy: 'kWh',
  produced_energy: 'kWh',
  current: 'A',
  ac_frequency: 'Hz',
  battery_voltage: 'mV',
  illuminance: 'lx',
  illuminance_lux: 'lx',
  co2: 'ppm',
  pm25: 'µg/m3',
  pm10: 'µg/m3',
};

export function compileZigbee2mqtt(
  spec: PresetSpec,
  assetTemplate: string,
  topic: string,
  tools: Tools,
): Route {
  const devices = createDeviceTable(spec, assetTemplate, tools, conversionOf);
  const levels = topic.split('/');
  const last = levels.at(-1) ?? '';
  const wild = last === '#' || last === '+' || last.startsWith('{');
  const base = levels.slice(0, -1).join('/');
  const pattern = compileTopic(`${base}/#`);
  const baseFilter = pattern.filter.slice(0, -2);
  const own = last === '#' ? [pattern.filter] : wild ? [`${baseFilter}/+`] : [`${baseFilter}/${last}`];
  // Whether a device or the bridge is there stands in topics of its own, which `#` would include.
  const more = last === '#' ? [] : [`${own[0] ?? ''}/availability`, `${baseFilter}/bridge/state`];
  return {
    filters: () => [...own, ...more],
    find(found) {
      const match = pattern.match(found);
      if (!match || match.rest.length === 0) return undefined;
      if (match.rest[0] === 'bridge') return bridge(match.rest, devices, tools);
      if (!wild && match.rest[0] !== last) return undefined;
      return bindDevice(match.rest, match.captures, devices, tools);
    },
  };
}

function bridge([, what, ...more]: readonly string[], devices: DeviceTable, tools: Tools): Binding {
  if (what !== 'state' || more.length > 0) return ignored;
  return bound((message) => {
    if (readAvailability(message) !== 'offline') return;
    tools.sourceLost(
      [...devices.all()].flatMap(({ points }) => [...points]),
      message.receivedMs,
    );
  });
}

function bindDevice(
  rest: readonly string[],
  captures: Captures,
  devices: DeviceTable,
  tools: Tools,
): Binding {
  const last = rest.at(-1);
  const name = rest.join('/');
  const shorter = rest.slice(0, -1).join('/');
  if (rest.length > 1 && (last === 'set' || last === 'get')) return ignored;
  if (rest.length > 1 && last === 'availability') {
    const device = devices.find(shorter, captures);
    if (!device) return ignored;
    return bound((message) => {
      if (readAvailability(message) === 'offline') tools.sourceLost(device.points, message.receivedMs);
    });
  }
  const whole = devices.find(name, captures);
  if (whole) return bound((message) => readState(message, whole, tools.times));
  const device = rest.length > 1 && last !== undefined ? devices.find(shorter, captures) : undefined;
  if (!device || last === undefined) return refused('unknown-asset', note('no-device', { name }));
  return bound((message) => readAttribute(message, device, last));
}

const OPEN_BRACE = 123;

/** `<friendly name>/<attribute>`: one value, or the object of one endpoint. */
function readAttribute(message: Message, device: Device, key: string): void {
  if (message.payload[0] === OPEN_BRACE) {
    const parsed = parseJson(message);
    if (parsed !== undefined) device.readKey(message, key, parsed.root);
  } else {
    const text = payloadText(message);
    if (text !== undefined && text !== '') device.readKey(message, key, text.trim());
  }
  // Every attribute is a message here: those that no point is bound to would bury everything else.
  message.unboundReason = undefined;
}

function readState(message: Message, device: Device, times: TimeReader): void {
  // An empty retained message takes a device off the broker.
  if (message.payload.length === 0) return;
  const parsed = parseJson(message);
  if (parsed === undefined) return;
  const { root } = parsed;
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    return refuse(message, 'wrong-shape', notAsExpected('', quote(root), 'object'));
  }
  const seen = (root as Record<string, unknown>)['last_seen'];
  if (seen !== undefined && seen !== null) {
    const sourceMs = typeof seen === 'number' ? seen : times.text(String(seen), 'iso');
    if (!isPlausible(sourceMs, message.receivedMs)) {
      return refuse(message, 'bad-timestamp', notAsExpected('last_seen', quote(seen), 'time'));
    }
    message.sourceMs = sourceMs;
  }
  device.read(message, root);
}

/** `contact` is true while a door is shut; a point that counts openings (`door-open`) wants the opposite. */
const OPENINGS = /(^|-)open$/;
const CONTACT_OPENS = { true: 0, false: 1 };

/** Of switches and covers; `state_l1` is that of one endpoint. */
const stateKey = /^state(_\w+)?$/;
const SWITCH_WORDS = { ON: 1, OFF: 0, OPEN: 1, CLOSE: 0 };

function conversionOf(key: string, point: Point): ConversionSpec {
  if (key === 'contact' && OPENINGS.test(point.quantity)) return { map: CONTACT_OPENS };
  if (stateKey.test(key) && point.kind === 'binary' && point.states === undefined)
    return { map: SWITCH_WORDS };
  const numeric = point.kind === 'analog' || point.kind === 'accumulator';
  return { unit: numeric ? units[key] : undefined };
}
