/**
 * A WebSocket as the engine's end of a link. Each message is one binary frame. Loss policy: nothing is queued here beyond
 * what the socket holds; a page that leaves more than `LINK_UNREAD_MAX_BYTES` unread is cut off, and gets a full frame when
 * it comes back.
 */
import { WebSocket, type RawData } from 'ws';
import { decodeMessage, encodeMessage } from '#shared/protocol/codec.ts';
import type { EnginePort, PageMessage } from '#shared/protocol/messages.ts';
import { readPageMessage } from '#shared/protocol/page-message.ts';
import { LINK_CLOSE, LINK_UNREAD_MAX_BYTES } from '#shared/protocol/transport.ts';
import type { Log } from '#shared/base/log.ts';

/** A peer that does not answer a close within this is cut. */
const CLOSE_GRACE_MS = 2_000;

export function createSocketPort(socket: WebSocket, log: Log): EnginePort {
  let closed = false;
  let onMessage: ((message: PageMessage) => void) | undefined;
  const closeListeners = new Set<() => void>();

  const close = (code: number, reason: string): void => {
    if (socket.readyState === WebSocket.CLOSING || socket.readyState === WebSocket.CLOSED) return;
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
  };

  socket.on('message', (data, isBinary) => {
    if (closed || socket.readyState !== WebSocket.OPEN) return;
    if (!isBinary) return close(LINK_CLOSE.notBinary, 'messages are binary');
    const message = decode(data, log);
    if (message === undefined) return close(LINK_CLOSE.malformed, 'not a message of signalbox.v1');
    onMessage?.(message);
  });
  socket.on('error', (error) => log('warn', 'a link failed', { error: error.message }));
  socket.on('close', () => {
    closed = true;
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  });

  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > LINK_UNREAD_MAX_BYTES) {
        log('warn', 'a page does not read; cutting it off', { unreadBytes: socket.bufferedAmount });
        // Its close frame would stand behind all that it does not read.
        socket.terminate();
        return;
      }
      socket.send(encodeMessage(message));
    },
    onMessage(listener) {
      onMessage = listener;
    },
    onClose(listener) {
      if (closed) listener();
      else closeListeners.add(listener);
    },
    close: () => close(LINK_CLOSE.goingAway, 'the engine closed the link'),
  };
}

function decode(data: RawData, log: Log): PageMessage | undefined {
  // `ws` hands over one Buffer a message (binaryType nodebuffer).
  const bytes = data as Buffer;
  try {
    return readPageMessage(decodeMessage(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  } catch (error) {
    // Whatever a stranger's bytes make the decoder say, the answer is the same.
    log('warn', 'a page sent what is no message', { error: String(error) });
    return undefined;
  }
}
