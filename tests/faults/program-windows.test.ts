/** Windows that do not keep up: one that never acknowledges a frame, one that does not even read. The third sees everything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';
import { smallSite } from '#tests/builders/site.ts';

const WAIT = { timeout: 30_000, interval: 10 };
const ROUNDS = 60;
let folder: string;
let broker: MosquittoBroker;
let publisher: MqttClient;
let program: Program;

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-windows-'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(smallSite()));
  broker = await startMosquitto();
  publisher = await connectAsync(broker.url);
  program = await startProgram([
    '--site',
    folder,
    '--broker',
    broker.url,
    '--data',
    path.join(folder, 'data'),
  ]);
  await vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), WAIT);
}, 240_000);

afterAll(async () => {
  await publisher.endAsync();
  await program.stop();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const publish = (temperature: number): Promise<unknown> =>
  publisher.publishAsync(
    'small/climate/CL-1',
    JSON.stringify({ t: Date.now(), v: { temperature, humidity: 40 } }),
    { qos: 1 },
  );
const smokes = (window: WindowEnd): string[] =>
  [...window.alarms.values()].filter(({ ruleId }) => ruleId === 'smoke').map(({ phase }) => phase);

it('do not hold the others up, and catch up in one step', async () => {
  const fast = await program.openWindow();
  const slow = await program.openWindow({ acknowledging: false });
  const deaf = await program.openWindow();
  deaf.freeze();
  for (let round = 1; round <= ROUNDS; round += 1) {
    await publish(20 + round / 10);
    // Each value reaches the fast window by itself: nothing waits for the other two.
    await vi.waitFor(() => expect(fast.value('CL-1.temperature')).toBe(20 + round / 10), WAIT);
  }
  expect(fast.shown('CL-1.temperature').size).toBeGreaterThanOrEqual(ROUNDS);
  await publisher.publishAsync('small/alarm/SD-1/smoke', 'ON', { qos: 1 });
  await vi.waitFor(() => expect(smokes(fast)).toEqual(['unacknowledged']), WAIT);

  expect(slow.frames).toBe(1);
  expect(smokes(slow)).toEqual([]);
  slow.acknowledge();
  await vi.waitFor(() => {
    expect(slow.value('CL-1.temperature')).toBe(20 + ROUNDS / 10);
    expect(smokes(slow)).toEqual(['unacknowledged']);
  }, WAIT);
  // Coalesced, not queued: of sixty values it saw the last.
  expect(slow.shown('CL-1.temperature').size).toBeLessThan(5);

  const { id, occurrence } = [...fast.alarms.values()].find(({ ruleId }) => ruleId === 'smoke') ?? {};
  if (id === undefined || occurrence === undefined) throw new Error('the alarm is gone');
  const answer = await fast.ask('alarm.acknowledge', { alarms: [{ id, occurrence }], by: 'Chen' });
  expect(answer).toMatchObject({ ok: true, value: { stored: true } });
  for (const window of [fast, slow])
    await vi.waitFor(() => expect(smokes(window)).toEqual(['acknowledged']), WAIT);
  for (const window of [fast, slow, deaf]) window.close();
  await vi.waitFor(async () => expect((await program.health()).windows).toBe(0), WAIT);
}, 120_000);
