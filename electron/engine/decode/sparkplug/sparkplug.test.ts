import { get as sparkplug } from 'sparkplug-payload';
import { describe, expect, it } from 'vitest';
import { QUALITY_BAD, QUALITY_GOOD, QUALITY_UNCERTAIN } from '#shared/domain/sample.ts';
import { BENCH_NOW_MS, decodeBench, type DecodeBench } from '#tests/builders/decode.ts';

const codec = sparkplug('spBv1.0');
if (!codec) throw new Error('sparkplug-payload has no spBv1.0');
type Payload = Parameters<typeof codec.encodePayload>[0];
type Metric = NonNullable<Payload['metrics']>[number];

const encode = (seq: number | undefined, metrics: Metric[], timestamp = BENCH_NOW_MS): Uint8Array =>
  codec.encodePayload({ timestamp, metrics, ...(seq === undefined ? {} : { seq }) } as Payload);

const bdSeq = (value: number): Metric => ({ name: 'bdSeq', type: 'UInt64', value }) as Metric;

/** A plant with one node `edge` and one climate device `CL-1`. */
function plant(extra: object = {}): DecodeBench & {
  nbirth(session?: number): string[];
  ndeath(session?: number): string[];
  dbirth(seq: number): string[];
  ddata(seq: number, ...metrics: Metric[]): string[];
} {
  const bench = decodeBench([
    {
      topic: 'spBv1.0/plant/#',
      asset: '{device}',
      payload: { format: 'sparkplug-b', metric: '{point}', ...extra },
    },
  ]);
  return Object.assign(bench, {
    nbirth: (session = 0) => bench.send('spBv1.0/plant/NBIRTH/edge', encode(0, [bdSeq(session)])),
    ndeath: (session = 0) => bench.send('spBv1.0/plant/NDEATH/edge', encode(undefined, [bdSeq(session)])),
    dbirth: (seq: number) =>
      bench.send(
        'spBv1.0/plant/DBIRTH/edge/CL-1',
        encode(seq, [
          { name: 'temperature', alias: 10, type: 'Float', value: 20.5 },
          { name: 'co2', alias: 11, type: 'Int32', value: 600 },
          { name: 'unused/by site', alias: 12, type: 'Double', value: 1 },
        ] as Metric[]),
      ),
    ddata: (seq: number, ...metrics: Metric[]) =>
      bench.send('spBv1.0/plant/DDATA/edge/CL-1', encode(seq, metrics)),
  });
}

const alias = (number: number, type: string, value: unknown, more: object = {}): Metric =>
  ({ alias: number, type, value, ...more }) as Metric;

describe('births and data', () => {
  it('takes values of births, then data by alias and by name', () => {
    const bench = plant();
    expect(bench.nbirth()).toEqual([]);
    expect(bench.dbirth(1)).toEqual(['CL-1.temperature = 20.5', 'CL-1.co2 = 600']);
    expect(bench.ddata(2, alias(10, 'Float', 21), alias(12, 'Double', 5))).toEqual(['CL-1.temperature = 21']);
    expect(bench.ddata(3, { name: 'co2', type: 'Int32', value: 650 } as Metric)).toEqual(['CL-1.co2 = 650']);
    expect(bench.quarantine.total).toBe(0);
    expect(bench.rebirths).toEqual([]);
  });

  it('reads asset and point out of the metric name, whatever the node', () => {
    const bench = decodeBench([{ topic: 'spBv1.0/+/#', payload: { format: 'sparkplug-b', scale: 0.001 } }]);
    const metrics = [
      { name: 'EM-0/activePower', alias: 1, type: 'Double', value: 1500 },
      { name: 'Outputs/1', alias: 2, type: 'Boolean', value: true },
      bdSeq(3),
    ] as Metric[];
    expect(bench.send('spBv1.0/any group/NBIRTH/e', encode(0, metrics))).toEqual(['EM-0.activePower = 1.5']);
    expect(bench.quarantine.total).toBe(0);
  });

  it('historical values go to history, nulls are bad, times are per metric', () => {
    const bench = plant();
    bench.nbirth();
    bench.dbirth(1);
    bench.samples.length = 0;
    bench.ddata(
      2,
      alias(10, 'Float', 19, { timestamp: BENCH_NOW_MS - 3_600_000, isHistorical: true }),
      alias(11, 'Int32', null),
      alias(10, 'Float', 22, { timestamp: BENCH_NOW_MS - 5 }),
    );
    expect(bench.samples).toEqual([
      {
        id: 'CL-1.temperature',
        value: 19,
        sourceMs: BENCH_NOW_MS - 3_600_000,
        quality: QUALITY_GOOD,
        historical: true,
      },
      { id: 'CL-1.co2', value: NaN, sourceMs: BENCH_NOW_MS, quality: QUALITY_BAD, historical: false },
      {
        id: 'CL-1.temperature',
        value: 22,
        sourceMs: BENCH_NOW_MS - 5,
        quality: QUALITY_GOOD,
        historical: false,
      },
    ]);
  });

  it.each([
    ['Int8', -2, -2],
    ['Int16', -300, -300],
    ['Int32', -2_000_000_000, -2_000_000_000],
    ['Int64', -5_000_000_000, -5_000_000_000],
    ['UInt8', 255, 255],
    ['UInt16', 65_535, 65_535],
    ['UInt32', 4_294_967_295, 4_294_967_295],
    ['UInt64', 18_446_744_073_709, 18_446_744_073_709],
    ['Float', 0.5, 0.5],
    ['Double', 15_235.1, 15_235.1],
    ['String', '612', 612],
  ])('%s %s', (type, value, expected) => {
    const bench = decodeBench([{ topic: 'spBv1.0/g/#', payload: { format: 'sparkplug-b' } }]);
    bench.send('spBv1.0/g/NBIRTH/e', encode(0, [{ name: 'EM-0/activePower', type, value } as Metric]));
    expect(bench.samples[0]?.value).toBe(expected);
  });

  it('one bad metric does not cost the others', () => {
    const bench = plant();
    bench.nbirth();
    bench.dbirth(1);
    expect(bench.ddata(2, alias(10, 'Float', NaN), alias(11, 'Int32', 700))).toEqual(['CL-1.co2 = 700']);
    expect(bench.lastReason()).toBe('not-a-number');
    expect(bench.ddata(3, alias(10, 'Float', 1, { timestamp: 5 }), alias(11, 'Int32', 701))).toEqual([
      'CL-1.co2 = 701',
    ]);
    expect(bench.lastReason()).toBe('bad-timestamp');
    expect(bench.ddata(4, alias(10, 'String', 'warm'), alias(11, 'Int32', 702))).toEqual(['CL-1.co2 = 702']);
    expect(bench.lastReason()).toBe('not-a-number');
  });

  it('takes the quality property at its word', () => {
    const bench = plant();
    bench.nbirth();
    bench.dbirth(1);
    bench.samples.length = 0;
    const withQuality = (value: number): Metric =>
      alias(10, 'Float', 20, {
        properties: { Unit: { type: 'String', value: 'C' }, Quality: { type: 'Int32', value } },
      });
    [192, 0, 500, 64].forEach((quality, index) => bench.ddata(2 + index, withQuality(quality)));
    expect(bench.samples.map(({ quality }) => quality)).toEqual([
      QUALITY_GOOD,
      QUALITY_BAD,
      QUALITY_BAD,
      QUALITY_UNCERTAIN,
    ]);
  });
});

describe('life of a node: state × event', () => {
  const unborn = (): ReturnType<typeof plant> => plant();
  const born = (): ReturnType<typeof plant> => {
    const bench = plant();
    bench.nbirth(7);
    bench.dbirth(1);
    return bench;
  };
  const dead = (): ReturnType<typeof plant> => {
    const bench = born();
    bench.ndeath(7);
    bench.lost.length = 0;
    return bench;
  };
  type Step = (bench: ReturnType<typeof plant>) => unknown;
  const dataByAlias: Step = (bench) => bench.ddata(2, alias(10, 'Float', 30));
  const dataByName: Step = (bench) =>
    bench.ddata(2, { name: 'temperature', type: 'Float', value: 30 } as Metric);
  const everything = ['CL-1.temperature', 'CL-1.co2'];

  it.each([
    // state, event, samples, points lost, rebirths asked, quarantined
    ['unborn', unborn, 'NBIRTH', (bench) => bench.nbirth(7), [], [], 0, 0],
    [
      'unborn',
      unborn,
      'DBIRTH',
      (bench) => bench.dbirth(1),
      ['CL-1.temperature = 20.5', 'CL-1.co2 = 600'],
      [],
      1,
      0,
    ],
    ['unborn', unborn, 'data by alias', dataByAlias, [], [], 1, 0],
    ['unborn', unborn, 'data by name', dataByName, ['CL-1.temperature = 30'], [], 1, 0],
    ['unborn', unborn, 'NDEATH', (bench) => bench.ndeath(7), [], [], 0, 0],
    [
      'unborn',
      unborn,
      'DDEATH',
      (bench) => bench.send('spBv1.0/plant/DDEATH/edge/CL-1', encode(1, [])),
      [],
      [],
      1,
      0,
    ],
    ['born', born, 'the same NBIRTH again', (bench) => bench.nbirth(7), [], [], 0, 0],
    ['born', born, 'NBIRTH of a new session', (bench) => bench.nbirth(8), [], everything, 0, 0],
    ['born', born, 'data by alias', dataByAlias, ['CL-1.temperature = 30'], [], 0, 0],
    ['born', born, 'data by name', dataByName, ['CL-1.temperature = 30'], [], 0, 0],
    ['born', born, 'unknown alias', (bench) => bench.ddata(2, alias(99, 'Float', 1)), [], [], 1, 1],
    [
      'born',
      born,
      'gap',
      (bench) => bench.ddata(9, alias(10, 'Float', 30)),
      ['CL-1.temperature = 30'],
      [],
      1,
      1,
    ],
    [
      'born',
      born,
      'the same message twice',
      (bench) => [dataByAlias(bench), dataByAlias(bench)],
      ['CL-1.temperature = 30', 'CL-1.temperature = 30'],
      [],
      0,
      0,
    ],
    ['born', born, 'NDEATH', (bench) => bench.ndeath(7), [], everything, 0, 0],
    ['born', born, 'NDEATH of an earlier session', (bench) => bench.ndeath(6), [], [], 0, 0],
    [
      'born',
      born,
      'DDEATH',
      (bench) => bench.send('spBv1.0/plant/DDEATH/edge/CL-1', encode(2, [])),
      [],
      everything,
      0,
      0,
    ],
    ['dead', dead, 'NBIRTH', (bench) => bench.nbirth(8), [], everything, 0, 0],
    ['dead', dead, 'data by alias', dataByAlias, [], [], 1, 0],
    ['dead', dead, 'NDEATH again', (bench) => bench.ndeath(7), [], everything, 0, 0],
  ] as [string, () => ReturnType<typeof plant>, string, Step, string[], string[], number, number][])(
    '%s: %2$s',
    (_state, begin, _event, step, samples, lost, rebirths, quarantined) => {
      const bench = begin();
      const before = bench.samples.length;
      step(bench);
      expect(bench.samples.slice(before).map(({ id, value }) => `${id} = ${value}`)).toEqual(samples);
      expect(bench.lost.flat()).toEqual(lost);
      expect(bench.rebirths.length).toBe(rebirths);
      expect(bench.quarantine.total).toBe(quarantined);
    },
  );

  it('says that data are not born once the births that were asked for do not come', () => {
    const bench = unborn();
    dataByAlias(bench);
    bench.nowMs += 9_000;
    dataByAlias(bench);
    expect(bench.quarantine.total).toBe(1);
  });

  it('waits in silence for births that were asked for just now', () => {
    const bench = unborn();
    dataByAlias(bench);
    bench.nowMs += 4_000;
    dataByAlias(bench);
    expect(bench.quarantine.total).toBe(0);
    bench.nbirth(7);
    bench.dbirth(1);
    dataByAlias(bench);
    expect(bench.quarantine.total).toBe(0);
    expect(bench.samples.at(-1)?.value).toBe(30);
  });

  it('after a gap an alias is doubtful until the next birth, a name is not', () => {
    const bench = born();
    bench.samples.length = 0;
    bench.ddata(5, alias(10, 'Float', 1));
    bench.ddata(6, alias(10, 'Float', 2), { name: 'co2', type: 'Int32', value: 3 } as Metric);
    bench.nbirth(7);
    bench.dbirth(1);
    bench.ddata(2, alias(10, 'Float', 4));
    expect(bench.samples.map(({ quality }) => quality)).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('the sequence turns over at 255', () => {
    const bench = born();
    for (let seq = 2; seq < 600; seq += 1) bench.ddata(seq & 0xff, alias(10, 'Float', 1));
    expect(bench.quarantine.total).toBe(0);
  });

  it('asks for a rebirth at most every 5 s, ever more rarely while nobody answers', () => {
    const bench = unborn();
    const asked: number[] = [];
    for (let second = 0; second < 120; second += 1) {
      bench.nowMs = BENCH_NOW_MS + second * 1000;
      const before = bench.rebirths.length;
      dataByAlias(bench);
      if (bench.rebirths.length > before) asked.push(second);
    }
    expect(asked).toEqual([0, 5, 15, 35, 75]);
    bench.nowMs = BENCH_NOW_MS - 86_400_000;
    dataByAlias(bench);
    expect(bench.rebirths.length).toBe(6);
  });

  it('the request is what a Sparkplug client understands', () => {
    const bench = unborn();
    dataByAlias(bench);
    const [request] = bench.rebirths;
    expect(request?.topic).toBe('spBv1.0/plant/NCMD/edge');
    const { metrics } = codec.decodePayload(request?.payload as Uint8Array);
    expect(metrics?.map(({ name, type, value }) => ({ name, type, value }))).toEqual([
      { name: 'Node Control/Rebirth', type: 'Boolean', value: true },
    ]);
  });

  it('another node is another life', () => {
    const bench = born();
    bench.send('spBv1.0/plant/NDEATH/other', encode(undefined, [bdSeq(7)]));
    expect(bench.lost).toEqual([]);
  });
});

describe('what is no Sparkplug', () => {
  it.each([
    ['spBv1.0/plant/NCMD/edge', 0],
    ['spBv1.0/plant/DCMD/edge/CL-1', 0],
    ['spBv1.0/plant/XDATA/edge', 1],
    ['spBv1.0/plant/NDATA', 1],
    ['spBv1.0/plant/NDATA/edge/CL-1', 1],
    ['spBv1.0/plant/DDATA/edge', 1],
    ['spBv1.0/plant/DDATA/edge/CL-1/more', 1],
  ])('%s', (topic, quarantined) => {
    const bench = plant();
    expect(bench.send(topic, encode(1, []))).toEqual([]);
    expect(bench.quarantine.total).toBe(quarantined);
    if (quarantined > 0) expect(bench.lastReason()).toBe('unknown-topic');
  });

  it('a payload cut off anywhere is refused as a whole, or read as what it still is', () => {
    const full = encode(1, [
      { name: 'temperature', alias: 10, type: 'Float', value: 20.5 },
      { name: 'co2', alias: 11, type: 'Int32', value: 600 },
    ] as Metric[]);
    for (let length = 0; length < full.length; length += 1) {
      const bench = plant();
      bench.nbirth();
      for (const read of bench.send('spBv1.0/plant/DBIRTH/edge/CL-1', full.subarray(0, length))) {
        expect(['CL-1.temperature = 20.5', 'CL-1.co2 = 600']).toContain(read);
      }
    }
  });

  it('a metric that lies about its length costs only itself', () => {
    const bench = plant();
    bench.nbirth();
    bench.dbirth(1);
    const good = [0x12, 0x0b, 0x10, 11, 0x20, 3, 0x50, 0xa0, 0x05, 0x18, 0x80, 0x80, 0x00];
    const lying = [0x12, 0x04, 0x10, 10, 0x0a, 0x7f];
    const payload = Uint8Array.from([...lying, ...good.slice(0, 1), 0x07, ...good.slice(2, 9), 0x18, 2]);
    expect(bench.send('spBv1.0/plant/DDATA/edge/CL-1', payload)).toEqual(['CL-1.co2 = 672']);
    expect(bench.lastReason()).toBe('bad-sparkplug');
  });
});
