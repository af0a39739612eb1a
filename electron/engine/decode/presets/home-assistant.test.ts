import { describe, expect, it } from 'vitest';
import { decodeBench } from '#tests/builders/decode.ts';
import { parseTemplate } from './template.ts';

function discovery() {
  let changes = 0;
  const bench = decodeBench(
    [
      {
        topic: 'homeassistant/#',
        payload: {
          format: 'home-assistant',
          rename: { contact: 'open', 'climate.current_temperature': 'temperature', power: 'activePower' },
          assets: { 'Lobby sensor': 'CL-1', zigbee2mqtt_0x01: 'D-1' },
        },
      },
    ],
    {},
    { onSubscriptionsChanged: () => (changes += 1) },
  );
  return Object.assign(bench, {
    changes: () => changes,
    filters: () => bench.decoder.subscriptions().map(({ filter }) => filter),
  });
}

const sensor = (key: string, more: object = {}) => ({
  state_topic: 'z/lobby',
  value_template: `{{ value_json["${key}"] }}`,
  device: { identifiers: ['zigbee2mqtt_0x22'], name: 'Lobby sensor' },
  ...more,
});

describe('home assistant discovery', () => {
  it('learns topics, subscribes to them, reads them with their units', () => {
    const bench = discovery();
    expect(bench.filters()).toEqual(['homeassistant/#']);
    bench.send(
      'homeassistant/sensor/0x22/temperature/config',
      sensor('temperature', { unit_of_measurement: '°F' }),
    );
    bench.send('homeassistant/sensor/0x22/humidity/config', sensor('humidity'));
    expect(bench.filters()).toEqual(['homeassistant/#', 'z/lobby']);
    expect(bench.changes()).toBe(1);
    expect(bench.send('z/lobby', { temperature: 212, humidity: 41, battery: 90 })).toEqual([
      'CL-1.temperature = 100',
      'CL-1.humidity = 41',
    ]);
    expect(bench.send('z/lobby', { humidity: 42 })).toEqual(['CL-1.humidity = 42']);
    expect(bench.quarantine.total).toBe(0);
    bench.send('z/lobby', { battery: 90 });
    expect(bench.lastReason()).toBe('missing-path');
  });

  it('a repeated config changes nothing, an empty one forgets', () => {
    const bench = discovery();
    const topic = 'homeassistant/sensor/0x22/temperature/config';
    bench.send(topic, sensor('temperature'));
    bench.send(topic, sensor('temperature'));
    expect(bench.changes()).toBe(1);
    expect(bench.send('z/lobby', { temperature: 20 })).toEqual(['CL-1.temperature = 20']);
    bench.send(topic, '');
    expect(bench.changes()).toBe(2);
    expect(bench.filters()).toEqual(['homeassistant/#']);
    expect(bench.send('z/lobby', { temperature: 20 })).toEqual([]);
    expect(bench.lastReason()).toBe('unknown-topic');
  });

  it('words of a state come from the config, booleans too', () => {
    const bench = discovery();
    bench.send('homeassistant/binary_sensor/0x01/contact/config', {
      stat_t: '~',
      '~': 'z/door',
      val_tpl: '{{ value_json.contact }}',
      pl_on: false,
      pl_off: true,
      dev: { ids: 'zigbee2mqtt_0x01' },
    });
    expect(bench.send('z/door', { contact: false })).toEqual(['D-1.open = 1']);
    expect(bench.send('z/door', { contact: true })).toEqual(['D-1.open = 0']);
    bench.send('z/door', { contact: 'half' });
    expect(bench.lastReason()).toBe('out-of-map');
  });

  it('several values of one entity, device payloads, availability', () => {
    const bench = discovery();
    bench.send('homeassistant/device/lobby/config', {
      dev: { name: 'Lobby sensor' },
      avty: [{ t: 'z/lobby/availability', val_tpl: '{{ value_json.state }}' }],
      cmps: {
        climate: { p: 'climate', curr_temp_t: 'z/lobby', curr_temp_tpl: '{{ value_json.local | float }}' },
        co2: { p: 'sensor', stat_t: 'z/lobby/co2' },
        restart: { p: 'button', command_topic: 'z/lobby/restart' },
      },
    });
    expect(bench.filters()).toEqual(['homeassistant/#', 'z/lobby', 'z/lobby/availability', 'z/lobby/co2']);
    expect(bench.send('z/lobby', { local: '21.5' })).toEqual(['CL-1.temperature = 21.5']);
    expect(bench.send('z/lobby/co2', '612')).toEqual(['CL-1.co2 = 612']);
    expect(bench.send('z/lobby/co2', 'unavailable')).toEqual(['CL-1.co2 = NaN']);
    bench.send('z/lobby/availability', { state: 'online' });
    expect(bench.lost).toEqual([]);
    bench.send('z/lobby/availability', { state: 'offline' });
    expect(bench.lost.flat().sort()).toEqual(['CL-1.co2', 'CL-1.temperature']);
    expect(bench.quarantine.total).toBe(0);
  });

  it('what cannot be read is said once, what is not ours not at all', () => {
    const bench = discovery();
    const odd = sensor('temperature', { value_template: '{% if value %}1{% endif %}' });
    bench.send('homeassistant/sensor/0x22/temperature/config', odd);
    bench.send('homeassistant/sensor/0x22/temperature/config', odd);
    expect(bench.quarantine.total).toBe(1);
    expect(bench.lastReason()).toBe('wrong-shape');
    expect(bench.lastNote()?.code).toBe('template');
    bench.send('homeassistant/sensor/0x33/temperature/config', {
      ...sensor('temperature'),
      device: { name: 'Garage' },
    });
    expect(bench.lastReason()).toBe('unknown-asset');
    bench.send(
      'homeassistant/sensor/0x22/humidity/config',
      sensor('humidity', { unit_of_measurement: 'kWh' }),
    );
    expect(bench.lastNote()?.code).toBe('unit');
    bench.send('homeassistant/sensor/config', sensor('humidity'));
    expect(bench.lastReason()).toBe('wrong-shape');
    const total = bench.quarantine.total;
    bench.send('homeassistant/status', 'online');
    bench.send('homeassistant/sensor/0x22/linkquality/config', sensor('linkquality'));
    bench.send('homeassistant/update/0x22/update/config', sensor('update', { value_template: '{"a": 1}' }));
    bench.send('homeassistant/event/0x33/action/config', { ...sensor('action'), device: { name: 'Garage' } });
    expect(bench.quarantine.total).toBe(total);
    expect(bench.filters()).toEqual(['homeassistant/#']);
  });

  it.each(['#', 'a/+', '$SYS/broker', '', 5, 'x'.repeat(600)])('never subscribes to %j', (topic) => {
    const bench = discovery();
    bench.send('homeassistant/sensor/0x22/humidity/config', sensor('humidity', { state_topic: topic }));
    expect(bench.filters()).toEqual(['homeassistant/#']);
  });
});

describe('templates', () => {
  const payload = { a: { b: [1, { 'c d': '2.55' }] }, on: false, n: 12.34 };

  it.each([
    ['{{ value_json.n }}', 12.34],
    ['{{value_json["n"]}}', 12.34],
    ["{{ value_json['a'].b[0] }}", 1],
    ['{{ value_json.a.b[1]["c d"] | float }}', 2.55],
    ['{{ value_json.n | round(1) }}', 12.3],
    ['{{ value_json.n | int }}', 12],
    ['{{ value_json.n * 10 }}', 123.4],
    ['{{ value_json.n - 2 }}', 10.34],
    ['{{ value_json.n -2 }}', 10.34],
    ['{{ (value_json.n / 2) | round(2) }}', 6.17],
    ['{{ value_json.on }}', false],
    ["{{ value_json.missing | default('None') }}", undefined],
    ['{{ value_json.toString }}', undefined],
  ])('%s', (template, expected) => {
    const reader = parseTemplate(template);
    expect(reader?.json).toBe(true);
    expect(reader?.read(payload)).toEqual(expected);
  });

  it.each([
    '{% if value %}1{% endif %}',
    '{{ value_json.a }}{{ value_json.b }}',
    'text {{ value }}',
    '{{ states("x") }}',
    "{{ {'off':0}[value_json.mode] }}",
    '{{ value_json.a | regex_replace("a") }}',
    '{{ value_json.a + 1 * 2 }}',
    '{{ value_json.a / 10 | round(1) }}',
    '{{ value_json.a if value_json.b else 1 }}',
    '{{ value_json[ }}',
    '{{ }}',
    '',
  ])('does not read %s', (template) => {
    expect(parseTemplate(template)).toBeUndefined();
  });

  it('the bare payload', () => {
    expect(parseTemplate('{{ value | float }}')?.json).toBe(false);
    expect(parseTemplate('{{ value | float }}')?.read('3.5')).toBe(3.5);
  });
});
