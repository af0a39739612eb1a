/**
 * What decoding costs beside the least that anybody must do: `JSON.parse(payload.toString())` on the same bytes, in the same
 * run, turn by turn. Medians of rounds; only the ratios travel between machines.
 */
import { pathToFileURL } from 'node:url';
import { get as sparkplug } from 'sparkplug-payload';
import { createDecoder } from '#engine/decode/decoder.ts';
import { createQuarantine } from '#engine/decode/quarantine.ts';
import { siteDocumentSchema } from '#shared/domain/site/document.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { SampleSink } from '#shared/domain/sample.ts';
import { largeSite, type SiteInput } from '#tests/builders/site.ts';
import { median, type BenchRow } from './row.ts';

interface Message {
  readonly topic: string;
  readonly payload: Buffer;
}

const NOW_MS = 1_790_000_000_000;
const POINTS = 5_000;
const MESSAGES = 20_000;
const ROUNDS = 15;

interface Case {
  readonly name: string;
  readonly mapping: SiteInput['mappings'][number];
  readonly payload: (asset: number, at: number) => Buffer;
  readonly topic: (asset: number) => string;
}

const cases: readonly Case[] = [
  {
    name: 'raw scalar',
    mapping: { topic: 'large/{asset}/{point}', payload: { format: 'raw' } },
    topic: (asset) => `large/CL-${asset}/temperature`,
    payload: (asset) => Buffer.from((20 + (asset % 80) / 10).toFixed(1)),
  },
  {
    name: 'JSON, one value and time',
    mapping: {
      topic: 'large/{asset}/{point}',
      payload: {
        format: 'json',
        fields: [{ path: 'v', point: '{point}' }],
        timestamp: { path: 'ts', as: 'ms' },
        quality: { path: 'q' },
      },
    },
    topic: (asset) => `large/CL-${asset}/temperature`,
    payload: (asset, at) =>
      Buffer.from(`{"v":${(20 + (asset % 80) / 10).toFixed(2)},"ts":${NOW_MS + at},"q":"good"}`),
  },
  {
    name: 'JSON, an object of three values',
    mapping: {
      topic: 'large/{asset}',
      payload: { format: 'json', each: { path: 'v' }, timestamp: { path: 't', as: 'ms' } },
    },
    topic: (asset) => `large/CL-${asset}`,
    payload: (asset, at) =>
      Buffer.from(
        `{"t":${NOW_MS + at},"v":{"temperature":${20 + (asset % 80) / 10},"humidity":${40 + (asset % 300) / 10},"co2":${400 + (asset % 900)}}}`,
      ),
  },
  {
    name: 'JSON, ISO time and text beyond ASCII',
    mapping: {
      topic: 'large/{asset}',
      payload: {
        format: 'json',
        fields: [{ path: 'data.temp', point: 'temperature' }],
        timestamp: { path: 'time', as: 'iso' },
      },
    },
    topic: (asset) => `large/CL-${asset}`,
    payload: (asset) =>
      Buffer.from(
        `{"time":"2026-09-21T22:13:15.250","name":"三层西侧 ${asset}","data":{"temp":${20 + (asset % 80) / 10}},"ok":true}`,
      ),
  },
];

export async function run(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const one of cases) {
    rows.push(...measure(one));
    await new Promise((resolve) => setImmediate(resolve));
  }
  rows.push(...measureSparkplug());
  return rows;
}

/** Keeps what it is given from being optimized away. */
function countingSink(): SampleSink & { sum: number } {
  return {
    sum: 0,
    sample(_point, value) {
      this.sum += value;
    },
    historical(_point, value) {
      this.sum += value;
    },
    sourceLost(points) {
      this.sum += points.length;
    },
  };
}

function measure({ name, mapping, topic, payload }: Case): BenchRow[] {
  const document = siteDocumentSchema.parse({
    ...largeSite({ points: POINTS }),
    mappings: [mapping],
    alarmRules: [],
  });
  const site = buildSite(document, 'bench');
  const sink = countingSink();
  const nowMs = (): number => NOW_MS;
  const decoder = createDecoder({ site, sink, quarantine: createQuarantine({ nowMs }), nowMs });
  // As from a socket: every message is a slice of a larger buffer, and its topic a text of its own.
  const messages = Array.from({ length: MESSAGES }, (_, at): Message => {
    const asset = at % site.assets.length;
    return { topic: topic(asset), payload: payload(asset, at) };
  });
  const bare: number[] = [];
  const decoded: number[] = [];
  let seen = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(
      timed(() => {
        for (const one of messages) seen += (JSON.parse(one.payload.toString()) as object) === null ? 0 : 1;
      }),
    );
    decoded.push(
      timed(() => {
        for (const one of messages) seen += decoder.message('main', one.topic, one.payload, NOW_MS);
      }),
    );
  }
  if (decoder.counters.quarantined > 0 || seen === 0 || sink.sum === 0)
    throw new Error(`${name}: nothing was decoded`);
  // The first rounds run before the code is optimized: a median of all of them leaves those out.
  const bareNs = (median(bare) * 1e6) / MESSAGES;
  const decodeNs = (median(decoded) * 1e6) / MESSAGES;
  const ratio = decodeNs / bareNs;
  return [
    { what: `${name}: JSON.parse alone`, figure: bareNs, unit: 'ns a message' },
    {
      what: `${name}: decode`,
      figure: decodeNs,
      unit: 'ns a message',
      ratio,
      reach: '≤ 1.3 × JSON.parse',
      reached: ratio <= 1.3,
    },
  ];
}

const METRICS = 100;

/** Messages of 100 metrics by alias, time and double, beside the reference decoder of Sparkplug B on the same bytes. */
function measureSparkplug(): BenchRow[] {
  const codec = sparkplug('spBv1.0');
  if (!codec) throw new Error('sparkplug-payload does not know spBv1.0');
  const mapping: SiteInput['mappings'][number] = {
    topic: 'spBv1.0/bench/#',
    payload: { format: 'sparkplug-b' },
  };
  const document = siteDocumentSchema.parse({
    ...largeSite({ points: POINTS }),
    mappings: [mapping],
    alarmRules: [],
  });
  const site = buildSite(document, 'bench');
  const sink = countingSink();
  const nowMs = (): number => NOW_MS;
  const decoder = createDecoder({ site, sink, quarantine: createQuarantine({ nowMs }), nowMs });
  const metric = (index: number, more: object): object => ({
    type: 'Double',
    value: 20 + index / 10,
    timestamp: NOW_MS,
    ...more,
  });
  const encode = (seq: number, named: boolean): Buffer =>
    Buffer.from(
      codec.encodePayload({
        timestamp: NOW_MS,
        seq,
        metrics: Array.from({ length: METRICS }, (_, index) =>
          metric(index, { alias: index, ...(named ? { name: `CL-${index}/temperature` } : {}) }),
        ) as NonNullable<Parameters<typeof codec.encodePayload>[0]['metrics']>,
      }),
    );
  decoder.message('main', 'spBv1.0/bench/NBIRTH/edge', encode(0, true), NOW_MS);
  const payload = encode(1, false);
  const reference: number[] = [];
  const decoded: number[] = [];
  let seen = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    reference.push(
      timed(() => {
        for (let i = 0; i < (MESSAGES / METRICS) * 10; i += 1)
          seen += codec.decodePayload(payload).metrics?.length ?? 0;
      }),
    );
    decoded.push(
      timed(() => {
        for (let i = 0; i < (MESSAGES / METRICS) * 10; i += 1)
          seen += decoder.message('main', 'spBv1.0/bench/NDATA/edge', payload, NOW_MS);
      }),
    );
  }
  if (decoder.counters.quarantined > 0 || seen !== 2 * ROUNDS * MESSAGES * 10)
    throw new Error('Sparkplug: not all was decoded');
  const perSecond = (ms: number): number => (MESSAGES * 10 * 1000) / ms;
  const ratio = median(reference) / median(decoded);
  return [
    {
      what: 'Sparkplug B, 100 metrics a message: sparkplug-payload',
      figure: perSecond(median(reference)),
      unit: 'metrics/s',
    },
    {
      what: 'Sparkplug B: decode to samples',
      figure: perSecond(median(decoded)),
      unit: 'metrics/s',
      ratio,
      reach: '≥ 1.5 × sparkplug-payload',
      reached: ratio >= 1.5,
    },
  ];
}

/** Processor time in milliseconds: a machine that is busy with other things disturbs it less than the wall clock. */
function timed(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { what, figure, unit, ratio } of await run()) {
    console.log(`${what.padEnd(56)} ${figure.toFixed(0).padStart(6)} ${unit} ${ratio?.toFixed(2) ?? ''}`);
  }
}
