import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { epochMs } from '#shared/base/brand.ts';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import type { EnginePort, PageMessage } from '#shared/protocol/messages.ts';
import { LINK_SUBPROTOCOL } from '#shared/protocol/transport.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import { claimPort, serve, type HeadlessServer } from './server.ts';

const token = 'x'.repeat(43);

const vitals: Vitals = {
  connections: [
    {
      brokerId: 'main',
      lane: 'alarm',
      url: 'mqtt://b',
      state: 'online',
      failure: undefined,
      failureDetail: undefined,
      protocol: '5',
      sinceMs: epochMs(0),
      attempts: 0,
    },
  ],
  received: 10,
  decoded: 8,
  quarantined: 2,
  dropped: 0,
  messagesPerS: 1.5,
  lastMessageMs: epochMs(9_000),
  points: { total: 5, live: 3, stale: 1, never: 1 },
  alarms: { unacknowledged: 1, acknowledged: 2, returnedUnacknowledged: 3 },
  journal: { head: 7, headHash: 'ab', lag: 0, storing: true },
  recorder: { connected: true, lagBatches: 0, lagMs: 0, lostSamples: 0 },
  windows: 1,
};

let folder: string;
let server: HeadlessServer;
let port: number;
let attached: EnginePort[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-pages-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(folder, 'assets', 'app-abc123.js'), 'export {};');
  writeFileSync(path.join(folder, '.sources'), 'secret');
  attached = [];
  const claimed = await claimPort(0);
  if (!claimed.ok) throw new Error(claimed.error.detail);
  port = claimed.value.port;
  server = serve({
    claimed: claimed.value,
    token,
    pagesFolder: folder,
    attach: (port) => attached.push(port),
    health: () => ({ vitals, conditions: [], version: '1.2.3', uptimeS: 61, nowMs: 10_000 }),
    log: () => {},
  });
});

afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, path: target, method, headers, agent: false },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    call.on('error', reject);
    call.end();
  });
}

const cookie = (): string => `signalbox-${port}=${token}`;

describe('pages', () => {
  it('need the token, which becomes a cookie and leaves the address', async () => {
    expect((await get('/')).status).toBe(401);
    expect((await get('/?token=wrong')).status).toBe(401);
    const answer = await get(`/?token=${token}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^signalbox-\d+=x{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    const wall = await get(`/?scene=Night%20shift&token=${token}&distanceM=4`);
    expect(wall.headers.location).toBe('/?scene=Night+shift&distanceM=4');
    const page = await get('/', { cookie: cookie() });
    expect([page.status, page.body]).toEqual([200, '<!doctype html>']);
  });

  it('never redirect to another host', async () => {
    expect((await get(`//elsewhere.example/?token=${token}`)).headers.location).toBe('/elsewhere.example/');
  });

  it('carry the content policy and are not sniffed, framed or read by others', async () => {
    const { headers } = await get('/', { cookie: cookie() });
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });

  it('keep hashed parts for ever and ask again for the rest', async () => {
    expect((await get('/assets/app-abc123.js', { cookie: cookie() })).headers['cache-control']).toContain(
      'immutable',
    );
    expect((await get('/alarms', { cookie: cookie() })).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    '/.sources',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/%2e%2e%2f.sources',
    '/assets/..%5c',
    '/%zz.js',
    '/missing.js',
    '/assets/a\0.js'.replace('\0', '%00'),
  ])('give nothing for %s', async (target) => {
    const answer = await get(target, { cookie: cookie() });
    expect(answer.body).not.toContain('secret');
    expect(answer.body).not.toContain('root:');
    expect([404, 200]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body).toBe('<!doctype html>');
  });

  it('take only GET and HEAD', async () => {
    expect((await get('/', { cookie: cookie() }, 'POST')).status).toBe(405);
    const head = await get('/', { cookie: cookie() }, 'HEAD');
    expect([head.status, head.body]).toEqual([200, '']);
  });
});

describe('Host and Origin', () => {
  it.each(['rebound.example', `rebound.example:1`, '127.0.0.1', '127.0.0.1:1', '0.0.0.0:80'])(
    'refuses Host %s everywhere',
    async (host) => {
      for (const target of ['/', '/healthz', '/metrics', `/?token=${token}`]) {
        const answer = await get(target, { host, cookie: cookie() });
        expect(answer.status).toBe(403);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    },
  );

  it('refuses a foreign Origin and takes its own', async () => {
    expect((await get('/', { origin: 'https://elsewhere.example', cookie: cookie() })).status).toBe(403);
    expect((await get('/', { origin: 'null', cookie: cookie() })).status).toBe(403);
    expect(
      (await get('/', { origin: `http://localhost:${port}`, host: `localhost:${port}`, cookie: cookie() }))
        .status,
    ).toBe(200);
  });
});

describe('figures', () => {
  it('answer without token', async () => {
    const health = await get('/healthz');
    expect(health.headers['content-type']).toContain('application/json');
    expect(JSON.parse(health.body)).toMatchObject({
      status: 'ok',
      feed: { state: 'online', lastMessageAgeS: 1 },
      messages: { received: 10, decoded: 8, quarantined: 2, dropped: 0 },
      points: { live: 3, stale: 1 },
      alarms: { unacknowledged: 1 },
      journal: { head: 7, lag: 0 },
      recorder: { lagBatches: 0 },
    });
    const metrics = await get('/metrics');
    expect(metrics.headers['content-type']).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    expect(metrics.body).toMatch(/^signalbox_messages_received_total 10$/m);
    expect(metrics.body.endsWith('# EOF\n')).toBe(true);
  });
});

interface Opened {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
}

function openLink(
  headers: Record<string, string>,
  target = '/link',
  protocol: string | undefined = LINK_SUBPROTOCOL,
): Promise<Opened | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, protocol ? [protocol] : [], { headers });
    const closed = new Promise<number>((end) => socket.once('close', (code) => end(code)));
    socket.once('open', () => resolve({ socket, closed }));
    socket.once('unexpected-response', (call, response) => {
      resolve(response.statusCode ?? 0);
      call.destroy();
    });
    socket.on('error', () => {});
  });
}

async function admittedLink(): Promise<Opened> {
  const link = await openLink({ origin: `http://127.0.0.1:${port}`, cookie: cookie() });
  if (typeof link === 'number') throw new Error(`refused with ${link}`);
  return link;
}

describe('links', () => {
  it('refuse a missing or foreign Origin, a wrong Host, path or sub-protocol', async () => {
    const origin = `http://127.0.0.1:${port}`;
    expect(await openLink({ cookie: cookie() })).toBe(403);
    expect(await openLink({ cookie: cookie(), origin: 'https://elsewhere.example' })).toBe(403);
    expect(await openLink({ cookie: cookie(), origin, host: 'rebound.example' })).toBe(403);
    expect(await openLink({ cookie: cookie(), origin }, '/other')).toBe(404);
    expect(await openLink({ cookie: cookie(), origin }, '/link', 'alien.v1')).toBe(400);
    expect(attached).toHaveLength(0);
  });

  it('tell a page without token that it is not admitted, and attach nothing', async () => {
    const link = await openLink({ origin: `http://127.0.0.1:${port}` });
    if (typeof link === 'number') throw new Error(`refused with ${link}`);
    expect(await link.closed).toBe(4401);
    expect(attached).toHaveLength(0);
  });

  it('carry messages both ways', async () => {
    const { socket, closed } = await admittedLink();
    const [end] = attached as [EnginePort];
    const heard = new Promise<PageMessage>((resolve) => end.onMessage(resolve));
    socket.send(encodeMessage({ type: 'ping', id: 5 }));
    expect(await heard).toEqual({ type: 'ping', id: 5 });
    const answered = new Promise<unknown>((resolve) =>
      socket.once('message', (data: Buffer) => resolve(decodeMessage(data))),
    );
    end.send({ type: 'pong', id: 5, nowMs: epochMs(1) });
    expect(await answered).toEqual({ type: 'pong', id: 5, nowMs: 1 });
    const gone = new Promise<void>((resolve) => end.onClose(resolve));
    end.close();
    expect(await closed).toBe(1001);
    await gone;
  });

  it.each<[string, string | Uint8Array, number]>([
    ['text', 'hello', 1003],
    ['bytes that are no message', new Uint8Array([9, 9, 9, 9, 9]), 1002],
    ['a message of no known type', encodeMessage({ type: 'sudo' }), 1002],
    ['a message with a wrong field', encodeMessage({ type: 'frame-ack', seq: 'one' }), 1002],
    [
      'an array of an unknown kind',
      encodeMessage({ type: 'ping', id: { $array: ['toString', 0, 1] } }),
      1002,
    ],
    ['more than a page may send', new Uint8Array(1024 * 1024 + 1), 1009],
  ])('close on %s', async (_what, bytes, code) => {
    const { socket, closed } = await admittedLink();
    socket.send(bytes);
    expect(await closed).toBe(code);
  });
});

describe('a port in use', () => {
  it('is named in one line', async () => {
    const second = await claimPort(port);
    expect(second).toEqual({
      ok: false,
      error: { code: 'port-busy', detail: `port ${port} of 127.0.0.1 is in use; choose another with --port` },
    });
  });
});
