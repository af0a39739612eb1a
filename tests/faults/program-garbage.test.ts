/** 100,000 malformed payloads between the good ones, through a real broker into the real program: each is counted, none does anything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createRandom } from '#shared/base/random.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { startProgram, type Program } from '#tests/builders/program.ts';
import { smallSite } from '#tests/builders/site.ts';

const MALFORMED = 100_000;
/** Published before the test looks whether everything so far has arrived: more would queue in the broker, which may drop. */
const CHUNK = 2_000;

let folder: string;
let broker: MosquittoBroker;
let program: Program;
let publisher: MqttClient;

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-garbage-'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(smallSite()));
  broker = await startMosquitto();
  program = await startProgram([
    '--site',
    folder,
    '--broker',
    broker.url,
    '--data',
    path.join(folder, 'data'),
  ]);
  publisher = await connectAsync(broker.url, { protocolVersion: 5 });
  await vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), 30_000);
}, 240_000);

afterAll(async () => {
  await publisher.endAsync();
  await program.stop();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

type Payload = string | Buffer;
type Malformed = readonly [kind: string, topic: string, payload: (random: () => number) => Payload];

const climate = 'small/climate/CL-1';
const smoke = 'small/alarm/SD-1/smoke';
const whole = '{"t":1790000000000,"v":{"temperature":99.9,"humidity":99.9,"co2":9999}}';
const bytes = (random: () => number, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => 128 + Math.floor(random() * 64)));

const malformed: readonly Malformed[] = [
  ['cut off', climate, (random) => whole.slice(0, 1 + Math.floor(random() * (whole.length - 1)))],
  ['two objects', climate, () => whole + whole],
  ['empty', climate, () => ''],
  ['prose', climate, () => 'sensor offline'],
  ['markup', climate, () => '<v><temperature>99.9</temperature></v>'],
  ['not UTF-8', climate, (random) => bytes(random, 40)],
  ['not UTF-8 inside a text', climate, () => Buffer.from(`${whole.slice(0, -2)},"x":"\u00ff"}}`, 'latin1')],
  ['NaN', climate, () => whole.replace('99.9', 'NaN')],
  ['infinite', climate, () => '{"v":{"temperature":1e999}}'],
  ['a word for a number', climate, () => '{"v":{"temperature":"hot"}}'],
  ['an object for a number', climate, () => '{"v":{"temperature":{"value":99.9}}}'],
  ['a list', climate, () => '[99.9,99.9,9999]'],
  ['a bare number', climate, () => '99.9'],
  ['nothing in it', climate, () => '{}'],
  ['other fields', climate, () => '{"temperature":99.9}'],
  ['deep', climate, () => `${'{"v":'.repeat(500)}99.9${'}'.repeat(500)}`],
  ['deep lists', climate, () => '['.repeat(5_000)],
  ['the year 50,000', climate, () => whole.replace('1790000000000', '1515000000000000')],
  ['before there were sensors', climate, () => whole.replace('1790000000000', '-1790000000000')],
  ['no time at all', climate, () => whole.replace('1790000000000', '"yesterday"')],
  ['an unknown sensor', 'small/climate/CL-99', () => whole],
  ['a prototype for a sensor', 'small/climate/__proto__', () => whole],
  ['an unknown point', climate, () => '{"t":1790000000000,"v":{"__proto__":99.9}}'],
  ['an unknown word', smoke, () => 'MAYBE'],
  ['no word', smoke, () => ''],
  ['a long word', smoke, (random) => bytes(random, 1_000)],
  ['not a number', smoke, () => 'NaN'],
  ['an infinite smoke', smoke, () => '1e400'],
  ['a JSON object', smoke, () => '{"smoke":1}'],
  ['an unknown detector', 'small/alarm/SD-99/smoke', () => 'ON'],
  ['an unknown signal', 'small/alarm/SD-1/constructor', () => 'ON'],
  ['not Sparkplug', 'spBv1.0/small/NBIRTH/edge', (random) => bytes(random, 60)],
  ['a node that was never born', 'spBv1.0/small/NDATA/edge', (random) => bytes(random, 30)],
];

/** Rare, because each is large: over the limit of 256 KiB. */
const huge: Malformed = [
  'too large',
  climate,
  () => `{"v":{"temperature":99.9},"x":"${'x'.repeat(300_000)}"}`,
];

it('changes nothing, is counted to the last one, and the good values go on', async () => {
  const random = createRandom(7);
  const window = await program.openWindow();
  const good: number[] = [];
  let sentGood = 0;
  const publish = (topic: string, payload: Payload): Promise<unknown> =>
    publisher.publishAsync(topic, payload, { qos: 1 });
  const goodRound = async (): Promise<void> => {
    const value = 20 + good.length / 100;
    good.push(value);
    sentGood += 2;
    await publish(climate, JSON.stringify({ t: Date.now(), v: { temperature: value, co2: 600 } }));
    await publish(smoke, 'OFF');
  };
  const startedMs = performance.now();
  for (let sent = 0; sent < MALFORMED; sent += CHUNK) {
    const chunk = Array.from({ length: CHUNK }, (_, at) => {
      const [, topic, payload] = at === 0 ? huge : (malformed[(sent + at) % malformed.length] as Malformed);
      return publish(topic, payload(random));
    });
    await Promise.all([...chunk, goodRound()]);
    await vi.waitFor(
      async () => {
        const { messages } = await program.health();
        expect(messages.received).toBe(sent + CHUNK + sentGood);
      },
      { timeout: 30_000, interval: 20 },
    );
    // What was good among them is on the screen.
    await vi.waitFor(() => expect(window.value('CL-1.temperature')).toBe(good.at(-1)), { timeout: 10_000 });
  }
  console.log(
    `${MALFORMED} malformed payloads of ${malformed.length + 1} kinds in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
  );

  const { messages } = await program.health();
  expect(messages).toEqual({
    received: MALFORMED + sentGood,
    decoded: sentGood,
    quarantined: MALFORMED,
    dropped: 0,
  });
  for (const value of window.shown('CL-1.temperature')) expect([...good, NaN]).toContain(value);
  for (const value of window.shown('CL-1.co2')) expect([600, NaN]).toContain(value);
  for (const value of window.shown('SD-1.smoke')) expect([0, NaN]).toContain(value);
  expect([...window.alarms.values()].filter(({ assetId }) => ['CL-1', 'SD-1'].includes(assetId))).toEqual([]);

  const report = await window.ask('feed.quarantine', {});
  if (!report.ok) throw new Error(report.error.code);
  const { entries, byTopic, otherTopics, total } = report.value;
  expect(total).toBe(MALFORMED);
  expect(byTopic.reduce((sum, { count }) => sum + count, otherTopics)).toBe(MALFORMED);
  expect(entries.length).toBeLessThanOrEqual(200);
  expect(new Set(entries.map(({ reason }) => reason)).size).toBeGreaterThan(6);
  for (const entry of entries) expect(JSON.stringify(entry).length).toBeLessThan(4_096);

  // And the detector still does what it is there for.
  await publish(smoke, 'ON');
  await vi.waitFor(
    () =>
      expect([...window.alarms.values()]).toContainEqual(
        expect.objectContaining({ assetId: 'SD-1', phase: 'unacknowledged' }),
      ),
    10_000,
  );
  window.close();
}, 180_000);
