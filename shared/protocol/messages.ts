/** Every message between an engine and a page, in both directions, over a MessagePort or a WebSocket alike. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { Failure } from '#shared/base/result.ts';
import type { SiteDocument } from '#shared/domain/site/document.ts';
import type { Frame } from './frame.ts';
import type { SampleBatch } from './sample-stream.ts';
import type { RequestName } from './requests.ts';

export const PROTOCOL_VERSION = 1;

/** First message of a page. A `window` gets frames, a `recorder` gets sample batches. */
export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly role: 'window' | 'recorder';
  /** Revision the page already has: the document is then left out of the welcome. */
  readonly siteRevision: string | undefined;
}

export interface FrameAck {
  readonly type: 'frame-ack';
  readonly seq: number;
}

/** Everything up to and including `number` of `engineRun` is stored. */
export interface StreamAck {
  readonly type: 'stream-ack';
  readonly engineRun: string;
  readonly number: number;
}

export interface Request {
  readonly type: 'request';
  readonly id: number;
  readonly name: RequestName;
  readonly params: unknown;
}

/** The window shows; the engine answers at once. Measures round trip and proves that the engine turns. */
export interface Ping {
  readonly type: 'ping';
  readonly id: number;
}

export type PageMessage = Hello | FrameAck | StreamAck | Request | Ping;

export interface Welcome {
  readonly type: 'welcome';
  readonly protocol: number;
  readonly engineRun: string;
  readonly siteRevision: string;
  readonly site: SiteDocument | undefined;
  readonly nowMs: EpochMs;
  readonly demo: boolean;
}

/** Sent instead of a welcome, then the engine closes. */
export interface Refusal {
  readonly type: 'refusal';
  readonly code: 'protocol-mismatch' | 'bad-hello';
  readonly detail: string;
}

export interface Response {
  readonly type: 'response';
  readonly id: number;
  readonly outcome:
    { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Failure };
}

export interface Pong {
  readonly type: 'pong';
  readonly id: number;
  readonly nowMs: EpochMs;
}

export type EngineMessage = Welcome | Refusal | Frame | SampleBatch | Response | Pong;

/** The engine's end of a link. A host makes one a page; the engine owns it from then on. */
export interface EnginePort {
  send(message: EngineMessage): void;
  onMessage(listener: (message: PageMessage) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
