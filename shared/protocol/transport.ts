/**
 * How a page gets a link to the engine, before the first message of `messages.ts` can pass. Two transports, one protocol:
 * - a page served over HTTP opens a WebSocket at `LINK_PATH` of its own origin, sub-protocol `LINK_SUBPROTOCOL`; each message
 *   is one binary frame of `codec.ts`;
 * - a page of the desktop shell (`APP_ORIGIN`) calls `ShellBridge.requestPort` and gets a `PortMessage` with one MessagePort in
 *   its own window, which it may transfer to a worker; messages are structured clones, without codec.
 * A page may hold several links. Either end's close ends the link; nothing is buffered for a link that is gone.
 */
export const LINK_PATH = '/link';
export const LINK_SUBPROTOCOL = 'signalbox.v1';
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://signalbox`;

/** Largest message of a page; a longer one closes the link (1009). */
export const PAGE_MESSAGE_MAX_BYTES = 1024 * 1024;

/** A slow page with more than this unread is cut off; it reconnects and gets a full frame. */
export const LINK_UNREAD_MAX_BYTES = 32 * 1024 * 1024;

/** WebSocket close codes, RFC 6455, section 7.4: 1000 to 2999 as there, 4000 and up this program's own. */
export const LINK_CLOSE = {
  /** The engine stops; try again. */
  goingAway: 1001,
  /** Not a message of this protocol. */
  malformed: 1002,
  /** A text frame. */
  notBinary: 1003,
  /** The page's cookie is missing or old: it must be opened by its full address again. */
  notAdmitted: 4401,
} as const;

export type LinkRole = 'window' | 'recorder';

/** What the preload script puts on `window.signalbox`. */
export interface ShellBridge {
  /** Answered by a `PortMessage` of the same role. */
  requestPort(role: LinkRole): void;
  /** What the page shows for print, as a PDF where the person says. @param name proposed for the file, without its ending. */
  savePdf(name: string): Promise<PdfSaved>;
}

/** `failed`: it could not be made or written; `cancelled`: the person chose no place. */
export type PdfSaved = 'saved' | 'cancelled' | 'failed';

/** Posted to the page's own window, its origin the page's, with one port. */
export interface PortMessage {
  readonly type: 'signalbox-port';
  readonly role: LinkRole;
}
