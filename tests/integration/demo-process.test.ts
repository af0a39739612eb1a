import { fork, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DemoConfig, DemoReport } from '#shared/protocol/demo.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const children: ChildProcess[] = [];
const clients: MqttClient[] = [];

interface Demo {
  readonly child: ChildProcess;
  readonly reports: DemoReport[];
  readonly exit: Promise<number | null>;
  /** The report that a test waits for. */
  report<T extends DemoReport['type']>(type: T): Promise<Extract<DemoReport, { type: T }>>;
}

function demo(config: unknown): Demo {
  const child = fork(
    `${root}/electron/demo/process.ts`,
    [typeof config === 'string' ? config : JSON.stringify(config)],
    {
      cwd: root,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  children.push(child);
  const reports: DemoReport[] = [];
  child.on('message', (message) => void reports.push(message as DemoReport));
  // Not `close`: it does not come for a channel that this side has let go of.
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    child,
    reports,
    exit,
    report: (type) =>
      vi.waitFor(
        () => {
          const at = reports.findIndex((report) => report.type === type);
          if (at < 0) throw new Error(`no ${type} among ${JSON.stringify(reports)}`);
          return reports.splice(at, 1)[0] as never;
        },
        { timeout: 60_000, interval: 20 },
      ),
  };
}

const config: DemoConfig = { siteFolder: 'assets/demo-site', port: 0, backlog: false };

interface Ear {
  readonly client: MqttClient;
  readonly heard: { topic: string; text: string }[];
  until(wanted: (topic: string, text: string) => boolean): Promise<{ topic: string; text: string }>;
}

async function listen(url: string, topics: string[]): Promise<Ear> {
  const client = mqtt.connect(url, { protocolVersion: 4, reconnectPeriod: 200 });
  clients.push(client);
  const heard: { topic: string; text: string }[] = [];
  client.on('message', (topic, payload) => void heard.push({ topic, text: payload.toString('latin1') }));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync(topics, { qos: 1 });
  const until: Ear['until'] = (wanted) =>
    vi.waitFor(
      () => {
        const found = heard.find(({ topic, text }) => wanted(topic, text));
        if (!found) throw new Error(`nothing fitting among ${heard.length} messages`);
        return found;
      },
      { timeout: 60_000, interval: 20 },
    );
  return { client, heard, until };
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
});

describe('the demo process', () => {
  it('tells births and values to whoever subscribes, plays scenarios on request, and ends with its parent', async () => {
    const { child, report, exit } = demo(config);
    const { url } = await report('ready');
    expect(url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    const ear = await listen(url, ['riverside/#', 'spBv1.0/#']);
    await ear.until((topic) => topic === 'spBv1.0/riverside/NBIRTH/7F');
    await ear.until((topic) => topic.startsWith('riverside/climate/7F/'));
    await ear.until(
      (topic, text) => topic === 'riverside/alarm/7F/SD-0707/smoke' && text.includes('"value":0'),
    );

    child.send({ type: 'scenario', name: 'no-such' });
    expect(await report('error')).toMatchObject({ code: 'unknown-scenario' });
    child.send({ type: 'scenario', name: 'fire' });
    expect(await report('scenario')).toEqual({ type: 'scenario', running: 'fire' });
    await ear.until(
      (topic, text) => topic === 'riverside/alarm/7F/SD-0707/smoke' && text.includes('"value":1'),
    );

    ear.heard.length = 0;
    await ear.client.publishAsync('spBv1.0/riverside/NCMD/9F', '');
    await ear.until((topic) => topic === 'spBv1.0/riverside/NBIRTH/9F');

    child.disconnect();
    expect(await exit).toBe(0);
  });

  it('takes the broker away and brings it back at the same port, with a new birth', async () => {
    const { child, report } = demo(config);
    const { url } = await report('ready');
    const ear = await listen(url, ['spBv1.0/riverside/NBIRTH/#']);
    await ear.until(() => true);
    ear.heard.length = 0;
    const lost = new Promise<void>((resolve) => ear.client.once('close', () => resolve()));
    const back = new Promise<void>((resolve) => ear.client.once('connect', () => resolve()));
    child.send({ type: 'scenario', name: 'broker-down' });
    await lost;
    await expect(listenOnce(url)).rejects.toThrow();
    // Another scenario ends this one early.
    child.send({ type: 'scenario', name: 'co2' });
    await back;
    await ear.until(() => true);
  });

  it('starts the scenario it was given once somebody listens, and sends the past where it is asked to', async () => {
    const { reports, report } = demo({ ...config, scenario: 'lift-entrapment', backlog: true });
    const { url } = await report('ready');
    expect(reports).toEqual([]);
    const ear = await listen(url, ['riverside/#']);
    expect(await report('scenario')).toEqual({ type: 'scenario', running: 'lift-entrapment' });
    await ear.until((topic, text) => topic.startsWith('riverside/alarm/1F/L-') && text.includes('"value":2'));
    await ear.until(
      (topic, text) => topic.startsWith('riverside/climate/') && text.includes('"historical":true'),
    );
  });

  it.each([
    ['no JSON', '{', 'bad-config'],
    ['no port', { siteFolder: 'assets/demo-site' }, 'bad-config'],
    ['no folder', { ...config, siteFolder: 'no-such' }, 'bad-site'],
  ])('says what is wrong and ends with code 2: %s', async (_what, wrong, code) => {
    const { report, exit } = demo(wrong);
    expect(await report('error')).toMatchObject({ code });
    expect(await exit).toBe(2);
  });

  it('says that its port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { report, exit } = demo({ ...config, port: (server.address() as AddressInfo).port });
    expect(await report('error')).toMatchObject({ code: 'port-busy' });
    expect(await exit).toBe(2);
    await new Promise((resolve) => server.close(resolve));
  });
});

/** @throws where nobody answers at the port. */
async function listenOnce(url: string): Promise<void> {
  const client = await mqtt.connectAsync(
    url,
    { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 2_000 },
    false,
  );
  client.end(true);
}
