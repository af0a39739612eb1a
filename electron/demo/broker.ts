/**
 * The embedded broker: MQTT 3.1.1 over TCP, on this machine only; the same port serves the reference phone and its WebSocket. Owns its socket and its clients. `pause` is a broker
 * that is gone: connections drop, the port refuses, nothing is kept; `start` again takes the same port.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { createPhonePages } from './phone/pages.ts';
import type { Outgoing } from './wire/parcel.ts';

export interface DemoBroker {
  /** @returns the port; `port-busy` where another program has it. */
  start(): Promise<Result<number, 'port-busy'>>;
  stop(): Promise<void>;
  /** Does nothing while stopped: there is nobody to hear it. */
  send(message: Outgoing): void;
  /** Kept for whoever subscribes later, until the broker goes. QoS 1. */
  retain(topic: string, payload: string): void;
  /** Somebody subscribed to something. */
  onSubscribe(listener: () => void): void;
  /** A message from a client, e.g. a Sparkplug command. */
  onMessage(listener: (topic: string, payload: Uint8Array) => void): void;
}

/** The first byte of a CONNECT packet, MQTT 3.1.1 section 2.2.1. */
const CONNECT = 0x10;
/** CONNACK return code, MQTT 3.1.1 section 3.2.2.3. */
const UNACCEPTABLE_PROTOCOL = 1;

interface Running {
  readonly aedes: Aedes;
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

/** @param port 0 takes a free one, which is kept over stop and start. */
export function createBroker(port: number, log: (line: string) => void): DemoBroker {
  const subscribeListeners: (() => void)[] = [];
  const messageListeners: ((topic: string, payload: Uint8Array) => void)[] = [];
  let running: Running | undefined;
  let boundPort = port;
  const watch = (aedes: Aedes): void => {
    aedes.on('subscribe', () => subscribeListeners.forEach((listener) => listener()));
    aedes.on('publish', ({ topic, payload }, client) => {
      // What the simulation itself publishes has no client.
      if (client) messageListeners.forEach((listener) => listener(topic, Buffer.from(payload)));
    });
    aedes.on('clientError', (client, error) => log(`broker: client ${client.id}: ${error.message}`));
    aedes.on('connectionError', (_client, error: Error & { errorCode?: number }) => {
      // Each client that speaks MQTT 5 first is refused once and comes back with 3.1.1: nothing to tell anybody.
      if (error.errorCode !== UNACCEPTABLE_PROTOCOL) log(`broker: connection: ${error.message}`);
    });
  };
  const publish = ({ topic, payload, qos, retain = false }: Outgoing & { retain?: boolean }): void => {
    running?.aedes.publish(
      { cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain, dup: false },
      (error) => error && log(`broker: ${topic}: ${error.message}`),
    );
  };
  // aedes numbers a message when it is published, looks up sessions for QoS 1 before it delivers, and takes whatever
  // comes with a lower number than the last for a duplicate: QoS 0 published meanwhile would make it drop the other.
  const confirmed: (Outgoing & { retain?: boolean })[] = [];
  const flush = (): void => confirmed.splice(0).forEach(publish);
  const confirm = (message: (typeof confirmed)[number]): void => {
    if (confirmed.push(message) === 1) setImmediate(flush);
  };
  return {
    async start() {
      const aedes = await Aedes.createBroker();
      watch(aedes);
      const sockets = new Set<Socket>();
      const server = createServerFor(aedes, sockets);
      const failure = await listen(server, boundPort);
      if (failure) {
        aedes.close();
        return fail('port-busy', `port ${boundPort} on 127.0.0.1: ${failure}`);
      }
      boundPort = (server.address() as AddressInfo).port;
      running = { aedes, server, sockets };
      return ok(boundPort);
    },
    async stop() {
      const stopping = running;
      running = undefined;
      if (!stopping) return;
      const closed = new Promise<void>((resolve) => stopping.server.close(() => resolve()));
      for (const socket of stopping.sockets) socket.destroy();
      await closed;
      await new Promise<void>((resolve) => stopping.aedes.close(resolve));
    },
    send(message) {
      if (message.qos === 0) publish(message);
      else confirm(message);
    },
    retain: (topic, payload) => confirm({ topic, payload, qos: 1, retain: true }),
    onSubscribe: (listener) => void subscribeListeners.push(listener),
    onMessage: (listener) => void messageListeners.push(listener),
  };
}

/** Serves MQTT and, on the same port, the reference phone. */
function createServerFor(aedes: Aedes, sockets: Set<Socket>): Server {
  const pages = createPhonePages((stream, request) => aedes.handle(stream, request));
  return createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // A page or its WebSocket begins with a word, MQTT with the byte of CONNECT.
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === CONNECT) aedes.handle(socket);
      else pages.take(socket);
      socket.resume();
    });
  });
}

/** @returns why it cannot listen, or undefined once it does. */
function listen(server: Server, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}
