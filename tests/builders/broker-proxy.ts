/** A TCP proxy that misbehaves on request, to stand between a client and a real broker. Listens on 127.0.0.1. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export type ProxyMode =
  | 'pass'
  /** Nobody listens: connection refused. Connections that are open stay. */
  | 'refuse'
  /** Accepts, reads, never answers and never forwards. */
  | 'hang'
  /** Forwards to the broker; its answer is cut by a reset after `resetAfterBytes`. */
  | 'reset';

export interface BrokerProxy extends AsyncDisposable {
  readonly port: number;
  /** `performance.now()` of each connection that was accepted (or, in mode `refuse`, none). */
  readonly accepted: readonly number[];
  readonly open: number;
  setMode(mode: ProxyMode): Promise<void>;
  /** Bytes from the broker let through before a reset, in mode `reset`. */
  resetAfterBytes: number;
  /** Added to each chunk in each direction. */
  delayMs: number;
  /** Half-open: open connections carry nothing any more and nobody is told. */
  freezeOpen(): void;
  /** RST to both ends of all open connections. */
  resetOpen(): void;
  dispose(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly broker: Socket | undefined;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

export async function startBrokerProxy(target: { readonly port: number }): Promise<BrokerProxy> {
  const pairs = new Set<Pair>();
  const accepted: number[] = [];
  let mode: ProxyMode = 'pass';
  let port = 0;

  const forward = (from: Socket, to: Socket, gate: (chunk: Buffer) => Buffer): void => {
    const send = (chunk: Buffer): void => {
      const part = gate(chunk);
      if (part.length > 0 && !to.destroyed) to.write(part);
    };
    from.on('data', (chunk: Buffer) => {
      if (proxy.delayMs > 0) setTimeout(send, proxy.delayMs, chunk);
      else send(chunk);
    });
  };

  const accept = (client: Socket): void => {
    accepted.push(performance.now());
    const broker = mode === 'hang' ? undefined : connect(target.port, '127.0.0.1');
    const pair: Pair = { client, broker };
    pairs.add(pair);
    const drop = (): void => {
      pairs.delete(pair);
      client.destroy();
      broker?.destroy();
    };
    // Resets are this program's purpose; each ends the pair through `close`.
    client.on('error', drop).on('close', drop);
    broker?.on('error', drop).on('close', drop);
    if (!broker) {
      client.resume();
      return;
    }
    forward(client, broker, (chunk) => chunk);
    let passed = 0;
    forward(broker, client, (chunk) => {
      if (mode !== 'reset') return chunk;
      const part = chunk.subarray(0, Math.max(0, proxy.resetAfterBytes - passed));
      passed += part.length;
      if (passed >= proxy.resetAfterBytes) setImmediate(() => client.resetAndDestroy());
      return part;
    });
  };

  let server = createServer(accept);
  const stopListening = (): Promise<void> =>
    new Promise((resolve) => {
      // `close` calls back only when the last connection is gone; open ones stay on purpose.
      if (server.listening) server.close();
      resolve();
    });
  const each = (act: (socket: Socket) => void): void => {
    for (const { client, broker } of [...pairs]) {
      act(client);
      if (broker) act(broker);
    }
  };
  const dispose = async (): Promise<void> => {
    await stopListening();
    each((socket) => socket.destroy());
  };
  const proxy: BrokerProxy = {
    get port() {
      return port;
    },
    accepted,
    get open() {
      return pairs.size;
    },
    resetAfterBytes: 0,
    delayMs: 0,
    async setMode(next) {
      mode = next;
      if (next === 'refuse') await stopListening();
      else if (!server.listening) {
        server = createServer(accept);
        await listen(server, port);
      }
    },
    freezeOpen: () =>
      each((socket) => {
        socket.removeAllListeners('data');
        socket.resume();
      }),
    resetOpen: () => each((socket) => socket.resetAndDestroy()),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
  await listen(server, 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
  return proxy;
}
