/**
 * The reference phone as a page, and MQTT over WebSocket for it, on the broker's own port. Only what this very address served may
 * open the WebSocket: any other page in the same browser could speak for the staff otherwise.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';

export interface PhonePages {
  /** A connection that speaks HTTP. */
  take(socket: Socket): void;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};
const FILE = /^\/(?:index\.html|assets\/[A-Za-z0-9_-]+\.js)$/;
const HOST = /^(127\.0\.0\.1|localhost):\d+$/;

/** @param handle gives an MQTT stream to the broker. */
export function createPhonePages(handle: (stream: Duplex, request: IncomingMessage) => void): PhonePages {
  const http = createServer((request, response) => void serve(request, response));
  const webSockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'mqtt' });
  http.on('upgrade', (request, socket, head) => {
    const { host = '', origin } = request.headers;
    if (!HOST.test(host) || origin !== `http://${host}`) return socket.destroy();
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket);
      stream.on('error', () => stream.destroy());
      handle(stream, request);
    });
  });
  return { take: (socket) => void http.emit('connection', socket) };
}

async function serve({ url = '/', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = url.split('?')[0] === '/' ? '/index.html' : (url.split('?')[0] ?? '');
  if (!HOST.test(headers.host ?? '') || !FILE.test(path)) return void response.writeHead(404).end();
  try {
    // Beside the built demo; there is none where the demo runs from its sources.
    const file = await readFile(new URL(`./phone${path}`, import.meta.url));
    response.writeHead(200, {
      'content-type': TYPES[path.split('.').at(-1) ?? ''],
      'cache-control': 'no-store',
    });
    response.end(file);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not built: npm run build');
  }
}
