// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { encodeMessage } from '#shared/protocol/codec.ts';
import { createPortTransport, requestPagePort } from './port-transport.ts';
import type { ConnectionEvents, LinkLoss } from './transport.ts';
import { createWebSocketTransport, linkUrl } from './websocket-transport.ts';

function recordEvents() {
  const messages: unknown[] = [];
  const losses: LinkLoss[] = [];
  const opened = vi.fn();
  const events: ConnectionEvents = {
    onOpen: opened,
    onMessage: (m) => messages.push(m),
    onClose: (loss) => losses.push(loss),
  };
  return { events, messages, losses, opened };
}

class FakeSocket {
  static last: FakeSocket;
  readonly OPEN = 1;
  readyState = 1;
  binaryType = '';
  sent: unknown[] = [];
  closes = 0;
  onopen?: () => void;
  onmessage?: (event: { data: unknown }) => void;
  onclose?: (event: { code: number; reason: string }) => void;
  readonly url: string;
  readonly protocol: string;
  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
    FakeSocket.last = this;
  }
  send(bytes: unknown): void {
    this.sent.push(bytes);
  }
  close(): void {
    this.closes += 1;
  }
}

describe('WebSocket transport', () => {
  const open = () => {
    const recorded = recordEvents();
    const connection = createWebSocketTransport(
      'ws://h/link',
      FakeSocket as unknown as typeof WebSocket,
    ).open(recorded.events);
    return { ...recorded, connection, socket: FakeSocket.last };
  };

  it('goes to the same origin', () => {
    expect(linkUrl({ protocol: 'http:', host: '127.0.0.1:4600' })).toBe('ws://127.0.0.1:4600/link');
    expect(linkUrl({ protocol: 'https:', host: 'wall' })).toBe('wss://wall/link');
  });

  it('carries messages as bytes both ways', () => {
    const { socket, connection, messages } = open();
    expect([socket.protocol, socket.binaryType]).toEqual(['signalbox.v1', 'arraybuffer']);
    connection.send({ type: 'ping', id: 1 });
    expect(socket.sent).toHaveLength(1);
    const pong = encodeMessage({ type: 'pong', id: 1, nowMs: 5 });
    socket.onmessage?.({ data: pong.buffer });
    expect(messages).toEqual([{ type: 'pong', id: 1, nowMs: 5 }]);
  });

  it.each([
    ['text', 'hello'],
    ['alien bytes', new Uint8Array([1, 2, 3, 255, 9]).buffer],
  ])('closes on %s and says so once', (_what, data) => {
    const { socket, losses, connection } = open();
    socket.onmessage?.({ data });
    socket.onclose?.({ code: 1000, reason: '' });
    expect(losses.map((loss) => loss.code)).toEqual(['bad-message']);
    expect(socket.closes).toBe(1);
    connection.send({ type: 'ping', id: 1 });
    expect(socket.sent).toHaveLength(0);
  });

  it('tells never reached, closed, and not admitted apart', () => {
    const codes = [false, true].map((reached) => {
      const { socket, losses } = open();
      if (reached) socket.onopen?.();
      socket.onclose?.({ code: 1006, reason: '' });
      return losses[0]?.code;
    });
    const { socket, losses } = open();
    socket.onclose?.({ code: 4401, reason: 'token' });
    expect([...codes, losses[0]?.code]).toEqual(['unreachable', 'closed', 'not-admitted']);
  });
});

describe('port transport', () => {
  it('carries clones over the port it was given', async () => {
    const { port1, port2 } = new MessageChannel();
    const { events, messages, opened } = recordEvents();
    const connection = createPortTransport(() => Promise.resolve(port1)).open(events);
    await vi.waitFor(() => expect(opened).toHaveBeenCalledOnce());
    const heard = new Promise((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
    });
    connection.send({ type: 'ping', id: 4 });
    expect(await heard).toEqual({ type: 'ping', id: 4 });
    port2.postMessage({ type: 'pong', id: 4, nowMs: 1 });
    await vi.waitFor(() => expect(messages).toEqual([{ type: 'pong', id: 4, nowMs: 1 }]));
    connection.close();
    port2.close();
  });

  it('is unreachable when the shell gives no port', async () => {
    const { events, losses } = recordEvents();
    createPortTransport(() => Promise.reject(new Error('no shell'))).open(events);
    await vi.waitFor(() => expect(losses).toMatchObject([{ code: 'unreachable' }]));
  });

  it('takes a port only from this very window, for the role it asked for', async () => {
    const { port1 } = new MessageChannel();
    const requestPort = vi.fn();
    const given = requestPagePort({ requestPort, savePdf: vi.fn() }, 'window', window);
    expect(requestPort).toHaveBeenCalledWith('window');
    const post = (init: MessageEventInit): boolean => window.dispatchEvent(new MessageEvent('message', init));
    const data = { type: 'signalbox-port', role: 'window' };
    const from = { source: window, origin: window.origin };
    const stranger = new MessageChannel().port1;
    // jsdom checks that `ports` are its own; hand them over after construction.
    const event = (init: MessageEventInit, port: MessagePort): MessageEvent =>
      Object.defineProperty(new MessageEvent('message', init), 'ports', { value: [port] });
    post({ data: 'noise', ...from });
    window.dispatchEvent(event({ data, source: window, origin: 'http://evil.example' }, stranger));
    window.dispatchEvent(event({ data: { ...data, role: 'recorder' }, ...from }, stranger));
    window.dispatchEvent(event({ data, ...from }, port1));
    expect(await given).toBe(port1);
  });
});
