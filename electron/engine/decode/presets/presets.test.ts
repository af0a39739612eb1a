import { describe, expect, it } from 'vitest';
import { QUALITY_BAD } from '#shared/domain/sample.ts';
import { BENCH_NOW_MS, decodeBench, type DecodeBench } from '#tests/builders/decode.ts';
import type { SiteInput } from '#tests/builders/site.ts';

type Payload = SiteInput['mappings'][number]['payload'];

function preset(topic: string, payload: Payload, asset?: string): DecodeBench {
  return decodeBench([{ topic, payload, ...(asset === undefined ? {} : { asset }) }]);
}

const filters = (bench: DecodeBench): string[] => bench.decoder.subscriptions().map(({ filter }) => filter);

describe('tasmota', () => {
  const rename = {
    'SHT3X-0x44.Temperature': 'temperature',
    'SHT3X-0x44.Humidity': 'humidity',
    'ENERGY.Power': 'activePower',
    'ENERGY.Total': 'activeEnergy',
    POWER: 'open',
  };
  const bench = (topic = 'tele/{asset}/#') =>
    preset(topic, { format: 'tasmota', rename, assets: { plug_7: 'EM-0', 'ble.LYWSD03-52680f': 'CL-1' } });

  it('reads nested telemetry with the units it says, at site time', () => {
    const one = bench();
    const payload = {
      Time: '2026-09-21T22:13:15',
      'SHT3X-0x44': { Temperature: 68, Humidity: 45.5, DewPoint: 50 },
      TempUnit: 'F',
    };
    expect(one.send('tele/CL-1/SENSOR', payload).map((text) => text.slice(0, 24))).toEqual([
      'CL-1.temperature = 20',
      'CL-1.humidity = 45.5',
    ]);
    expect(one.samples[0]?.sourceMs).toBe(BENCH_NOW_MS - 5000);
    expect(one.send('tele/CL-1/SENSOR', { 'SHT3X-0x44': { Temperature: 21 }, TempUnit: 'C' })).toEqual([
      'CL-1.temperature = 21',
    ]);
  });

  it('turns watts into the kilowatts of the point', () => {
    expect(
      bench().send('tele/plug_7/SENSOR', { ENERGY: { Power: 1500, Total: 12.5, Voltage: 231 } }),
    ).toEqual(['EM-0.activePower = 1.5', 'EM-0.activeEnergy = 12.5']);
  });

  it('a gateway for Bluetooth sensors brings assets of their own', () => {
    const payload = {
      'LYWSD03-52680f': { temperature: 21.1, humidity: 58 },
      'LYWSD02-a2fd09': { temperature: 5 },
    };
    expect(bench().send('tele/ble/SENSOR', payload)).toEqual([
      'CL-1.temperature = 21.1',
      'CL-1.humidity = 58',
    ]);
  });

  it('answers and bare words', () => {
    const one = preset('+/{asset}/#', { format: 'tasmota', rename });
    expect(
      one.send('stat/CL-1/STATUS8', {
        StatusSNS: { Time: '2026-09-21T22:13:15', 'SHT3X-0x44': { Temperature: 20 } },
      }),
    ).toEqual(['CL-1.temperature = 20']);
    expect(one.send('stat/D-1/POWER', 'ON')).toEqual(['D-1.open = 1']);
    expect(one.send('cmnd/D-1/POWER', 'OFF')).toEqual([]);
    expect(one.quarantine.total).toBe(0);
  });

  it('the will takes the points of the device with it', () => {
    const one = bench('tele/{asset}/SENSOR');
    expect(filters(one)).toEqual(['tele/+/SENSOR', 'tele/+/LWT']);
    one.send('tele/CL-1/SENSOR', { 'SHT3X-0x44': { Temperature: 20 } });
    one.send('tele/CL-1/LWT', 'Online');
    expect(one.lost).toEqual([]);
    one.send('tele/CL-1/LWT', 'Offline');
    expect(one.lost).toEqual([['CL-1.temperature']]);
    one.send('tele/CL-1/LWT', 'maybe');
    expect(one.lastReason()).toBe('out-of-map');
  });

  it('says nothing about what a device tells of itself, but of telemetry that nobody bound', () => {
    const one = bench();
    one.send('tele/CL-1/STATE', { Uptime: '0T18:36:12', Heap: 28, Wifi: { RSSI: 100 } });
    one.send('tele/somebody/STATE', { Uptime: '0T18:36:12' });
    expect(one.quarantine.total).toBe(0);
    one.send('tele/CL-1/SENSOR', { BH1750: { Illuminance: 79 } });
    expect(one.lastReason()).toBe('unknown-point');
    one.send('tele/somebody/SENSOR', { BH1750: { Illuminance: 79 } });
    expect(one.lastReason()).toBe('unknown-asset');
    one.send('tele/CL-1/SENSOR', { Time: '1970-01-01T00:00:09', 'SHT3X-0x44': { Temperature: 20 } });
    expect(one.lastReason()).toBe('bad-timestamp');
    one.send('tele/CL-1/SENSOR', '{"Time":');
    expect(one.lastReason()).toBe('not-json');
  });
});

describe('zigbee2mqtt', () => {
  const bench = (topic = 'zigbee2mqtt/#') =>
    preset(topic, {
      format: 'zigbee2mqtt',
      rename: { contact: 'open', power: 'activePower' },
      assets: { 'floor 2/climate': 'CL-1', front_door: 'D-1' },
    });

  it('reads objects, names with slashes, and single attributes', () => {
    const one = bench();
    expect(
      one.send('zigbee2mqtt/floor 2/climate', {
        temperature: 21.5,
        humidity: 40,
        linkquality: 99,
        update: { state: 'idle' },
      }),
    ).toEqual(['CL-1.temperature = 21.5', 'CL-1.humidity = 40']);
    expect(one.send('zigbee2mqtt/floor 2/climate/temperature', '22')).toEqual(['CL-1.temperature = 22']);
    expect(one.send('zigbee2mqtt/EM-0', { power: 230 })).toEqual(['EM-0.activePower = 0.23']);
    expect(one.quarantine.total).toBe(0);
  });

  it('reads an endpoint of its own, and words of switches and covers', () => {
    const one = preset('zigbee2mqtt/#', {
      format: 'zigbee2mqtt',
      rename: { 'l1.state': 'open', state: 'open' },
    });
    expect(one.send('zigbee2mqtt/D-1/l1', { state: 'ON', effect: null })).toEqual(['D-1.open = 1']);
    expect(one.send('zigbee2mqtt/D-1', { state: 'CLOSE' })).toEqual(['D-1.open = 0']);
    one.send('zigbee2mqtt/D-1/linkquality', '90');
    one.send('zigbee2mqtt/D-1/availability', '');
    expect(one.quarantine.total).toBe(0);
    one.send('zigbee2mqtt/D-1', { state: 'UNLOCK' });
    expect(one.lastReason()).toBe('out-of-map');
  });

  it('a contact is true while the door is shut', () => {
    const one = bench();
    expect(one.send('zigbee2mqtt/front_door', { contact: true })).toEqual(['D-1.open = 0']);
    expect(one.send('zigbee2mqtt/front_door', { contact: false })).toEqual(['D-1.open = 1']);
  });

  it.each(['offline', { state: 'offline' }])('availability %j takes the points of the device', (payload) => {
    const one = bench();
    one.send('zigbee2mqtt/floor 2/climate', { temperature: 21 });
    one.send('zigbee2mqtt/front_door', { contact: true });
    one.send('zigbee2mqtt/floor 2/climate/availability', 'online');
    one.send('zigbee2mqtt/floor 2/climate/availability', payload);
    expect(one.lost).toEqual([['CL-1.temperature']]);
    one.send('zigbee2mqtt/bridge/state', payload);
    expect(one.lost[1]).toEqual(['CL-1.temperature', 'D-1.open']);
  });

  it('a mapping of one level hears availability too', () => {
    expect(filters(bench('zigbee2mqtt/{asset}'))).toEqual([
      'zigbee2mqtt/+',
      'zigbee2mqtt/+/availability',
      'zigbee2mqtt/bridge/state',
    ]);
    expect(filters(bench('zigbee2mqtt/front_door'))).toEqual([
      'zigbee2mqtt/front_door',
      'zigbee2mqtt/front_door/availability',
      'zigbee2mqtt/bridge/state',
    ]);
    const one = bench('zigbee2mqtt/front_door');
    expect(one.send('zigbee2mqtt/front_door', { contact: true })).toEqual(['D-1.open = 0']);
    one.send('zigbee2mqtt/CL-1', { temperature: 1 });
    expect(one.lastReason()).toBe('unknown-topic');
  });

  it('leaves the talk of the bridge alone, and reports the rest', () => {
    const one = bench();
    one.send('zigbee2mqtt/bridge/logging', { message: 'hello' });
    one.send('zigbee2mqtt/bridge/response/device/rename', { status: 'ok' });
    one.send('zigbee2mqtt/front_door/set', { state: 'ON' });
    one.send('zigbee2mqtt/front_door', '');
    expect(one.quarantine.total).toBe(0);
    const faults: [string, unknown, string][] = [
      ['zigbee2mqtt/bulb', { state: 'ON' }, 'unknown-asset'],
      ['zigbee2mqtt/front_door', 'no', 'not-json'],
      ['zigbee2mqtt/front_door', '5', 'wrong-shape'],
      ['zigbee2mqtt/front_door', { battery: 5 }, 'unknown-point'],
      ['zigbee2mqtt/front_door', { contact: true, last_seen: 5 }, 'bad-timestamp'],
      ['zigbee2mqtt/front_door', { contact: 'half' }, 'out-of-map'],
    ];
    for (const [topic, payload, reason] of faults) {
      expect(one.send(topic, typeof payload === 'string' ? payload : (payload as object))).toEqual([]);
      expect(one.lastReason()).toBe(reason);
    }
  });
});

describe('neuron', () => {
  const bench = () =>
    preset('neuron/{gateway}/upload', {
      format: 'neuron',
      rename: { T1: 'temperature', H1: 'humidity' },
      assets: { modbus: 'CL-1', 'plc.meters': 'EM-0' },
    });
  const send = (one: DecodeBench, payload: object) =>
    one.send('neuron/gw1/upload', { timestamp: BENCH_NOW_MS - 1000, ...payload });

  it('values, errors, tags, custom formats', () => {
    const one = bench();
    expect(
      send(one, {
        node: 'modbus',
        group: 'g',
        values: { T1: 21, other: 'x' },
        errors: { H1: 2014 },
        metas: {},
      }),
    ).toEqual(['CL-1.temperature = 21', 'CL-1.humidity = NaN']);
    expect(one.samples[0]?.sourceMs).toBe(BENCH_NOW_MS - 1000);
    expect(one.samples[1]?.quality).toBe(QUALITY_BAD);
    expect(
      send(one, {
        node: 'modbus',
        tags: [
          { name: 'T1', value: 22, type: 9 },
          { name: 'H1', error: 3 },
        ],
      }),
    ).toEqual(['CL-1.temperature = 22', 'CL-1.humidity = NaN']);
    expect(send(one, { node: 'plc', group: 'meters', values: { activePower: 3 } })).toEqual([
      'EM-0.activePower = 3',
    ]);
    expect(
      send(one, {
        data: { child: { node: 'modbus', group: 'g', tag_values: { T1: 23 }, tag_error_values: { H1: 1 } } },
      }),
    ).toEqual(['CL-1.temperature = 23', 'CL-1.humidity = NaN']);
    expect(one.quarantine.total).toBe(0);
  });

  it('a node whose link is down takes its points', () => {
    const one = bench();
    send(one, { node: 'modbus', group: 'g', values: { T1: 21 } });
    send(one, {
      states: [
        { node: 'modbus', link: 1, running: 3 },
        { node: 'plc', link: 0, running: 3 },
      ],
    });
    expect(one.lost).toEqual([]);
    send(one, { states: [{ node: 'modbus', link: 0, running: 3 }] });
    expect(one.lost).toEqual([['CL-1.temperature']]);
  });

  it('requests of others are no reading; the rest is reported', () => {
    const one = bench();
    one.send('neuron/gw1/upload', { uuid: 'cd32be1b', node: 'modbus', group: 'g', tag: 'T1', value: 1 });
    expect(one.quarantine.total).toBe(0);
    expect(send(one, { node: 'nobody', values: { T1: 1 } })).toEqual([]);
    expect(one.lastReason()).toBe('unknown-asset');
    send(one, { location: 'sh' });
    expect(one.lastReason()).toBe('missing-path');
    send(one, { timestamp: '${timestamp}', node: 'modbus', values: { T1: 1 } });
    expect(one.lastReason()).toBe('bad-timestamp');
    one.send('neuron/gw1/upload', '{"node":"modbus","values":{"__proto__":1,"constructor":2}}');
    expect(one.lastReason()).toBe('unknown-point');
  });
});

describe('chirpstack', () => {
  const bench = () =>
    preset('application/+/device/+/event/+', {
      format: 'chirpstack',
      rename: { temperature_sensor_1: 'temperature', 'env.hum': 'humidity' },
      assets: { '24e124': 'CL-1' },
    });
  const up = 'application/a/device/24e124/event/up';

  it('reads the decoded object at the time of the gateway', () => {
    const one = bench();
    const payload = {
      time: '2026-09-21T14:13:19.775023242+00:00',
      deviceInfo: { devEui: '24e124', deviceName: 'lobby' },
      fPort: 85,
      object: { co2: 612, env: { hum: 41 } },
      rxInfo: [{ rssi: -80 }],
    };
    expect(one.send(up, payload)).toEqual(['CL-1.co2 = 612', 'CL-1.humidity = 41']);
    expect(one.samples[0]?.sourceMs).toBe(BENCH_NOW_MS - 225);
  });

  it('the name of the device serves as well, or the topic', () => {
    const one = bench();
    expect(
      one.send('application/a/device/0101/event/up', {
        deviceInfo: { devEui: '0101', deviceName: 'CL-1' },
        object: { co2: 5 },
      }),
    ).toEqual(['CL-1.co2 = 5']);
    expect(one.send(up, { object: { co2: 6 } })).toEqual(['CL-1.co2 = 6']);
  });

  it('a frame that no codec decoded is counted', () => {
    const one = bench();
    one.send(up, { deviceInfo: { devEui: '24e124' }, fPort: 2, data: 'AQID' });
    expect(one.lastReason()).toBe('missing-path');
    expect(one.lastNote()?.code).toBe('no-codec');
    one.send('application/a/device/9/event/up', { object: { co2: 1 } });
    expect(one.lastReason()).toBe('unknown-asset');
    one.send(up, { object: { co2: 'high' } });
    expect(one.lastReason()).toBe('not-a-number');
    one.send(up, { time: 5, object: { co2: 1 } });
    expect(one.lastReason()).toBe('bad-timestamp');
    expect(one.samples).toEqual([]);
    const total = one.quarantine.total;
    one.send('application/a/device/24e124/event/join', { devAddr: '00' });
    one.send('application/a/device/24e124/event/status', { batteryLevel: 93.5, margin: 7 });
    expect(one.quarantine.total).toBe(total);
  });
});
