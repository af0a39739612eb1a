/**
 * How a page gets a link to the engine, before the first message of `messages.ts` can pass. Two transports, one protocol:
 * - a page served over HTTP opens a WebSocket at `LINK_PATH` of its own origin, sub-protocol `LINK_SUBPROTOCOL`; each message
 *   is one binary frame of `codec.ts`;
 * - a page of the desktop shell (scheme `APP_SCHEME`) posts a `LinkWanted` to its own window and gets a `LinkOpened` with the
 *   same id and one MessagePort, which it may transfer to a worker; messages are structured clones, without codec.
 * A page may hold several links. Either end's close ends the link; nothing is buffered for a link that is gone.
 */
export const LINK_PATH = '/link';
export const LINK_SUBPROTOCOL = 'signalbox.v1';
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://signalbox`;

/** Largest message of a page; a longer one closes the link (1009). */
export const PAGE_MESSAGE_MAX_BYTES = 1024 * 1024;

/** A slow window that has this many bytes unread is cut off (4008); it reconnects and gets a full frame. */
export const LINK_UNREAD_MAX_BYTES = 32 * 1024 * 1024;

/** WebSocket close codes of this program, besides those of RFC 6455, section 7.4.1. */
export const LINK_CLOSE = {
  /** The engine stops; try again. */
  goingAway: 1001,
  /** Not a message of this protocol. */
  malformed: 1002,
  /** A text frame. */
  notBinary: 1003,
  /** The page does not read. */
  tooSlow: 4008,
} as const;

export interface LinkWanted {
  readonly type: 'signalbox.link-wanted';
  readonly id: string;
}

export interface LinkOpened {
  readonly type: 'signalbox.link-opened';
  readonly id: string;
}
