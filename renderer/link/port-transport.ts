import type { LinkRole, PortMessage, ShellBridge } from '#shared/protocol/transport.ts';
import type { Connection, ConnectionEvents, LinkLoss, Transport } from './transport.ts';

/** How long the shell may take to hand over a port. */
const PORT_TIMEOUT_MS = 5_000;

/** @param requestPort gives a fresh port, or rejects with the reason. */
export function createPortTransport(requestPort: () => Promise<MessagePort>): Transport {
  return { open: (events) => openPort(requestPort, events) };
}

function openPort(requestPort: () => Promise<MessagePort>, events: ConnectionEvents): Connection {
  let port: MessagePort | undefined;
  let ended = false;
  const end = (loss: LinkLoss | undefined): void => {
    if (ended) return;
    ended = true;
    port?.close();
    if (loss) events.onClose(loss);
  };
  requestPort().then(
    (given) => {
      if (ended) return given.close();
      port = given;
      given.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!ended) events.onMessage(data);
      };
      given.onmessageerror = () => end({ code: 'bad-message', detail: 'a message that could not be cloned' });
      // Chromium 122 and later; before that the link's watchdog finds out.
      given.addEventListener('close', () =>
        end({ code: 'closed', detail: 'the port was closed by the engine' }),
      );
      given.start();
      events.onOpen();
    },
    (error: unknown) => end({ code: 'unreachable', detail: String(error) }),
  );
  return {
    send(message) {
      if (!ended) port?.postMessage(message);
    },
    close: () => end(undefined),
  };
}

interface PortWindow {
  readonly origin: string;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

/** One port for `role`, from the preload script of this very window. @throws (rejects) when none comes in time. */
export function requestPagePort(bridge: ShellBridge, role: LinkRole, page: PortWindow): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      page.removeEventListener('message', onMessage);
    };
    const onMessage = (event: MessageEvent<unknown>): void => {
      // The preload shares this window: anything from a frame or another origin is not ours.
      if (event.source !== page || event.origin !== page.origin) return;
      const { data } = event;
      if (!isPortMessage(data) || data.role !== role) return;
      const [port] = event.ports;
      if (!port) return;
      finish();
      resolve(port);
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`the shell gave no ${role} port within ${PORT_TIMEOUT_MS} ms`));
    }, PORT_TIMEOUT_MS);
    page.addEventListener('message', onMessage);
    bridge.requestPort(role);
  });
}

function isPortMessage(value: unknown): value is PortMessage {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'signalbox-port';
}
