/** Two stations of one site at one device, and nothing between them but the site's broker: each sees the other's hand. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Command } from '#shared/domain/command/command.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';

const WAIT = { timeout: 30_000, interval: 10 };
/** Long enough that no machine is too slow to look while it is open. */
const DEADLINE_S = 60;
const LOCK = 'LOCK-1.locked';

interface Station {
  readonly program: Program;
  readonly window: WindowEnd;
}

let folder: string;
let broker: MosquittoBroker;
let device: MqttClient;
const heard: string[] = [];
let desk: Station;
let wall: Station;

async function open(name: string): Promise<Station> {
  const data = path.join(folder, name);
  const program = await startProgram(['--site', folder, '--broker', broker.url, '--data', data]);
  const window = await program.openWindow();
  await vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), WAIT);
  return { program, window };
}

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-two-hands-'));
  writeFileSync(path.join(folder, 'site.json'), JSON.stringify(commandSite({ deadlineS: DEADLINE_S })));
  broker = await startMosquitto();
  device = await connectAsync(broker.url, { protocolVersion: 5 });
  device.on('message', (topic, payload) => heard.push(`${topic.split('/')[2]} ${payload.toString()}`));
  await device.subscribeAsync('small/command/#', { qos: 1 });
  desk = await open('desk');
  wall = await open('wall');
}, 240_000);

afterAll(async () => {
  await device.endAsync();
  for (const { program } of [desk, wall]) await program.stop();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const ask = ({ window }: Station, value: string, by: string) =>
  window.ask('command.ask', { pointId: LOCK, value, by });
const say = (word: 'ON' | 'OFF') => device.publishAsync('small/alarm/LOCK-1/locked', word, { qos: 1 });
const elsewhere = ({ window }: Station) => [...window.collection('commandsElsewhere').values()];

async function asked(station: Station, value: string, by: string): Promise<Command> {
  const answer = await ask(station, value, by);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}
const becomes = ({ window }: Station, { id }: Command, expected: object): Promise<void> =>
  vi.waitFor(() => expect(window.collection('commands').get(id)).toMatchObject(expected), WAIT);

it('shows at one what was sent at the other, sends the same no second time, and something else only at a second press', async () => {
  const release = await asked(desk, 'off', 'Chen');
  await vi.waitFor(
    () =>
      expect(elsewhere(wall)).toMatchObject([{ id: release.id, pointId: LOCK, by: 'Chen', phase: 'sent' }]),
    WAIT,
  );
  expect(elsewhere(desk)).toEqual([]);
  expect(await ask(wall, 'off', 'Li')).toMatchObject({ ok: false, error: { code: 'busy-elsewhere' } });
  const other = await asked(wall, 'on', 'Li');
  expect(other).toMatchObject({ phase: 'asked', confirmation: 'two-step' });
  await vi.waitFor(() => expect(elsewhere(desk)).toMatchObject([{ by: 'Li', phase: 'asked' }]), WAIT);
  expect((await wall.window.ask('command.withdraw', { id: other.id, by: 'Li' })).ok).toBe(true);
  await vi.waitFor(() => expect(elsewhere(desk)).toEqual([]), WAIT);

  await say('OFF');
  await becomes(desk, release, { phase: 'proved' });
  await vi.waitFor(() => expect(elsewhere(wall)).toEqual([]), WAIT);
  const again = await asked(wall, 'off', 'Li');
  await vi.waitFor(() => expect(heard).toHaveLength(2), WAIT);
  await say('OFF');
  await becomes(wall, again, { phase: 'proved' });
  await vi.waitFor(() => expect(elsewhere(desk)).toEqual([]), WAIT);
  expect(heard).toEqual(['LOCK-1 OFF', 'LOCK-1 OFF']);
});

it('a station that is killed while its command is under way says so when it is back', async () => {
  const underWay = await asked(desk, 'off', 'Chen');
  await vi.waitFor(() => expect(elsewhere(wall)).toHaveLength(1), WAIT);
  desk.window.close();
  await desk.program.kill();
  desk = await open('desk');
  await becomes(desk, underWay, { phase: 'no-answer', reason: 'restarted' });
  await vi.waitFor(() => expect(elsewhere(wall)).toEqual([]), WAIT);
  expect((await ask(wall, 'off', 'Li')).ok).toBe(true);
});
