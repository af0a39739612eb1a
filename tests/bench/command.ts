/**
 * From a window's request to the publish (the answer says `sent` once the library has the packet), and on to the device: journal,
 * interlocks, MQTT, broker. Beside it one plain write and fdatasync on the same disk, in turn with the commands: what is
 * slow there is slow here.
 */
import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { createEngine } from '#engine/engine.ts';
import type { EngineMessage, PageMessage } from '#shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/messages.ts';
import { startMosquitto } from '#tests/builders/broker.ts';
import { commandSite } from '#tests/builders/command-site.ts';
import { noSecrets } from './no-secrets.ts';
import { median, percentile, type BenchRow } from './row.ts';

const COMMANDS = 400;
const WARM_UP = 20;
const BETWEEN_MS = 10;
const REACH_MS = 50;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-command-'));
  // As a field broker for commands is set up: small packets leave at once.
  const broker = await startMosquitto({ config: ['set_tcp_nodelay true'] });
  const device = await connectAsync(broker.url, { protocolVersion: 5 });
  try {
    await writeFile(join(folder, 'site.json'), JSON.stringify(commandSite()));
    const engine = await createEngine({
      siteFolder: folder,
      dataFolder: join(folder, 'data'),
      brokerUrl: broker.url,
      host: 'headless',
      version: 'bench',
      secrets: noSecrets,
      log: () => undefined,
    });
    if (!engine.ok) throw new Error(engine.error.detail);
    let answered: () => void = () => undefined;
    let say: (message: PageMessage) => void = () => undefined;
    engine.value.attach({
      send(message: EngineMessage) {
        if (message.type === 'response') answered();
        if (message.type === 'frame') setImmediate(() => say({ type: 'frame-ack', seq: message.seq }));
      },
      onMessage: (listener) => void (say = listener),
      onClose: () => undefined,
      close: () => undefined,
    });
    say({ type: 'hello', protocol: PROTOCOL_VERSION, role: 'window', siteRevision: undefined });
    await until(() => engine.value.vitals().connections.some(({ state }) => state === 'online'));
    let arrived: () => void = () => undefined;
    device.on('message', (_topic, payload) => {
      arrived();
      void device.publishAsync('small/alarm/LOCK-1/locked', payload, { qos: 1 });
    });
    await device.subscribeAsync('small/command/#', { qos: 1 });
    const disk = await open(join(folder, 'plain'), 'a');
    const plain: number[] = [];
    const published: number[] = [];
    const delivered: number[] = [];
    for (let turn = 0; turn < WARM_UP + COMMANDS; turn += 1) {
      plain.push(await plainSync(disk));
      const there = new Promise<void>((resolve) => (arrived = resolve));
      const sent = new Promise<void>((resolve) => (answered = resolve));
      const askedAt = performance.now();
      void sent.then(() => published.push(performance.now() - askedAt));
      say({
        type: 'request',
        id: turn,
        name: 'command.ask',
        params: { pointId: 'LOCK-1.locked', value: turn % 2 === 0 ? 'on' : 'off', by: 'bench' },
      });
      await there;
      delivered.push(performance.now() - askedAt);
      await sent;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
    await disk.close();
    await engine.value.stop();
    return rowsOf(plain.slice(WARM_UP), published.slice(WARM_UP), delivered.slice(WARM_UP));
  } finally {
    await device.endAsync(true);
    await broker.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('the engine did not come online');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Milliseconds of one record's worth. */
async function plainSync(disk: FileHandle): Promise<number> {
  const startedAt = performance.now();
  await disk.write(Buffer.alloc(900, 'x'));
  await disk.datasync();
  return performance.now() - startedAt;
}

function rowsOf(
  plain: readonly number[],
  published: readonly number[],
  delivered: readonly number[],
): BenchRow[] {
  const pair = (what: string, values: readonly number[]): BenchRow[] => [
    { what: `command: ${what}, median`, figure: median(values), unit: 'ms' },
    {
      what: `command: ${what}, p99`,
      figure: percentile(values, 0.99),
      unit: 'ms',
      ratio: percentile(values, 0.99) / percentile(plain, 0.99),
    },
  ];
  const figures = [...pair('request to publish', published), ...pair('request to device', delivered)];
  return [
    ...pair('one plain write and fdatasync', plain),
    ...figures.map((row) =>
      row.what.includes('publish')
        ? { ...row, reach: `≤ ${REACH_MS} ms`, reached: row.figure <= REACH_MS }
        : row,
    ),
  ];
}
