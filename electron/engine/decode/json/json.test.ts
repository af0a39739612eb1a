import { describe, expect, it } from 'vitest';
import { QUALITY_BAD, QUALITY_GOOD, QUALITY_UNCERTAIN } from '#shared/domain/sample.ts';
import { BENCH_NOW_MS, decodeBench } from '#tests/builders/decode.ts';
import type { SiteInput } from '#tests/builders/site.ts';

type JsonPayload = Omit<Extract<SiteInput['mappings'][number]['payload'], { format: 'json' }>, 'format'>;

function json(payload: JsonPayload, topic = 's/{asset}') {
  return decodeBench([{ topic, payload: { format: 'json', ...payload } }]);
}

describe('fields', () => {
  it('reads paths into points, with unit, scale and offset', () => {
    const bench = json({
      fields: [
        { path: 'env.t', point: 'temperature', unit: '°F' },
        { path: 'env["r.h"]', point: 'humidity', scale: 0.1, offset: 1 },
        { path: 'gas[1].ppm', point: 'co2' },
      ],
    });
    const payload = { env: { t: 212, 'r.h': 450 }, gas: [{}, { ppm: 612 }] };
    expect(bench.send('s/CL-1', payload)).toEqual([
      'CL-1.temperature = 100',
      'CL-1.humidity = 46',
      'CL-1.co2 = 612',
    ]);
    expect(bench.quarantine.total).toBe(0);
  });

  it('fills captures of the topic into paths and points', () => {
    const bench = json({ fields: [{ path: 'data.{asset}', point: '{what}' }] }, 's/{asset}/{what}');
    expect(bench.send('s/CL-1/humidity', { data: { 'CL-1': 40, other: 1 } })).toEqual(['CL-1.humidity = 40']);
  });

  it('takes the readings that are there, and complains only where there is none', () => {
    const bench = json({
      fields: [
        { path: 't', point: 'temperature' },
        { path: 'h', point: 'humidity' },
        { path: 'smoke', point: 'smoke' },
      ],
    });
    expect(bench.send('s/CL-1', { t: 21 })).toEqual(['CL-1.temperature = 21']);
    expect(bench.quarantine.total).toBe(0);
    expect(bench.send('s/CL-1', { x: 21 })).toEqual([]);
    expect(bench.lastReason()).toBe('missing-path');
    expect(bench.lastNote()).toMatchObject({ code: 'none-of', facts: { names: 't, h', more: 0 } });
  });

  it('one bad reading does not cost the others', () => {
    const bench = json({
      fields: [
        { path: 't', point: 'temperature' },
        { path: 'h', point: 'humidity' },
        { path: 'c', point: 'co2' },
      ],
    });
    expect(bench.send('s/CL-1', { t: 'broken', h: 40, c: { x: 1 } })).toEqual(['CL-1.humidity = 40']);
    expect(bench.lastReason()).toBe('not-a-number');
    expect(bench.quarantine.report().entries[0]).toMatchObject({
      note: {
        code: 'value',
        facts: { where: 'CL-1.temperature ← t', found: '"broken"', expected: 'number' },
      },
      more: 1,
    });
    expect(bench.decoder.counters).toEqual({ decoded: 1, samples: 1, quarantined: 1 });
  });

  it('does not follow what an object merely inherits', () => {
    const bench = json({
      fields: [
        { path: 'constructor.name', point: 'temperature' },
        { path: 'toString', point: 'humidity' },
      ],
    });
    expect(bench.send('s/CL-1', {})).toEqual([]);
    expect(bench.lastReason()).toBe('missing-path');
    expect(bench.send('s/CL-1', '{"toString":5}')).toEqual(['CL-1.humidity = 5']);
  });
});

describe('values', () => {
  const bench = () =>
    json({
      fields: [
        { path: 't', point: 'temperature' },
        { path: 'on', point: 'smoke' },
        { path: 'open', point: 'open', map: { closed: 0, ajar: 1 } },
        { path: 'lift', point: 'state' },
      ],
    });

  it.each([
    ['CL-1', '{"t":"21.5"}', ['CL-1.temperature = 21.5']],
    ['CL-1', '{"t":" -1e1 "}', ['CL-1.temperature = -10']],
    ['SD-1', '{"on":true}', ['SD-1.smoke = 1']],
    ['SD-1', '{"on":"OFF"}', ['SD-1.smoke = 0']],
    ['SD-1', '{"on":"有烟"}', ['SD-1.smoke = 1']],
    ['SD-1', '{"on":0}', ['SD-1.smoke = 0']],
    ['D-1', '{"open":"ajar"}', ['D-1.open = 1']],
    ['D-1', '{"open":1}', ['D-1.open = 1']],
    ['L-1', '{"lift":"Trapped"}', ['L-1.state = 2']],
    ['L-1', '{"lift":2}', ['L-1.state = 2']],
  ])('%s %s', (asset, payload, expected) => {
    expect(bench().send(`s/${asset}`, payload)).toEqual(expected);
  });

  it.each([
    ['CL-1', '{"t":true}', 'not-a-number'],
    ['CL-1', '{"t":""}', 'not-a-number'],
    ['CL-1', '{"t":"NaN"}', 'not-a-number'],
    ['CL-1', '{"t":"0x10"}', 'not-a-number'],
    ['CL-1', '{"t":1e999}', 'not-a-number'],
    ['CL-1', '{"t":[21]}', 'not-a-number'],
    ['CL-1', '{"t":NaN}', 'not-json'],
    ['CL-1', '{"t":21', 'not-json'],
    ['CL-1', '', 'not-json'],
    ['CL-1', '21', 'wrong-shape'],
    ['CL-1', 'null', 'wrong-shape'],
    ['SD-1', '{"on":"maybe"}', 'out-of-map'],
    ['SD-1', '{"on":2}', 'out-of-map'],
    ['D-1', '{"open":true}', 'out-of-map'],
    ['D-1', '{"open":"AJAR"}', 'out-of-map'],
    ['L-1', '{"lift":1.5}', 'out-of-map'],
    ['EM-0', '{"t":1}', 'unknown-point'],
    ['XX-9', '{"t":1}', 'unknown-asset'],
  ])('%s %s is refused: %s', (asset, payload, reason) => {
    const one = bench();
    expect(one.send(`s/${asset}`, payload)).toEqual([]);
    expect(one.lastReason()).toBe(reason);
    expect(one.decoder.counters).toEqual({ decoded: 0, samples: 0, quarantined: 1 });
  });

  it('refuses what is too large, too deep, or no text', () => {
    const one = bench();
    one.send('s/CL-1', `{"t":1,"x":"${'a'.repeat(256 * 1024)}"}`);
    expect(one.lastReason()).toBe('too-large');
    one.send('s/CL-1', `{"t":1,"x":${'['.repeat(33)}${']'.repeat(33)}}`);
    expect(one.lastReason()).toBe('too-deep');
    one.send('s/CL-1', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect(one.lastReason()).toBe('not-utf8');
    expect(one.samples).toEqual([]);
    expect(one.send('s/CL-1', `{"t":1,"x":${'['.repeat(31)}${']'.repeat(31)}}`)).toEqual([
      'CL-1.temperature = 1',
    ]);
  });

  it('a null means that the source has no value: bad, and no number', () => {
    const one = bench();
    expect(one.send('s/CL-1', { t: null })).toEqual(['CL-1.temperature = NaN']);
    expect(one.samples[0]?.quality).toBe(QUALITY_BAD);
  });

  it('a value outside of what can be true is uncertain, but shown', () => {
    const one = bench();
    one.send('s/CL-1', { t: 81 });
    one.send('s/CL-1', { t: 80 });
    one.send('s/L-1', { lift: 9 });
    expect(one.samples.map(({ quality }) => quality)).toEqual([
      QUALITY_UNCERTAIN,
      QUALITY_GOOD,
      QUALITY_UNCERTAIN,
    ]);
  });

  it('a map that names numbers names all of them', () => {
    const one = json({ fields: [{ path: 'v', point: 'state', map: { '1': 0, '2': 1 } }] });
    expect(one.send('s/L-1', { v: 2 })).toEqual(['L-1.state = 1']);
    expect(one.send('s/L-1', { v: 3 })).toEqual([]);
    expect(one.lastReason()).toBe('out-of-map');
  });
});

describe('each', () => {
  it('takes keys as points, renamed or as they are, and leaves the rest alone', () => {
    const bench = json({ each: { path: 'v', rename: { 'co.2': 'co2', hum: 'humidity' } } });
    const payload = { v: { temperature: 20, 'co.2': 500, hum: 41, uptime: 5, wifi: { rssi: 1 } } };
    expect(bench.send('s/CL-1', payload).sort()).toEqual([
      'CL-1.co2 = 500',
      'CL-1.humidity = 41',
      'CL-1.temperature = 20',
    ]);
    expect(bench.quarantine.total).toBe(0);
  });

  it('reads the payload itself where the path is empty', () => {
    expect(json({ each: {} }).send('s/CL-1', { temperature: 20 })).toEqual(['CL-1.temperature = 20']);
  });
});

describe('named readings and arrays', () => {
  const named = { name: 'n', value: 'v', rename: { T: 'temperature' } };

  it('the reading names its point', () => {
    const bench = json({ named });
    expect(bench.send('s/CL-1', { n: 'T', v: 20 })).toEqual(['CL-1.temperature = 20']);
    expect(bench.send('s/CL-1', { n: 'co2', v: 600 })).toEqual(['CL-1.co2 = 600']);
    expect(bench.send('s/CL-1', { n: 'xyz', v: 600 })).toEqual([]);
    expect(bench.lastReason()).toBe('unknown-point');
  });

  it('an array of named readings with the asset in each, the time around them', () => {
    const bench = json(
      { readings: 'd.list', asset: 'dev', named, timestamp: { path: 'ts', as: 's' } },
      'gateway/+/up',
    );
    const payload = {
      ts: 1_789_999_999,
      d: {
        list: [
          { dev: 'CL-1', n: 'T', v: 20 },
          { dev: 'EM-0', n: 'activePower', v: 1.5, ts: 1_789_999_990 },
          { dev: 'nobody', n: 'T', v: 1 },
          { dev: 'CL-1', n: 'T', v: 'x' },
          7,
        ],
      },
    };
    expect(bench.send('gateway/7/up', payload)).toEqual(['CL-1.temperature = 20', 'EM-0.activePower = 1.5']);
    expect(bench.samples.map(({ sourceMs }) => sourceMs)).toEqual([1_789_999_999_000, 1_789_999_990_000]);
    expect(bench.lastReason()).toBe('not-a-number');
  });

  it('an array at the top, an empty array, and what is no array', () => {
    const bench = json({ readings: '', asset: 'a', each: {} }, 'x');
    expect(
      bench.send('x', [
        { a: 'CL-1', temperature: 1 },
        { a: 'EM-0', activePower: 2 },
      ]),
    ).toEqual(['CL-1.temperature = 1', 'EM-0.activePower = 2']);
    expect(bench.send('x', [])).toEqual([]);
    expect(bench.quarantine.total).toBe(0);
    bench.send('x', { a: 'CL-1' });
    expect(bench.lastReason()).toBe('wrong-shape');
    const listed = json({ readings: 'r', named });
    expect(listed.send('s/CL-1', '{"r" : [ ]}')).toEqual([]);
    expect(listed.quarantine.total).toBe(0);
    listed.send('s/CL-1', { q: [] });
    expect(listed.lastReason()).toBe('missing-path');
  });

  it('an asset that the payload names must be of this site', () => {
    const bench = json({ asset: 'id', fields: [{ path: 't', point: 'temperature' }] }, 'x');
    expect(bench.send('x', { id: 'CL-1', t: 5 })).toEqual(['CL-1.temperature = 5']);
    bench.send('x', { id: 'CL-9', t: 5 });
    expect(bench.lastReason()).toBe('unknown-asset');
    bench.send('x', { t: 5 });
    expect(bench.lastReason()).toBe('missing-path');
    bench.send('x', { id: {}, t: 5 });
    expect(bench.lastReason()).toBe('wrong-shape');
    bench.send('x', { id: 'EM-0', t: 5 });
    expect(bench.lastReason()).toBe('unknown-point');
  });
});

describe('stamps', () => {
  const at = (as: 'ms' | 's' | 'us' | 'ns' | 'iso') =>
    json({ timestamp: { path: 't', as }, fields: [{ path: 'v', point: 'temperature' }] });

  it.each([
    ['ms', 1_790_000_000_000, BENCH_NOW_MS],
    ['ms', '1790000000000', BENCH_NOW_MS],
    ['s', 1_790_000_000.25, BENCH_NOW_MS + 250],
    ['us', 1_790_000_000_000_000, BENCH_NOW_MS],
    ['ns', 1_790_000_000_000_000_000, BENCH_NOW_MS],
    ['iso', '2026-09-21T14:13:20Z', BENCH_NOW_MS],
    ['iso', '2026-09-21T22:13:20', BENCH_NOW_MS],
    ['iso', '2026-09-21 22:13:20.500', BENCH_NOW_MS + 500],
    ['iso', '2026-09-21T15:13:20.123456789+01:00', BENCH_NOW_MS + 123],
  ] as const)('%s %s', (as, t, expected) => {
    const bench = at(as);
    bench.send('s/CL-1', { t, v: 1 });
    expect(bench.samples[0]?.sourceMs).toBe(expected);
  });

  it.each([
    ['ms', 0],
    ['ms', -1],
    ['ms', 946_684_799_999],
    ['ms', BENCH_NOW_MS + 24 * 3_600_000 + 1],
    ['ms', 'yesterday'],
    ['ms', true],
    ['ms', null],
    ['s', 1_790_000_000_000],
    ['iso', 1_790_000_000_000],
    ['iso', '1970-01-01T00:00:00Z'],
    ['iso', '2026-02-30T00:00:00Z'],
  ] as const)('%s %s is no time', (as, t) => {
    const bench = at(as);
    expect(bench.send('s/CL-1', { t, v: 1 })).toEqual([]);
    expect(bench.lastReason()).toBe('bad-timestamp');
  });

  it('a time that the mapping asks for must be there', () => {
    const bench = at('ms');
    expect(bench.send('s/CL-1', { v: 1 })).toEqual([]);
    expect(bench.lastReason()).toBe('missing-path');
  });

  it('quality and history', () => {
    const bench = json({
      fields: [{ path: 'v', point: 'temperature' }],
      quality: { path: 'q' },
      historical: 'old',
    });
    for (const q of ['good', 192, 0, 'uncertain', 64, 'bad', 'offline', undefined])
      bench.send('s/CL-1', { v: 1, q });
    expect(bench.samples.map(({ quality }) => quality)).toEqual([0, 0, 0, 1, 1, 2, 2, 0]);
    bench.send('s/CL-1', { v: 1, old: true });
    bench.send('s/CL-1', { v: 1, old: false });
    expect(bench.samples.slice(-2).map(({ historical }) => historical)).toEqual([true, false]);
  });
});
