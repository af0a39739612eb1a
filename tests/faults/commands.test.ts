/**
 * Commands of the real program through a real broker to a device in the test's hands, while broker, disk and program fail.
 * What must never happen is looked for behind a later command: had anything been kept for later, it would have come first.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync, type IPublishPacket, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from '#shared/domain/command/command.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { startMosquitto, type MosquittoBroker } from '#tests/builders/broker.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { startProgram, type Program, type WindowEnd } from '#tests/builders/program.ts';

const WAIT = { timeout: 30_000, interval: 10 };
const DEADLINE_S = 3;

interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly packet: IPublishPacket;
}

let folder: string;
let broker: MosquittoBroker;
let device: MqttClient;
let program: Program;
let window: WindowEnd;
let heard: Heard[];
/** What the device does with a command, besides hearing it. */
let behaviour: (command: Heard) => void;

const start = (): Promise<Program> =>
  startProgram(['--site', folder, '--broker', broker.url, '--data', path.join(folder, 'data')]);
const online = (): Promise<void> =>
  vi.waitFor(async () => expect((await program.health()).feed.state).toBe('online'), WAIT);
const say = (pointId: string, word: string): void =>
  void device.publish(`small/alarm/${pointId.replace('.', '/')}`, word, { qos: 1 });
/** Does as it is told, and says so. */
const obey = ({ topic, text }: Heard): void => {
  const [, , asset, point] = topic.split('/');
  say(`${asset}.${point}`, text);
};

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-commands-'));
  writeFileSync(
    path.join(folder, 'site.json'),
    JSON.stringify(commandSite({ deadlineS: DEADLINE_S, expiryS: 2 })),
  );
  broker = await startMosquitto();
  device = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 100 });
  device.on('message', (topic, payload, packet) => {
    const command = { topic, text: payload.toString(), packet };
    heard.push(command);
    behaviour(command);
  });
  await device.subscribeAsync('small/command/#', { qos: 1 });
  program = await start();
}, 240_000);

afterAll(async () => {
  await device.endAsync(true);
  await program.kill();
  await broker.dispose();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  heard = [];
  behaviour = obey;
  await online();
  window = await program.openWindow();
});
afterEach(() => window.close());

async function ask(pointId: string, value: string | number): Promise<Command> {
  const asked = await window.ask('command.ask', { pointId, value, by: 'Chen' });
  if (!asked.ok) throw new Error(asked.error.code);
  return asked.value;
}
const becomes = (id: string, expected: object): Promise<void> =>
  vi.waitFor(() => expect(window.collection('commands').get(id)).toMatchObject(expected), WAIT);

/** Everything the device heard, once a dimmer's command has come through that was asked after all else. */
async function heardBeforeMarker(): Promise<Heard[]> {
  await online();
  await vi.waitFor(() => expect(device.connected).toBe(true), WAIT);
  await vi.waitFor(async () => {
    await device.subscribeAsync('small/command/#', { qos: 1 });
    const marker = await window.ask('command.ask', { pointId: 'DIM-1.level', value: 50, by: 'Chen' });
    expect(marker).toMatchObject({
      ok: true,
      value: { phase: expect.stringMatching(/sent|accepted/) as string },
    });
    await vi.waitFor(() => expect(heard.some(({ topic }) => topic.includes('DIM-1'))).toBe(true), {
      timeout: 5_000,
      interval: 10,
    });
  }, WAIT);
  return heard.filter(({ topic }) => !topic.includes('DIM-1'));
}

describe('a command', () => {
  it('is sent once, with an expiry, not retained, and proved by the device itself', async () => {
    const { id, phase } = await ask('LOCK-1.locked', 'off');
    expect(['sent', 'accepted', 'proved']).toContain(phase);
    await becomes(id, { phase: 'proved', feedback: 0 });
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({
      topic: 'small/command/LOCK-1/locked',
      text: 'OFF',
      packet: { qos: 1, retain: false, properties: { messageExpiryInterval: 2 } },
    });
    await vi.waitFor(() => expect(window.collection('commands').get(id)?.storedSeq).toBeGreaterThan(0), WAIT);
    const history = await window.ask('command.history', { assetId: 'LOCK-1', limit: 10 });
    const kinds = history.ok ? history.value.entries.map(({ kind }) => kind) : [];
    expect(kinds[0]).toBe('command.proved');
    expect(kinds.slice(-3).reverse()).toEqual(['command.asked', 'command.confirmed', 'command.sent']);
  });

  it('fails where the device says another state until the deadline', async () => {
    behaviour = ({ text }) => say('LOCK-1.locked', text === 'ON' ? 'OFF' : 'ON');
    const { id } = await ask('LOCK-1.locked', 'off');
    await becomes(id, { phase: 'failed', reason: 'other-state', feedback: 1 });
  });

  it('stays unanswered where the device says nothing, whatever it said before', async () => {
    say('LOCK-1.locked', 'OFF');
    await vi.waitFor(() => expect(window.value('LOCK-1.locked')).toBe(0), WAIT);
    behaviour = () => undefined;
    const { id } = await ask('LOCK-1.locked', 'off');
    await becomes(id, { phase: 'no-answer', reason: 'silent', acceptedBy: 'broker' });
  });

  it('is answered by MQTT 5 response topic and correlation data, which is no proof yet', async () => {
    let answerTo: (() => void) | undefined;
    behaviour = ({ packet: { properties } }) => {
      answerTo = () =>
        void device.publish(properties?.responseTopic ?? '', '{"ok":true}', {
          qos: 1,
          properties: { correlationData: properties?.correlationData as Buffer },
        });
    };
    const { id } = await ask('PA-1.announcing', '请沿疏散标志离开');
    await vi.waitFor(() => expect(answerTo).toBeDefined(), WAIT);
    expect(JSON.parse(heard[0]?.text ?? '')).toMatchObject({ text: '请沿疏散标志离开', id });
    expect(heard[0]?.packet.properties?.correlationData?.toString()).toBe(id);
    answerTo?.();
    await becomes(id, { phase: 'accepted', acceptedBy: 'device' });
    say('PA-1.announcing', 'ON');
    await becomes(id, { phase: 'proved' });
  });

  it('is refused by an interlock that nobody has ever heard of', async () => {
    expect(await ask('FAN-1.running', 'on')).toMatchObject({
      phase: 'refused',
      violations: [{ because: 'never' }, { because: 'never' }],
    });
    expect(await heardBeforeMarker()).toEqual([]);
  });
});

describe('when the broker dies', () => {
  it('between sending and feedback: no answer, and nothing again when it is back', async () => {
    behaviour = () => undefined;
    const { id } = await ask('LOCK-1.locked', 'off');
    await vi.waitFor(() => expect(heard).toHaveLength(1), WAIT);
    await broker.kill();
    await becomes(id, { phase: 'no-answer' });
    await broker.start();
    behaviour = obey;
    expect(await heardBeforeMarker()).toHaveLength(1);
    expect(window.collection('commands').get(id)).toMatchObject({ phase: 'no-answer' });
  });

  it('before it is asked: refused at once, and nothing afterwards', async () => {
    await broker.kill();
    await vi.waitFor(async () => expect((await program.health()).feed.state).not.toBe('online'), WAIT);
    expect(await ask('LOCK-1.locked', 'off')).toMatchObject({ phase: 'refused', reason: 'offline' });
    await broker.start();
    expect(await heardBeforeMarker()).toEqual([]);
  });
});

describe('when the disk is full', () => {
  const limitFileSize = (bytes: string): void =>
    void execFileSync('prlimit', ['--pid', String(program.pid), `--fsize=${bytes}:`]);

  it('refuses, and sends nothing when there is room again', async () => {
    limitFileSize('1');
    expect(await ask('LOCK-1.locked', 'off')).toMatchObject({ phase: 'refused', reason: 'not-stored' });
    limitFileSize('unlimited');
    await vi.waitFor(() => expect(window.vitals?.journal).toMatchObject({ storing: true, lag: 0 }), WAIT);
    expect(await heardBeforeMarker()).toEqual([]);
  });
});

describe('when the program is killed', () => {
  it('says that the outcome is not known, and never sends again', async () => {
    behaviour = () => undefined;
    const { id } = await ask('LOCK-1.locked', 'off');
    await vi.waitFor(() => expect(heard).toHaveLength(1), WAIT);
    await program.kill();
    window.close();
    program = await start();
    window = await program.openWindow();
    await becomes(id, { phase: 'no-answer', reason: 'restarted' });
    behaviour = obey;
    // Obeyed after all, but too late to be called a success of that command.
    say('LOCK-1.locked', 'OFF');
    expect(await heardBeforeMarker()).toHaveLength(1);
    expect(window.collection('commands').get(id)).toMatchObject({ phase: 'no-answer' });
  });
});
