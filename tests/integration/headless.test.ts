/** The built headless host as a process: what it lets in, what it says, and how it ends. `npm test` builds first. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import type { EngineMessage, PageMessage } from '#shared/protocol/messages.ts';
import { LINK_SUBPROTOCOL } from '#shared/protocol/transport.ts';
import { buildIfStale } from '#electron/launch/build.ts';
import { endHeadless, forkHeadless } from '#tests/builders/headless.ts';
import { isAlive, processesBelow } from '#tests/builders/processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'dist/electron/headless.js');

let folder: string;
let host: { child: ChildProcess; url: string };
let base: URL;
let cookie: string;

beforeAll(async () => {
  await buildIfStale(() => {});
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-headless-'));
  host = await forkHeadless(['--port', '0', '--data', path.join(folder, 'data')]);
  base = new URL(host.url);
  const admitted = await fetch(host.url, { redirect: 'manual' });
  cookie = (admitted.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}, 240_000);

afterAll(async () => {
  await endHeadless(host.child);
  rmSync(folder, { recursive: true, force: true });
});

const get = (target: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(target, base.origin), { headers, redirect: 'manual' });

/** A page's link that keeps what it heard. */
async function openLink(): Promise<{
  send: (message: PageMessage) => void;
  heard: EngineMessage[];
  socket: WebSocket;
}> {
  const socket = new WebSocket(`ws://${base.host}/link`, LINK_SUBPROTOCOL, {
    headers: { origin: base.origin, cookie },
  });
  const heard: EngineMessage[] = [];
  socket.on('message', (data: Buffer) => heard.push(decodeMessage(data) as EngineMessage));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { send: (message) => socket.send(encodeMessage(message)), heard, socket };
}

describe('the pages', () => {
  it('are for the holder of the token only', async () => {
    expect((await get('/')).status).toBe(401);
    expect((await get('/?token=guess')).status).toBe(401);
    const page = await get('/', { cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="root">');
  });

  it('load under the content policy: nothing inline, every part served', async () => {
    const page = await get('/', { cookie });
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=/);
    const parts = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, target]) => target as string);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      const answer = await get(part, { cookie });
      expect([part, answer.status]).toEqual([part, 200]);
      expect((await get(part)).status).toBe(401);
    }
  });

  it('have a token that only this user can read', () => {
    expect(statSync(path.join(folder, 'data/page-token')).mode & 0o777).toBe(0o600);
  });
});

describe('a link', () => {
  it('welcomes a window and shows it the whole building, alive', async () => {
    const { send, heard, socket } = await openLink();
    send({ type: 'hello', protocol: 1, role: 'window', siteRevision: undefined });
    await vi.waitFor(
      () =>
        expect(heard[0]).toMatchObject({
          type: 'welcome',
          demo: true,
          site: { id: expect.any(String) as string },
        }),
      10_000,
    );
    await vi.waitFor(
      () => expect(heard.some((message) => message.type === 'frame' && message.full)).toBe(true),
      10_000,
    );
    const acknowledge = (): void => {
      const last = heard.findLast((message) => message.type === 'frame');
      if (last) send({ type: 'frame-ack', seq: last.seq });
    };
    await vi.waitFor(() => {
      acknowledge();
      expect(
        heard.some((message) => message.type === 'frame' && !message.full && message.points.index.length > 0),
      ).toBe(true);
    }, 30_000);
    send({ type: 'request', id: 1, name: 'demo.scenarios', params: {} });
    await vi.waitFor(
      () =>
        expect(heard.find((message) => message.type === 'response')).toMatchObject({
          id: 1,
          outcome: { ok: true },
        }),
      10_000,
    );
    socket.close();
  });

  it('refuses another protocol in words', async () => {
    const { send, heard, socket } = await openLink();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    send({ type: 'hello', protocol: 99, role: 'window', siteRevision: undefined });
    await closed;
    expect(heard).toEqual([expect.objectContaining({ type: 'refusal', code: 'protocol-mismatch' })]);
  });

  it('survives what a broken page may send', async () => {
    for (const bytes of [
      Buffer.from('{}'),
      Buffer.alloc(0),
      Buffer.alloc(64, 255),
      Buffer.from(encodeMessage({ type: 'hello' })),
    ]) {
      const { socket } = await openLink();
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      socket.send(bytes);
      expect(await closed).toBe(1002);
    }
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('figures', () => {
  it('tell what comes in, without token, to this machine only', async () => {
    await vi.waitFor(async () => {
      const health = (await (await get('/healthz')).json()) as {
        feed: { state: string };
        messages: { received: number };
        points: { live: number };
      };
      expect(health.feed.state).toBe('online');
      expect(health.messages.received).toBeGreaterThan(0);
      expect(health.points.live).toBeGreaterThan(0);
    }, 30_000);
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/^signalbox_messages_received_total [1-9]\d*$/m);
    for (const line of metrics.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(# (TYPE|UNIT|HELP) \w+ .+|# EOF|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[\d.e+-]+)$/,
      );
    }
    expect((await get('/healthz', { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('what cannot be', () => {
  const refused = (...args: string[]): { status: number | null; lines: string[] } => {
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { status, lines: stderr.trimEnd().split('\n') };
  };

  it.each([
    ['an unknown option', ['--colour'], /Unknown option '--colour'/],
    ['a missing site', ['--site', '/nowhere/at/all'], /site folder .*nowhere.at.all does not exist/],
    ['a data folder that cannot be', ['--data', '/nowhere/at/all'], /data folder .* cannot be made/],
    ['an unknown scenario', ['--scenario', 'party'], /--scenario party: expected one of fire/],
  ])('%s gives one line and exit code 2', (_what, args, words) => {
    const { status, lines } = refused(...args);
    expect(status).toBe(2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(words);
  });

  it('a busy port gives one line and exit code 2, and leaves no trace', () => {
    const data = path.join(folder, 'untouched');
    const { status, lines } = refused('--port', base.port, '--data', data);
    expect([status, lines.length]).toEqual([2, 1]);
    expect(lines[0]).toContain(`port ${base.port} of 127.0.0.1 is in use`);
    expect(statSync(data, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('a wrong site names file, path, found and expected', () => {
    const site = path.join(folder, 'wrong');
    mkdirSync(site);
    writeFileSync(
      path.join(site, 'site.json'),
      JSON.stringify({ id: 'wrong', brokers: [{ id: 'a', url: 'mqtt://127.0.0.1:1' }], buildings: 7 }),
    );
    const { status, lines } = refused(
      '--site',
      site,
      '--port',
      '0',
      '--data',
      path.join(folder, 'wrong-data'),
    );
    expect(status).toBe(2);
    expect(lines.join('\n')).toContain(path.join(site, 'site.json'));
    expect(lines.join('\n')).toContain('buildings');
  });
});

describe('the end', () => {
  it('keeps the token, so that a display finds its way back', async () => {
    const args = ['--port', '0', '--data', path.join(folder, 'again')];
    const first = await forkHeadless(args);
    await endHeadless(first.child);
    const second = await forkHeadless(args);
    await endHeadless(second.child);
    expect(new URL(second.url).search).toBe(new URL(first.url).search);
    expect([first.child.exitCode, second.child.exitCode]).toEqual([0, 0]);
  });

  it('comes with the parent: neither host nor building is left behind', async () => {
    const script = `
      import { fork } from 'node:child_process';
      const child = fork(${JSON.stringify(program)}, ['--port', '0', '--data', ${JSON.stringify(path.join(folder, 'orphan'))}], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      child.on('message', () => console.log(child.pid));
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
      parent.once('close', () => reject(new Error('the parent ended before its host served')));
    });
    const building = processesBelow(pid).map((child) => child.pid);
    expect(building.length).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect([pid, ...building].filter(isAlive)).toEqual([]), 20_000);
  });
});
