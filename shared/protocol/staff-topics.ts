/**
 * What travels between the stations of a site and the phones of its people, and residents' requests: topics and JSON payloads,
 * each with a schema and version. Any phone app that keeps to this can join; `electron/demo/phone` is one.
 *
 * | topic under `signalbox-site/<site>`      | from    | payload             | kept by the broker                     |
 * | ---------------------------------------- | ------- | ------------------- | -------------------------------------- |
 * | `staff/<person>/orders/<order>`          | station | `AssignmentMessage` | yes; empty once it is his no longer    |
 * | `staff/<person>/answers`                 | phone   | `AnswerMessage`     | no                                     |
 * | `staff/<person>/photos`                  | phone   | `PhotoMessage`      | no                                     |
 * | `staff/<person>/place`                   | phone   | `PlaceMessage`      | yes                                    |
 * | `staff/<person>/presence`                | phone   | `PresenceMessage`   | yes; `online: false` is the Last Will  |
 * | `staff/<person>/escalations/<order>`     | station | `EscalationMessage` | yes; empty once somebody has it        |
 * | `requests/<request>`                     | resident| `RequestMessage`    | no                                     |
 * | `requests/<request>/status`              | station | `StatusMessage`     | yes                                    |
 * | `requests/<request>/score`               | resident| `ScoreMessage`      | no                                     |
 *
 * QoS 1 throughout. Who may publish where is for the broker's access rules: a phone needs no more than its own `staff/<person>`.
 * Invariants: a message that fails its reader changes nothing and is kept for people to see; an answer counts only from the
 * person whom the order was given to, and only where it fits. Loss policy: that of the alarm lane, none.
 */
import { utf8Decode, utf8Encode } from '#shared/base/encoding.ts';
import { ok } from '#shared/base/result.ts';
import {
  failWith,
  notAsExpected,
  note,
  wrongPart,
  type Expected,
  type Note,
  type Noted,
} from '#shared/domain/note.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import { cleanFileName, fileTypeOf, isPicture } from '#shared/domain/work-order/file.ts';
import type { WorkOrderState } from '#shared/domain/work-order/work-order.ts';

/** Bytes of one message: nothing here is long, but a photo. */
export const MESSAGE_LIMIT = 16_384;
/** On the alarm lane, where nothing may wait long behind it. */
export const PHOTO_LIMIT = 1_048_576;

export const ASSIGNMENT_SCHEMA = 'signalbox.assignment/1';
export const ESCALATION_SCHEMA = 'signalbox.escalation/1';
export const ANSWER_SCHEMA = 'signalbox.answer/1';
export const PHOTO_SCHEMA = 'signalbox.photo/1';
export const PLACE_SCHEMA = 'signalbox.place/1';
export const PRESENCE_SCHEMA = 'signalbox.staff-presence/1';
export const REQUEST_SCHEMA = 'signalbox.request/1';
export const STATUS_SCHEMA = 'signalbox.request-status/1';
export const SCORE_SCHEMA = 'signalbox.score/1';

/** Everything the work needs, so that the phone has it without a network too. Times in epoch ms, places in metres. */
export interface AssignmentMessage {
  readonly schema: typeof ASSIGNMENT_SCHEMA;
  readonly orderId: string;
  readonly state: WorkOrderState;
  readonly kind: string;
  readonly priority: AlarmPriority;
  readonly title: LocalizedText;
  readonly description: LocalizedText;
  readonly assetId: string | null;
  readonly zoneId: string;
  readonly place: LocalizedText;
  /** On the plan of the zone's storey. */
  readonly position: readonly [number, number];
  readonly storeyId: string;
  readonly assignedAtMs: number;
  /** An answer is expected by then; later it goes to somebody else. */
  readonly answerByMs: number;
  readonly checklist: readonly { readonly text: string; readonly done: boolean }[];
}

/** To the duty manager: an order that the program cannot place, and why. */
export interface EscalationMessage {
  readonly schema: typeof ESCALATION_SCHEMA;
  readonly orderId: string;
  readonly priority: AlarmPriority;
  readonly title: LocalizedText;
  readonly zoneId: string;
  readonly place: LocalizedText;
  readonly reason: string;
  readonly atMs: number;
}

export const ANSWERS = ['accepted', 'declined', 'on-the-way', 'on-site', 'done'] as const;
export type Answer = (typeof ANSWERS)[number];

export interface AnswerMessage {
  readonly schema: typeof ANSWER_SCHEMA;
  readonly orderId: string;
  readonly answer: Answer;
  /** Why it was declined; what was found or done. */
  readonly reason?: string | undefined;
}

/**
 * A picture of the work, of an order that is with him: one line of JSON (`schema`, `orderId`, `name`), a line feed, then the bytes of
 * a JPEG, PNG, GIF or WebP, at most `PHOTO_LIMIT` together. A phone makes its photos smaller before it sends them. The station that
 * owns the order keeps the bytes; the same picture twice is kept once.
 */
export interface PhotoMessage {
  readonly schema: typeof PHOTO_SCHEMA;
  readonly orderId: string;
  readonly name: string;
  /** Valid during the call only. */
  readonly bytes: Uint8Array;
}

export interface PlaceMessage {
  readonly schema: typeof PLACE_SCHEMA;
  readonly zoneId: string;
  /** Where in the zone, metres on its storey's plan, if the phone knows. */
  readonly position?: readonly [number, number] | undefined;
  /** By the phone's clock; asked only of a message that the broker had kept. */
  readonly atMs?: number | undefined;
}

export interface PresenceMessage {
  readonly schema: typeof PRESENCE_SCHEMA;
  readonly online: boolean;
  /** False: at work, but not to be sent now (a break, a meeting). */
  readonly available?: boolean | undefined;
}

export interface RequestMessage {
  readonly schema: typeof REQUEST_SCHEMA;
  readonly zoneId: string;
  readonly assetId?: string | undefined;
  /** In the resident's own words. */
  readonly text: string;
  readonly by?: string | undefined;
}

export interface StatusMessage {
  readonly schema: typeof STATUS_SCHEMA;
  readonly orderId: string;
  readonly state: WorkOrderState;
  readonly atMs: number;
  /** The work is done and the resident may say how well. */
  readonly mayScore: boolean;
}

export interface ScoreMessage {
  readonly schema: typeof SCORE_SCHEMA;
  /** 1 bad to 5 good. */
  readonly score: number;
  readonly comment?: string | undefined;
}

export interface StaffTopics {
  readonly filters: Readonly<Record<'staff' | 'orders' | 'escalations' | 'requests' | 'scores', string>>;
  order(staffId: string, orderId: string): string;
  escalation(staffId: string, orderId: string): string;
  answers(staffId: string): string;
  photos(staffId: string): string;
  place(staffId: string): string;
  presence(staffId: string): string;
  request(requestId: string): string;
  status(requestId: string): string;
  score(requestId: string): string;
}

export function staffTopics(siteId: string): StaffTopics {
  const root = `signalbox-site/${siteId}`;
  return {
    filters: {
      staff: `${root}/staff/+/+`,
      orders: `${root}/staff/+/orders/+`,
      escalations: `${root}/staff/+/escalations/+`,
      requests: `${root}/requests/+`,
      scores: `${root}/requests/+/score`,
    },
    order: (staffId, orderId) => `${root}/staff/${staffId}/orders/${orderId}`,
    escalation: (staffId, orderId) => `${root}/staff/${staffId}/escalations/${orderId}`,
    answers: (staffId) => `${root}/staff/${staffId}/answers`,
    photos: (staffId) => `${root}/staff/${staffId}/photos`,
    place: (staffId) => `${root}/staff/${staffId}/place`,
    presence: (staffId) => `${root}/staff/${staffId}/presence`,
    request: (requestId) => `${root}/requests/${requestId}`,
    status: (requestId) => `${root}/requests/${requestId}/status`,
    score: (requestId) => `${root}/requests/${requestId}/score`,
  };
}

export type MessageFault = 'too-large' | 'not-json' | 'wrong-shape';

const LONGEST_TEXT = 2_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

type Loose = Readonly<Record<string, unknown>>;

function readMessage(payload: Uint8Array, schema: string): Noted<Loose, MessageFault> {
  if (payload.byteLength > MESSAGE_LIMIT)
    return failWith('too-large', note('size', { bytes: payload.byteLength, limit: MESSAGE_LIMIT }));
  let value: unknown;
  try {
    value = JSON.parse(utf8Decode(payload));
  } catch {
    return failWith('not-json', note('json'));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return failWith('wrong-shape', notAsExpected('', typeof value, 'object'));
  const found = (value as Loose)['schema'];
  if (found !== schema)
    return failWith('wrong-shape', note('schema', { found: String(found), wanted: schema }));
  return ok(value as Loose);
}

const wrong = (part: string, expected: Expected, more?: Note['facts']): Noted<never, MessageFault> =>
  failWith('wrong-shape', wrongPart(part, expected, more));
const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
const isId = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
const isTextOrNone = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && value.length <= LONGEST_TEXT);

export function readAnswer(payload: Uint8Array): Noted<AnswerMessage, MessageFault> {
  const read = readMessage(payload, ANSWER_SCHEMA);
  if (!read.ok) return read;
  const { orderId, answer, reason } = read.value;
  if (!isId(orderId)) return wrong('orderId', 'id');
  const known = ANSWERS.find((one) => one === answer);
  if (!known) return wrong('answer', 'one-of', { values: ANSWERS.join(', ') });
  if (!isTextOrNone(reason)) return wrong('reason', 'text', { limit: LONGEST_TEXT });
  return ok({ schema: ANSWER_SCHEMA, orderId, answer: known, reason });
}

const LINE_FEED = 0x0a;
const LONGEST_HEADER = 1_024;

export function writePhoto({ orderId, name, bytes }: Omit<PhotoMessage, 'schema'>): Uint8Array<ArrayBuffer> {
  const header = utf8Encode(`${JSON.stringify({ schema: PHOTO_SCHEMA, orderId, name })}\n`);
  const payload = new Uint8Array(header.length + bytes.length);
  payload.set(header);
  payload.set(bytes, header.length);
  return payload;
}

export function readPhoto(payload: Uint8Array): Noted<PhotoMessage, MessageFault> {
  if (payload.byteLength > PHOTO_LIMIT)
    return failWith('too-large', note('size', { bytes: payload.byteLength, limit: PHOTO_LIMIT }));
  const end = payload.subarray(0, LONGEST_HEADER).indexOf(LINE_FEED);
  if (end === -1) return failWith('not-json', note('json'));
  const read = readMessage(payload.subarray(0, end), PHOTO_SCHEMA);
  if (!read.ok) return read;
  const { orderId, name } = read.value;
  if (!isId(orderId)) return wrong('orderId', 'id');
  if (typeof name !== 'string' || cleanFileName(name) === undefined) return wrong('name', 'name');
  const bytes = payload.subarray(end + 1);
  if (!isPicture(fileTypeOf(bytes))) return wrong('bytes', 'picture');
  return ok({ schema: PHOTO_SCHEMA, orderId, name, bytes });
}

export function readPlace(payload: Uint8Array): Noted<PlaceMessage, MessageFault> {
  const read = readMessage(payload, PLACE_SCHEMA);
  if (!read.ok) return read;
  const { zoneId, position, atMs } = read.value;
  if (!isId(zoneId)) return wrong('zoneId', 'id');
  if (atMs !== undefined && !isFiniteNumber(atMs)) return wrong('atMs', 'time-ms');
  if (position === undefined) return ok({ schema: PLACE_SCHEMA, zoneId, atMs });
  if (!Array.isArray(position) || position.length !== 2 || !position.every(isFiniteNumber))
    return wrong('position', 'position');
  return ok({ schema: PLACE_SCHEMA, zoneId, position: position as unknown as [number, number], atMs });
}

export function readPresence(payload: Uint8Array): Noted<PresenceMessage, MessageFault> {
  const read = readMessage(payload, PRESENCE_SCHEMA);
  if (!read.ok) return read;
  const { online, available } = read.value;
  if (typeof online !== 'boolean') return wrong('online', 'one-of', { values: 'true, false' });
  if (available !== undefined && typeof available !== 'boolean')
    return wrong('available', 'one-of', { values: 'true, false' });
  return ok({ schema: PRESENCE_SCHEMA, online, available });
}

export function readRequest(payload: Uint8Array): Noted<RequestMessage, MessageFault> {
  const read = readMessage(payload, REQUEST_SCHEMA);
  if (!read.ok) return read;
  const { zoneId, assetId, text, by } = read.value;
  if (!isId(zoneId)) return wrong('zoneId', 'id');
  if (assetId !== undefined && !isId(assetId)) return wrong('assetId', 'id');
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST_TEXT)
    return wrong('text', 'text', { limit: LONGEST_TEXT });
  if (!isTextOrNone(by)) return wrong('by', 'name');
  return ok({ schema: REQUEST_SCHEMA, zoneId, assetId, text: text.trim(), by });
}

export function readScore(payload: Uint8Array): Noted<ScoreMessage, MessageFault> {
  const read = readMessage(payload, SCORE_SCHEMA);
  if (!read.ok) return read;
  const { score, comment } = read.value;
  if (typeof score !== 'number' || !Number.isInteger(score) || score < 1 || score > 5)
    return wrong('score', 'score');
  if (!isTextOrNone(comment)) return wrong('comment', 'text', { limit: LONGEST_TEXT });
  return ok({ schema: SCORE_SCHEMA, score, comment });
}

export function readAssignment(payload: Uint8Array): Noted<AssignmentMessage, MessageFault> {
  const read = readMessage(payload, ASSIGNMENT_SCHEMA);
  if (!read.ok) return read;
  if (!isId(read.value['orderId'])) return wrong('orderId', 'id');
  return ok(read.value as unknown as AssignmentMessage);
}
