/**
 * One message while it is being read. The decoder keeps a single one and resets it, so that the hot path allocates
 * nothing; what is refused is collected here, at most one quarantine entry a message, however many readings are bad.
 */
import type { Note } from '#shared/domain/note.ts';
import { QUALITY_GOOD, type Quality } from '#shared/domain/sample.ts';
import type { QuarantineReason } from '#shared/protocol/requests.ts';

export interface Message {
  brokerId: string;
  topic: string;
  payload: Buffer;
  receivedMs: number;
  /** Source time, quality and history mark of the reading at hand. */
  sourceMs: number;
  quality: Quality;
  historical: boolean;
  /** The broker had kept it: without a time of its own nobody knows how old it is. */
  retained: boolean;
  /** Samples handed to the sink. */
  applied: number;
  /** The first thing that could not be read, and how many more. */
  reason: QuarantineReason | undefined;
  note: Note | undefined;
  moreRefused: number;
  /** Something that no point is bound to: counts only where the whole message bound nothing. */
  unboundReason: QuarantineReason | undefined;
  unboundNote: Note | undefined;
}

export function createMessage(): Message {
  return {
    brokerId: '',
    topic: '',
    payload: Buffer.alloc(0),
    receivedMs: 0,
    sourceMs: 0,
    quality: QUALITY_GOOD,
    historical: false,
    retained: false,
    applied: 0,
    reason: undefined,
    note: undefined,
    moreRefused: 0,
    unboundReason: undefined,
    unboundNote: undefined,
  };
}

/** Begins the next message. */
export function resetMessage(
  message: Message,
  brokerId: string,
  topic: string,
  payload: Buffer,
  receivedMs: number,
): void {
  message.brokerId = brokerId;
  message.topic = topic;
  message.payload = payload;
  message.receivedMs = receivedMs;
  message.sourceMs = receivedMs;
  message.quality = QUALITY_GOOD;
  message.historical = false;
  message.applied = 0;
  message.reason = undefined;
  message.moreRefused = 0;
  message.unboundReason = undefined;
}

/** One reading of the message cannot be used; the others still are. */
export function refuse(message: Message, reason: QuarantineReason, note: Note): void {
  if (message.reason !== undefined) {
    message.moreRefused += 1;
    return;
  }
  message.reason = reason;
  message.note = note;
}

/**
 * A reading that this site has no use for. Gateways send much more than a site file binds, in every message: that is no
 * fault and must not bury the faults. A message of which nothing at all is bound is one.
 */
export function leaveUnbound(message: Message, reason: QuarantineReason, note: Note): void {
  if (message.unboundReason !== undefined) return;
  message.unboundReason = reason;
  message.unboundNote = note;
}

/** Longest quotation of a payload in a note. */
const QUOTE_LENGTH = 40;

/** A value as found, short enough to stand in a sentence of any language. */
export function quote(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > QUOTE_LENGTH ? `${value.slice(0, QUOTE_LENGTH)}…` : value);
}
