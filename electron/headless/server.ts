/**
 * The loopback web server: pages, links, `/healthz`, `/metrics`. Owns the sockets, not the engine.
 * Invariants: binds 127.0.0.1 only; nothing is answered to a wrong Host or Origin; no page and no link without the token;
 * every answer carries the content policy. Loss policy: that of `socket-port.ts`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { contentPolicy, PAGE_HEADERS } from '#shared/base/content-policy.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { EnginePort } from '#shared/protocol/messages.ts';
import {
  LINK_CLOSE,
  LINK_PATH,
  LINK_SUBPROTOCOL,
  PAGE_MESSAGE_MAX_BYTES,
} from '#shared/protocol/transport.ts';
import { createAdmission, TOKEN_PARAMETER, type Admission, type Verdict } from './admission.ts';
import { healthReport, type HealthFacts } from './healthz.ts';
import { openMetrics, OPENMETRICS_TYPE } from './metrics.ts';
import { findPageFile, sendPageFile } from './page-files.ts';
import { createSocketPort } from './socket-port.ts';

/** A port that is ours before anything slow or lasting is done, so that a second start fails early and changes nothing. */
export interface ClaimedPort {
  readonly port: number;
  readonly server: Server;
}

export interface ServerDeps {
  readonly claimed: ClaimedPort;
  readonly token: string;
  /** The built pages. */
  readonly pagesFolder: string;
  readonly attach: (port: EnginePort) => void;
  readonly health: () => HealthFacts;
  readonly log: Log;
}

export interface HeadlessServer {
  /** The address that admits a browser; holds the token. */
  readonly url: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const STOP_GRACE_MS = 1_000;

/**
 * @param port 0: any free port.
 * @returns `port-busy` with a line for the user. @throws on any other failure to listen.
 */
export function claimPort(port: number): Promise<Result<ClaimedPort, 'port-busy'>> {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 5_000,
  });
  server.on('request', (_request, response) => sendText(response, 503, 'starting\n'));
  return new Promise((resolve, reject) => {
    const busy = (why: string): void =>
      resolve(fail('port-busy', `port ${port} of ${LOOPBACK} ${why}; choose another with --port`));
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') busy('is in use');
      else if (error.code === 'EACCES') busy('may not be opened by this user');
      else reject(error);
    });
    server.listen({ host: LOOPBACK, port, exclusive: true }, () =>
      resolve(ok({ port: (server.address() as AddressInfo).port, server })),
    );
  });
}

export function serve(deps: ServerDeps): HeadlessServer {
  const { port, server } = deps.claimed;
  const admission = createAdmission({ port, token: deps.token });
  const links = serveLinks(server, admission, deps);
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    answer(request, response, admission, deps).catch((error: unknown) => {
      deps.log('error', 'a request failed', { path: pathOf(request), error: String(error) });
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'internal error\n');
    });
  });
  return {
    url: `http://${LOOPBACK}:${port}/?${TOKEN_PARAMETER}=${deps.token}`,
    stop: () => stopServer(server, links),
  };
}

function stopServer(server: Server, links: WebSocketServer): Promise<void> {
  return new Promise((resolve) => {
    for (const client of links.clients) client.close(LINK_CLOSE.goingAway, 'the host stops');
    server.close(() => resolve());
    server.closeIdleConnections();
    // A page that does not answer must not hold up the end.
    setTimeout(() => {
      for (const client of links.clients) client.terminate();
      server.closeAllConnections();
    }, STOP_GRACE_MS).unref();
  });
}

function serveLinks(server: Server, admission: Admission, { attach, log }: ServerDeps): WebSocketServer {
  const links = new WebSocketServer({
    noServer: true,
    maxPayload: PAGE_MESSAGE_MAX_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(LINK_SUBPROTOCOL) ? LINK_SUBPROTOCOL : false),
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', (error) =>
      log('debug', 'a connection broke before it was a link', { error: error.message }),
    );
    const verdict = admission.admitLink(request.headers);
    if (verdict !== 'admitted')
      log('warn', 'refused a link', {
        why: verdict,
        host: request.headers.host,
        origin: request.headers.origin,
      });
    if (verdict === 'wrong-host' || verdict === 'wrong-origin') return refuseUpgrade(socket, '403 Forbidden');
    if (pathOf(request) !== LINK_PATH) return refuseUpgrade(socket, '404 Not Found');
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(LINK_SUBPROTOCOL)) return refuseUpgrade(socket, '400 Bad Request');
    links.handleUpgrade(request, socket, head, (client) => {
      // Only a close code reaches the page's script: a refused handshake would look like a host that is gone.
      if (verdict === 'admitted') attach(createSocketPort(client, log));
      else client.close(LINK_CLOSE.notAdmitted, 'open the address with the token again');
    });
  });
  return links;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
  deps: ServerDeps,
): Promise<void> {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
  const addressed = admission.addressed(request.headers);
  if (addressed !== 'admitted') return refuse(request, response, addressed, deps.log);
  response.setHeader('Content-Security-Policy', contentPolicy([`ws://${request.headers.host}`]));
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'only GET and HEAD\n');
  }
  const withBody = request.method === 'GET';
  const pathname = pathOf(request);
  if (pathname === '/healthz' || pathname === '/metrics')
    return sendHealth(response, pathname, deps.health(), withBody);
  if (pathname === LINK_PATH) {
    response.setHeader('Upgrade', 'websocket');
    return sendText(response, 426, 'this is a WebSocket\n');
  }
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  const candidate = query.get(TOKEN_PARAMETER);
  const cookie = candidate === null ? undefined : admission.exchange(candidate);
  if (cookie !== undefined) {
    // The token leaves the address bar, the history and every later Referer.
    // One leading slash: two would name another host. The rest of the query stays: it may say what a wall shows.
    query.delete(TOKEN_PARAMETER);
    const kept = query.size > 0 ? `?${query.toString()}` : '';
    response.writeHead(303, {
      'Set-Cookie': cookie,
      Location: `${pathname.replace(/^[/\\]*/, '/')}${kept}`,
      'Cache-Control': 'no-store',
    });
    response.end();
    return;
  }
  const verdict = admission.admit(request.headers);
  if (verdict !== 'admitted') return refuse(request, response, verdict, deps.log);
  const file = await findPageFile(deps.pagesFolder, pathname);
  if (file) sendPageFile(response, file, withBody);
  else sendText(response, 404, 'not found\n');
}

function sendHealth(
  response: ServerResponse,
  pathname: '/healthz' | '/metrics',
  facts: HealthFacts,
  withBody: boolean,
): void {
  const json = pathname === '/healthz';
  const body = json ? `${JSON.stringify(healthReport(facts), null, 2)}\n` : openMetrics(facts);
  const type = json ? 'application/json; charset=utf-8' : OPENMETRICS_TYPE;
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(withBody ? body : undefined);
}

const refusals: Readonly<Record<Exclude<Verdict, 'admitted'>, { status: number; text: string }>> = {
  'wrong-host': { status: 403, text: 'This server answers to 127.0.0.1 and localhost only.\n' },
  'wrong-origin': { status: 403, text: 'This server answers its own pages only.\n' },
  'no-token': {
    status: 401,
    text: '请打开 Signalbox 启动时打印的地址（含 token）。\nOpen the address that Signalbox printed when it started (with its token).\n',
  },
};

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  verdict: Exclude<Verdict, 'admitted'>,
  log: Log,
): void {
  const { status, text } = refusals[verdict];
  log('warn', 'refused a request', {
    why: verdict,
    path: pathOf(request),
    host: request.headers.host,
    origin: request.headers.origin,
  });
  sendText(response, status, text);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}

/** Percent-encoded, without the query (which may hold the token, so it never reaches a log). */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}
