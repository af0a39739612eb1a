/** Pages as the engine sees them, without a page: each message is encoded as for the wire, acknowledged at once, and dropped. */
import { encodeMessage } from '#shared/protocol/codec.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import {
  PROTOCOL_VERSION,
  type EngineMessage,
  type EnginePort,
  type PageMessage,
} from '#shared/protocol/messages.ts';

export interface MeasuredPage {
  readonly port: EnginePort;
  /** Says hello; call after `engine.attach(port)`. */
  hello(): void;
  readonly frames: number;
  readonly bytes: number;
}

export function measuredPage(role: 'window' | 'recorder', onFrame?: (frame: Frame) => void): MeasuredPage {
  let listener: (message: PageMessage) => void = () => undefined;
  const page = {
    frames: 0,
    bytes: 0,
    hello: () => listener({ type: 'hello', protocol: PROTOCOL_VERSION, role, siteRevision: undefined }),
    port: {
      send(message: EngineMessage) {
        page.bytes += encodeMessage(message).length;
        if (message.type === 'frame') {
          page.frames += 1;
          onFrame?.(message);
          setImmediate(() => listener({ type: 'frame-ack', seq: message.seq }));
        } else if (message.type === 'batch') {
          const { engineRun, number } = message;
          setImmediate(() => listener({ type: 'stream-ack', engineRun, number }));
        }
      },
      onMessage(next: (message: PageMessage) => void) {
        listener = next;
      },
      onClose: () => undefined,
      close: () => undefined,
    },
  };
  return page;
}
