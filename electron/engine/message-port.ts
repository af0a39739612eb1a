/**
 * A MessagePort as the engine's end of a link, in the desktop shell: structured clones, no codec. Loss policy: none here;
 * Chromium holds what a page has not read, and frames never queue (one in flight).
 */
import type { Log } from '#shared/base/log.ts';
import type { EnginePort, PageMessage } from '#shared/protocol/messages.ts';
import { readPageMessage } from '#shared/protocol/page-message.ts';

/** What this needs of Electron's `MessagePortMain`. */
export interface ShellPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

export function createMessagePort(port: ShellPort, log: Log): EnginePort {
  let closed = false;
  let onMessage: ((message: PageMessage) => void) | undefined;
  const closeListeners = new Set<() => void>();
  const end = (): void => {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  };
  port.on('message', ({ data }) => {
    if (closed) return;
    const message = readPageMessage(data);
    if (message) return onMessage?.(message);
    log('warn', 'a page sent what is no message', {});
    port.close();
    end();
  });
  port.on('close', end);
  port.start();
  return {
    send(message) {
      if (!closed) port.postMessage(message);
    },
    onMessage(listener) {
      onMessage = listener;
    },
    onClose(listener) {
      if (closed) listener();
      else closeListeners.add(listener);
    },
    close() {
      port.close();
      end();
    },
  };
}
