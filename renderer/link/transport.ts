/**
 * What carries messages between a page and the engine. A transport opens one connection at a time and reports through
 * `events`; it never throws, never reconnects (that is the link's work) and never queues.
 */
import type { PageMessage } from '#shared/protocol/messages.ts';

/** Why a link is not live; stable, picks the text shown. */
export type LinkLossCode =
  | 'unreachable'
  | 'closed'
  | 'no-welcome'
  | 'silent'
  | 'bad-message'
  | 'bad-hello'
  | 'protocol-mismatch'
  | 'not-admitted';

export interface LinkLoss {
  readonly code: LinkLossCode;
  /** For the log: what and where. */
  readonly detail: string;
}

export interface ConnectionEvents {
  onOpen(): void;
  /** Anything the peer sent; not yet checked. */
  onMessage(message: unknown): void;
  /** Exactly once, and not after the link's own `close()`. */
  onClose(loss: LinkLoss): void;
}

export interface Connection {
  /** Dropped when the connection is not open. */
  send(message: PageMessage): void;
  /** Silent: no event follows. */
  close(): void;
}

export interface Transport {
  open(events: ConnectionEvents): Connection;
}
