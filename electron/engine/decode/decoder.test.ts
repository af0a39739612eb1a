import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUALITY_BAD, QUALITY_GOOD, QUALITY_UNCERTAIN } from '#shared/domain/sample.ts';
import { decodeBench, BENCH_NOW_MS } from '#tests/builders/decode.ts';
import { smallSite, smallSiteMessages, type SiteInput } from '#tests/builders/site.ts';

const everyFormat: SiteInput['mappings'] = [
  { topic: 'raw/{asset}/{point}', lane: 'alarm', payload: { format: 'raw', map: { ON: 1 } } },
  {
    topic: 'json/{asset}',
    payload: {
      format: 'json',
      each: { path: 'v' },
      fields: [{ path: 'a[0].b', point: 'co2' }],
      timestamp: { path: 't', as: 'ms' },
      quality: { path: 'q' },
    },
  },
  {
    topic: 'list',
    payload: { format: 'json', readings: 'r', asset: 'id', named: { name: 'n', value: 'v' } },
  },
  { topic: 'spBv1.0/g/#', payload: { format: 'sparkplug-b' } },
  { topic: 'tele/{asset}/#', payload: { format: 'tasmota' } },
  { topic: 'zigbee2mqtt/#', payload: { format: 'zigbee2mqtt' } },
  { topic: 'homeassistant/#', payload: { format: 'home-assistant' } },
  { topic: 'neuron', payload: { format: 'neuron' } },
  { topic: 'application/+/device/+/event/+', payload: { format: 'chirpstack' } },
];

const topics = [
  'raw/CL-1/temperature',
  'raw/D-1/open',
  'json/CL-1',
  'list',
  'spBv1.0/g/NBIRTH/e',
  'spBv1.0/g/DBIRTH/e/d',
  'spBv1.0/g/DDATA/e/d',
  'spBv1.0/g/NDEATH/e',
  'tele/CL-1/SENSOR',
  'tele/CL-1/LWT',
  'zigbee2mqtt/CL-1',
  'zigbee2mqtt/CL-1/availability',
  'homeassistant/sensor/CL-1/temperature/config',
  'homeassistant/device/CL-1/config',
  'neuron',
  'application/1/device/CL-1/event/up',
];

describe('decoder', () => {
  it('reads a topic of the alarm lane from there only, and the others of a wider filter from theirs', () => {
    const bench = decodeBench([
      { topic: 'raw/{asset}/{point}', payload: { format: 'raw' } },
      { topic: 'raw/{asset}/open', lane: 'alarm', payload: { format: 'raw', point: 'open' } },
    ]);
    const readFrom = (topic: string): string[] =>
      (['alarm', 'telemetry'] as const).filter(
        (lane) => bench.decoder.message('main', topic, Buffer.from('1'), BENCH_NOW_MS, lane) > 0,
      );
    expect(readFrom('raw/D-1/open')).toEqual(['alarm']);
    expect(readFrom('raw/CL-1/temperature')).toEqual(['telemetry']);
    expect(bench.lastReason()).toBeUndefined();
  });

  it('takes what a broker had kept for uncertain, unless it says itself how old it is', () => {
    const bench = decodeBench([
      { topic: 'raw/{asset}/{point}', payload: { format: 'raw' } },
      {
        topic: 'json/{asset}',
        payload: { format: 'json', each: {}, timestamp: { path: 't', as: 'ms' } },
      },
    ]);
    const quality = (topic: string, payload: string, retained: boolean): number | undefined => {
      bench.decoder.message('main', topic, Buffer.from(payload), BENCH_NOW_MS, 'telemetry', retained);
      return bench.samples.at(-1)?.quality;
    };
    expect(quality('raw/D-1/open', '1', true)).toBe(QUALITY_UNCERTAIN);
    expect(quality('raw/D-1/open', '1', false)).toBe(QUALITY_GOOD);
    expect(quality('json/CL-1', `{"t":${BENCH_NOW_MS - 5_000},"co2":600}`, true)).toBe(QUALITY_GOOD);
  });

  it('tells of a topic that nothing is bound to, whichever lane brings it', () => {
    const bench = decodeBench([{ topic: 'raw/{asset}/{point}', lane: 'alarm', payload: { format: 'raw' } }]);
    bench.decoder.message('main', 'raw/NOBODY/open', Buffer.from('1'), BENCH_NOW_MS, 'telemetry');
    expect(bench.lastReason()).toBe('unknown-asset');
  });

  it('subscribes once a lane and filter, with the highest quality of service', () => {
    const bench = decodeBench([
      { topic: 'a/{asset}/{point}', payload: { format: 'raw' } },
      { topic: 'a/{asset}/+', qos: 1, payload: { format: 'json', each: {} } },
      { topic: 'a/{asset}/{point}', lane: 'alarm', payload: { format: 'raw' } },
    ]);
    expect(bench.decoder.subscriptions()).toEqual([
      { brokerId: 'main', lane: 'telemetry', filter: 'a/+/+', qos: 1 },
      { brokerId: 'main', lane: 'alarm', filter: 'a/+/+', qos: 1 },
    ]);
  });

  it('keeps brokers apart, and names the first where a mapping names none', () => {
    const bench = decodeBench(
      [
        { topic: 'x/{asset}/{point}', payload: { format: 'raw' } },
        { broker: 'two', topic: 'y/{asset}/{point}', payload: { format: 'raw' } },
      ],
      {
        brokers: [
          { id: 'one', url: 'mqtt://127.0.0.1' },
          { id: 'two', url: 'mqtt://127.0.0.1:1884' },
        ],
      },
    );
    expect(bench.decoder.subscriptions().map(({ brokerId, filter }) => [brokerId, filter])).toEqual([
      ['one', 'x/+/+'],
      ['two', 'y/+/+'],
    ]);
    expect(bench.decoder.message('one', 'x/CL-1/co2', Buffer.from('5'), BENCH_NOW_MS)).toBe(1);
    expect(bench.decoder.message('two', 'x/CL-1/co2', Buffer.from('5'), BENCH_NOW_MS)).toBe(0);
    expect(bench.lastReason()).toBe('unknown-topic');
    expect(bench.decoder.message('three', 'x/CL-1/co2', Buffer.from('5'), BENCH_NOW_MS)).toBe(0);
    expect(bench.decoder.counters).toEqual({ decoded: 1, samples: 1, quarantined: 2 });
  });

  it('reads one topic for several mappings; one that has nothing to say is silent', () => {
    const bench = decodeBench([
      {
        topic: 'd/{asset}',
        payload: {
          format: 'json',
          fields: [{ path: 't', point: 'temperature' }],
          timestamp: { path: 'ts', as: 'ms' },
        },
      },
      { topic: 'd/{asset}', payload: { format: 'json', fields: [{ path: 'p', point: 'activePower' }] } },
      {
        topic: 'd/+',
        asset: 'CL-1',
        payload: { format: 'json', fields: [{ path: 'h', point: 'humidity' }] },
      },
    ]);
    expect(bench.send('d/CL-1', { t: 20, h: 40, ts: BENCH_NOW_MS - 9 })).toEqual([
      'CL-1.temperature = 20',
      'CL-1.humidity = 40',
    ]);
    expect(bench.samples.map(({ sourceMs }) => sourceMs)).toEqual([BENCH_NOW_MS - 9, BENCH_NOW_MS]);
    expect(bench.quarantine.total).toBe(0);
  });

  it('understands the messages of the small house', () => {
    const { mappings } = smallSite();
    const bench = decodeBench(mappings);
    const read = smallSiteMessages.flatMap(([topic, payload]) => bench.send(topic, payload));
    expect(read).toEqual([
      'SD-1.smoke = 0',
      'D-1.open = 1',
      'L-1.state = 1',
      'CL-1.temperature = 21.4',
      'CL-1.humidity = 45.2',
      'CL-1.co2 = 612',
    ]);
    expect(bench.quarantine.total).toBe(0);
  });

  it.each([
    ['21.5', 21.5],
    ['-0.25', -0.25],
    [' 7 \n', 7],
    ['1e2', 100],
    ['+3', 3],
    ['12345678901234567', 12_345_678_901_234_567],
  ])('raw %j', (payload, expected) => {
    const bench = decodeBench(everyFormat);
    expect(bench.send('raw/EM-0/activePower', payload)).toEqual([`EM-0.activePower = ${expected}`]);
  });

  it.each([
    ['', 'not-a-number'],
    ['NaN', 'out-of-map'],
    ['Infinity', 'out-of-map'],
    ['1e999', 'not-a-number'],
    ['{"v":1}', 'out-of-map'],
    ['x'.repeat(300), 'wrong-shape'],
    [Buffer.from([0xff]), 'not-utf8'],
  ])('raw %j is refused: %s', (payload, reason) => {
    const bench = decodeBench(everyFormat);
    expect(bench.send('raw/EM-0/activePower', payload)).toEqual([]);
    expect(bench.lastReason()).toBe(reason);
  });

  it.each([
    ['raw/CL-1/nothing', 'unknown-point'],
    ['raw/nobody/co2', 'unknown-asset'],
    ['elsewhere', 'unknown-topic'],
    ['raw/CL-1', 'unknown-topic'],
  ])('%s: %s', (topic, reason) => {
    const bench = decodeBench(everyFormat);
    bench.send(topic, '1');
    expect(bench.lastReason()).toBe(reason);
  });

  it('takes a view into a larger buffer, and remembers nothing of it', () => {
    const bench = decodeBench(everyFormat);
    const chunk = new Uint8Array(64).fill(0x39);
    chunk.set(Buffer.from('21.5'), 10);
    expect(bench.send('raw/EM-0/activePower', chunk.subarray(10, 14))).toEqual(['EM-0.activePower = 21.5']);
  });
});

describe('whatever arrives', () => {
  const check = (run: (send: (topic: string, payload: Uint8Array) => void) => void): void => {
    const bench = decodeBench(everyFormat);
    run((topic, payload) => {
      const { decoded, quarantined } = bench.decoder.counters;
      const before = bench.samples.length;
      bench.send(topic, payload);
      const after = bench.decoder.counters;
      expect(after.decoded > decoded || after.quarantined > quarantined).toBe(true);
      for (const { value, quality, sourceMs } of bench.samples.slice(before)) {
        expect(Number.isFinite(value) || quality === QUALITY_BAD).toBe(true);
        expect(sourceMs).toBeGreaterThan(946_684_799_999);
      }
    });
  };
  const anyTopic = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...topics) },
    { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
  );

  it('bytes: never throws, never a value that is none', () => {
    check((send) => {
      fc.assert(
        fc.property(anyTopic, fc.uint8Array({ maxLength: 120 }), (topic, bytes) => send(topic, bytes)),
        { numRuns: 3000 },
      );
    });
  });

  it('JSON of any shape', () => {
    const words = fc.constantFrom(
      'v',
      't',
      'r',
      'a',
      'id',
      'n',
      'q',
      'node',
      'values',
      'tags',
      'object',
      'deviceInfo',
      'state_topic',
      'device',
      'components',
      'value_template',
      'availability',
      'temperature',
      'co2',
      'CL-1',
      '__proto__',
      'constructor',
      'Time',
      'states',
      'link',
      'errors',
      '~',
    );
    const shape = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        words,
        fc.double(),
        fc.integer({ min: -5, max: 2_000_000_000_000 }),
        fc.constantFrom(null, true, false, '', '{{ value_json.a }}', '2026-01-01T00:00:00Z', BENCH_NOW_MS),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(words, tie('any'), { maxKeys: 6 }),
      ),
    }));
    check((send) => {
      fc.assert(
        fc.property(anyTopic, shape.any, (topic, value) => send(topic, Buffer.from(JSON.stringify(value)))),
        { numRuns: 3000 },
      );
    });
  });

  it('damaged Sparkplug, in any order', () => {
    const field = fc.oneof(
      fc.constantFrom(
        [0x08, 0x80, 0xf0, 0xfc, 0xb9, 0x8d, 0x34],
        [0x18, 1],
        [0x18, 2],
        [0x12, 3, 0x10, 1, 0x38, 1],
      ),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => [0x12, bytes.length, ...bytes]),
      fc.constant([
        0x12,
        27,
        0x0a,
        16,
        ...Buffer.from('CL-1/temperature'),
        0x10,
        1,
        0x20,
        9,
        0x65,
        0,
        0,
        0xa4,
      ]),
    );
    const sparkplugTopics = topics.filter((topic) => topic.startsWith('spBv1.0'));
    check((send) => {
      fc.assert(
        fc.property(fc.constantFrom(...sparkplugTopics), fc.array(field, { maxLength: 5 }), (topic, fields) =>
          send(topic, Uint8Array.from(fields.flat())),
        ),
        { numRuns: 3000 },
      );
    });
  });

  it('a hundred thousand topics leave no more than a bounded memory, and the known ones still read', () => {
    const bench = decodeBench(everyFormat);
    for (let i = 0; i < 100_000; i += 1)
      bench.decoder.message('main', `raw/nobody-${i}/co2`, Buffer.from('1'), BENCH_NOW_MS);
    for (let i = 0; i < 10_000; i += 1)
      bench.decoder.message(
        'main',
        `spBv1.0/g/NDATA/node-${i}`,
        Buffer.from([0x12, 2, 0x10, 1]),
        BENCH_NOW_MS,
      );
    expect(bench.send('raw/CL-1/co2', '500')).toEqual(['CL-1.co2 = 500']);
    expect(bench.quarantine.report().byTopic.length).toBeLessThanOrEqual(500);
  });
});
