/** An aedes broker (MQTT 3.1.1 only) inside the test, over TCP and WebSocket on 127.0.0.1, whose answers a test decides. */
import { Aedes, type AedesOptions } from 'aedes';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createWebSocketStream, WebSocketServer } from 'ws';

export interface AedesBroker extends AsyncDisposable {
  readonly port: number;
  readonly webSocketPort: number;
  readonly aedes: Aedes;
  /** CONNECT packets accepted or refused since the start. */
  readonly connects: readonly {
    readonly clientId: string;
    readonly clean: boolean;
    readonly willTopic: string | undefined;
  }[];
  dispose(): Promise<void>;
}

export interface AedesSettings extends AedesOptions {
  /** PEM: the WebSocket listener then speaks TLS. */
  readonly webSocketTls?: { readonly cert: string; readonly key: string };
}

export async function startAedes({ webSocketTls, ...options }: AedesSettings = {}): Promise<AedesBroker> {
  const connects: { clientId: string; clean: boolean; willTopic: string | undefined }[] = [];
  const aedes = await Aedes.createBroker({
    ...options,
    preConnect(client, packet, callback) {
      connects.push({
        clientId: packet.clientId,
        clean: packet.clean === true,
        willTopic: packet.will?.topic,
      });
      if (options.preConnect) options.preConnect(client, packet, callback);
      else callback(null, true);
    },
  });
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer(aedes.handle);
  const http = webSocketTls ? createHttpsServer(webSocketTls) : createHttpServer();
  const webSockets = new WebSocketServer({ server: http });
  webSockets.on('connection', (socket, request) => {
    aedes.handle(createWebSocketStream(socket), request);
  });
  server.on('connection', track);
  http.on('connection', track);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const dispose = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    webSockets.close();
    await new Promise((resolve) => http.close(resolve));
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => aedes.close(resolve));
  };
  return {
    port: (server.address() as AddressInfo).port,
    webSocketPort: (http.address() as AddressInfo).port,
    aedes,
    connects,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
