import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import { LINK_CLOSE, LINK_PATH, LINK_SUBPROTOCOL } from '#shared/protocol/transport.ts';
import type { Connection, ConnectionEvents, LinkLoss, Transport } from './transport.ts';

/** Same origin, so that the host's cookie goes along; works in a page and in a Worker. */
export function linkUrl(location: { readonly protocol: string; readonly host: string }): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${LINK_PATH}`;
}

export function createWebSocketTransport(url: string, Socket: typeof WebSocket = WebSocket): Transport {
  return { open: (events) => openSocket(new Socket(url, LINK_SUBPROTOCOL), events) };
}

function openSocket(socket: WebSocket, events: ConnectionEvents): Connection {
  let open = false;
  let ended = false;
  socket.binaryType = 'arraybuffer';
  const end = (loss: LinkLoss | undefined): void => {
    if (ended) return;
    ended = true;
    socket.close();
    if (loss) events.onClose(loss);
  };
  socket.onopen = () => {
    if (ended) return;
    open = true;
    events.onOpen();
  };
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (ended) return;
    if (!(data instanceof ArrayBuffer))
      return end({ code: 'bad-message', detail: 'a text message on a binary link' });
    let message: unknown;
    try {
      message = decodeMessage(new Uint8Array(data));
    } catch (error) {
      return end({ code: 'bad-message', detail: String(error) });
    }
    events.onMessage(message);
  };
  socket.onclose = ({ code, reason }) => end(lossOf(code, reason, open, socket.url));
  return {
    send(message) {
      if (!ended && socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    close: () => end(undefined),
  };
}

function lossOf(code: number, reason: string, wasOpen: boolean, url: string): LinkLoss {
  const detail = `${url} closed with code ${code}${reason ? `: ${reason}` : ''}`;
  if (code === LINK_CLOSE.notAdmitted) return { code: 'not-admitted', detail };
  return { code: wasOpen ? 'closed' : 'unreachable', detail };
}
