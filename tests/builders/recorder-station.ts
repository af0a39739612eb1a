/**
 * A station for recorder tests: a page built as the program's pages are, a loopback server, the engine's own sample stream behind
 * it, and a real Chromium that can be killed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { WebSocketServer, type WebSocket } from 'ws';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import type { EngineMessage, PageMessage } from '#shared/protocol/messages.ts';
import { LINK_PATH, LINK_SUBPROTOCOL } from '#shared/protocol/transport.ts';
import { createSampleStream, type RecorderPort, type SampleStream } from '#engine/publish/sample-stream.ts';
import { keepOffline } from '#renderer/vite.config.ts';
import { needProgram } from '#tests/find-programs.ts';
import { tinySiteDocument } from './tiny-site.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
export const STATION_ASSETS = 50;

/** @returns the folder of the built page; remove it afterwards. */
export async function buildPage(page: string): Promise<string> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'signalbox-page-'));
  await build({
    root: path.join(repository, page),
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    cacheDir: path.join(repository, 'node_modules/.cache/vite-recorder'),
    plugins: [keepOffline()],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2023', minify: true },
  });
  return outDir;
}

/** The engine's side of the sample stream. Each sample's value is its number, so that every one can be told. */
export interface FakeEngine {
  readonly url: string;
  readonly stream: SampleStream;
  /** Number of the newest sample acknowledged; -1: none. */
  acknowledged(): number;
  /** Samples appended so far. */
  appended(): number;
  /** Forgets everything, as a restarted engine does; samples go on counting. */
  restart(): void;
  pause(paused: boolean): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};
export const STATION_START_MS = 1_750_000_000_000;

/** Sample n: point n mod (points), source time start + n ms. */
export async function startFakeEngine(
  folder: string,
  options: { readonly samplesPerTick: number },
): Promise<FakeEngine> {
  const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
  const site = tinySiteDocument(STATION_ASSETS);
  const points = STATION_ASSETS * 2;
  let run = 0;
  let next = 0;
  let acked = -1;
  let paused = false;
  let stream: SampleStream;
  let highest = new Map<number, number>();
  const newStream = (): SampleStream => {
    run += 1;
    highest = new Map();
    return createSampleStream({
      engineRun: `run-${run}`,
      siteRevision: 'rev-1',
      clock,
      ringBytes: 64 * 1024 ** 2,
    });
  };
  stream = newStream();
  const server = createServer((request, response) => {
    void serveFile(folder, request.url ?? '/').then(
      ({ type, body }) => response.writeHead(200, { 'Content-Type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  const links = new WebSocketServer({ server, path: LINK_PATH, handleProtocols: () => LINK_SUBPROTOCOL });
  links.on('connection', (socket) => {
    const send = (message: EngineMessage): void => socket.send(encodeMessage(message));
    const port: RecorderPort = {
      send(batch) {
        highest.set(
          batch.number,
          batch.value.reduce((most, value) => Math.max(most, value), -1),
        );
        send(batch);
      },
      close: () => socket.close(),
    };
    socket.on('close', () => stream.detach(port));
    onPageMessage(socket, (message) => {
      if (message.type === 'hello') {
        send({
          type: 'welcome',
          protocol: 1,
          engineRun: `run-${run}`,
          siteRevision: 'rev-1',
          site,
          nowMs: clock.nowMs(),
          demo: false,
        });
        if (message.role === 'recorder') stream.attach(port);
      } else if (message.type === 'ping') send({ type: 'pong', id: message.id, nowMs: clock.nowMs() });
      else if (message.type === 'stream-ack') {
        stream.acknowledge(message.engineRun, message.number);
        acked = Math.max(acked, highest.get(message.number) ?? -1);
      }
    });
  });
  const timer = setInterval(() => {
    for (let i = 0; i < options.samplesPerTick && !paused; i += 1, next += 1) {
      stream.append(next % points, next, STATION_START_MS + next, 0);
    }
    stream.tick();
  }, 50);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get stream() {
      return stream;
    },
    acknowledged: () => acked,
    appended: () => next,
    restart() {
      for (const client of links.clients) client.terminate();
      stream = newStream();
    },
    pause(value) {
      paused = value;
    },
    async close() {
      clearInterval(timer);
      for (const client of links.clients) client.terminate();
      await closeServer(server);
    },
  };
}

function onPageMessage(socket: WebSocket, listener: (message: PageMessage) => void): void {
  socket.on('message', (data) => {
    const bytes = data as Buffer;
    listener(decodeMessage(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as PageMessage);
  });
}

async function serveFile(folder: string, url: string): Promise<{ type: string; body: Buffer }> {
  const name = new URL(url, 'http://local').pathname;
  const file = path.join(folder, name === '/' ? 'index.html' : path.normalize(name));
  return { type: TYPES[path.extname(file)] ?? 'application/octet-stream', body: await readFile(file) };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

export interface KillableBrowser {
  readonly browser: Browser;
  open(url: string): Promise<Page>;
  /** SIGKILL to the browser and all its children. */
  kill(): Promise<void>;
}

const ARGUMENTS = [
  ...[
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--remote-debugging-port=0',
  ],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
  ],
];

/** @param profile folder that outlives the browser: IndexedDB lives there. */
export async function launchBrowser(profile: string): Promise<KillableBrowser> {
  // Its own process group, so that killing it leaves no child behind.
  const child = spawn(needProgram('chromium'), [...ARGUMENTS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(child));
    return {
      browser,
      async open(url) {
        const context = browser.contexts()[0] ?? (await browser.newContext());
        const page = await context.newPage();
        await page.goto(url);
        return page;
      },
      kill: () => killGroup(child),
    };
  } catch (error) {
    await killGroup(child);
    throw error;
  }
}

async function debuggerAddress(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('the browser has no stderr');
  const said: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    const found = /DevTools listening on (ws:\S+)/.exec(line);
    if (found?.[1]) {
      child.stderr.resume();
      return found[1];
    }
    said.push(line);
  }
  throw new Error(`the browser did not start: ${said.join('\n')}`);
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGKILL');
  await closed;
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
