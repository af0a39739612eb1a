/**
 * Tasmota: `tele/<device>/SENSOR` and the like, in any order of prefix and device (its FullTopic setting). Telemetry says
 * its units for temperature and pressure; the others are fixed (Tasmota docs, "JSON Status Responses" and "Energy").
 * `LWT` says Online or Offline.
 */
import { notAsExpected, note } from '#shared/domain/note.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { unitsConvertible } from '#shared/domain/units.ts';
import { parseJson, payloadText } from '../json/parse.ts';
import { quote, refuse, type Message } from '../message.ts';
import { bound, ignored, refused, type Binding, type Route, type Tools } from '../route.ts';
import type { ConversionSpec } from '../target.ts';
import { isPlausible } from '../timestamp.ts';
import { compileTopic, type TopicMatch } from '../topic.ts';
import { readAvailability } from './availability.ts';
import { createDeviceTable, type Device, type DeviceTable, type PresetSpec } from './device.ts';

const fixedUnits: Readonly<Record<string, string>> = {
  Humidity: '%',
  Illuminance: 'lx',
  CarbonDioxide: 'ppm',
  eCO2: 'ppm',
  TVOC: 'ppb',
  PM1: 'µg/m3',
  'PM2.5': 'µg/m3',
  PM10: 'µg/m3',
  Distance: 'cm',
};
const energyUnits: Readonly<Record<string, string>> = {
  Power: 'W',
  ApparentPower: 'VA',
  ReactivePower: 'var',
  Total: 'kWh',
  Today: 'kWh',
  Yesterday: 'kWh',
  ExportActive: 'kWh',
  Voltage: 'V',
  Current: 'A',
  Frequency: 'Hz',
};

/** Reports of the device about itself: nobody misses them. */
const housekeeping = /^(STATE|UPTIME|RESULT|INFO\d*|STATUS\d*|HASS_STATE|LOGGING)$/;

export function compileTasmota(spec: PresetSpec, assetTemplate: string, topic: string, tools: Tools): Route {
  const devices = createDeviceTable(spec, assetTemplate, tools, conversionOf);
  const levels = topic.split('/');
  const last = levels.at(-1) ?? '';
  const patterns = [compileTopic(topic)];
  // The will stands beside the telemetry: a mapping of SENSOR alone shall hear it too.
  if (last !== '#' && last !== '+' && !last.startsWith('{'))
    patterns.push(compileTopic([...levels.slice(0, -1), 'LWT'].join('/')));
  return {
    filters: () => patterns.map(({ filter }) => filter),
    find(found) {
      const match = patterns.map((pattern) => pattern.match(found)).find((one) => one !== undefined);
      return match && bind(found.split('/'), match, devices, tools);
    },
  };
}

function bind(levels: readonly string[], match: TopicMatch, devices: DeviceTable, tools: Tools): Binding {
  const kind = levels.at(-1) ?? '';
  if (levels.slice(0, 2).includes('cmnd')) return ignored;
  const name = deviceName(match);
  const device = devices.find(name, match.captures);
  if (device === undefined) {
    return housekeeping.test(kind) ? ignored : refused('unknown-asset', note('no-device', { name }));
  }
  if (kind === 'LWT') {
    return bound((message) => {
      if (readAvailability(message) === 'offline') tools.sourceLost(device.points, message.receivedMs);
    });
  }
  return bound((message) => {
    // stat/<device>/POWER is the bare word; a few others are too.
    if (message.payload[0] === OPEN_BRACE) readTelemetry(message, kind, device, tools);
    else {
      const text = payloadText(message);
      if (text !== undefined) device.readKey(message, kind, text.trim());
    }
    if (housekeeping.test(kind)) message.unboundReason = undefined;
  });
}

const OPEN_BRACE = 123;

function readTelemetry(message: Message, kind: string, device: Device, tools: Tools): void {
  const parsed = parseJson(message);
  if (parsed === undefined) return;
  const root = parsed.root as Record<string, unknown>;
  // STATUS8 and STATUS10 answer a question with the same telemetry, one level down.
  const inner = root['StatusSNS'];
  const telemetry = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : root;
  const time = telemetry['Time'] ?? root['Time'];
  if (time !== undefined) {
    const sourceMs =
      typeof time === 'string' ? tools.times.text(time, 'iso') : tools.times.number(Number(time), 's');
    if (!isPlausible(sourceMs, message.receivedMs)) {
      return refuse(message, 'bad-timestamp', notAsExpected('Time', quote(time), 'time'));
    }
    message.sourceMs = sourceMs;
  }
  const variant = [
    kind === 'ENERGY' ? 'ENERGY' : '',
    unitSaid(telemetry['TempUnit'], '°C'),
    unitSaid(telemetry['PressureUnit'], 'hPa'),
  ];
  device.read(message, telemetry, variant.join('|'));
}

function unitSaid(unit: unknown, usual: string): string {
  return typeof unit === 'string' && unit.length <= 8 && unitsConvertible(unit, usual) ? unit : usual;
}

/** The device's levels where `#` stands for them: without prefix and kind. */
function deviceName({ captures, rest }: TopicMatch): string {
  const captured = captures['asset'] ?? captures['device'];
  if (captured !== undefined) return captured;
  const levels = rest.slice(0, -1);
  return levels.filter((level, index) => index > 0 || (level !== 'tele' && level !== 'stat')).join('/');
}

function conversionOf(key: string, point: Point, variant: string): ConversionSpec {
  const [flat = '', temperature, pressure] = variant.split('|');
  const levels = key.split('.');
  const name = key.endsWith('PM2.5') ? 'PM2.5' : (levels.findLast((level) => !/^\d+$/.test(level)) ?? key);
  if (levels.includes('ENERGY') || flat === 'ENERGY') return { unit: unitIfNumber(point, energyUnits[name]) };
  if (name === 'Temperature' || name === 'DewPoint' || name === 'HeatIndex')
    return { unit: unitIfNumber(point, temperature) };
  if (name === 'Pressure' || name === 'SeaPressure') return { unit: unitIfNumber(point, pressure) };
  return { unit: unitIfNumber(point, fixedUnits[name]) };
}

/** A state has no unit, whatever its name says. */
function unitIfNumber(point: Point, unit: string | undefined): string | undefined {
  return point.kind === 'analog' || point.kind === 'accumulator' ? unit : undefined;
}
