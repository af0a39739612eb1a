/**
 * What phones and residents say. Owns: answers to orders of another station, kept a while in case that station has gone.
 * Invariants: a message that fails its reader, or names a person, order or place that is not there, changes nothing and goes to the
 * quarantine; the same answer twice is one act; an answer that does not fit becomes a void act of the order, once.
 */
import type { Clock } from '#shared/base/brand.ts';
import { note, wrongPart, type Note, type Noted } from '#shared/domain/note.ts';
import type { FoldedWorkOrder } from '#shared/domain/work-order/fold.ts';
import { MOST_FILES } from '#shared/domain/work-order/file.ts';
import type { Move } from '#shared/domain/work-order/machine.ts';
import type { QuarantineReason } from '#shared/protocol/requests.ts';
import {
  readAnswer,
  readPhoto,
  readPlace,
  readPresence,
  readRequest,
  readScore,
  type Answer,
  type AnswerMessage,
  type MessageFault,
  type PhotoMessage,
  type RequestMessage,
  type ScoreMessage,
} from '#shared/protocol/staff-topics.ts';
import type { NewAct } from '#engine/records/records.ts';
import type { Roster } from './roster.ts';

export interface InboxDeps {
  readonly stationId: string;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly hasZone: (zoneId: string) => boolean;
  order(id: string): FoldedWorkOrder | undefined;
  /** @returns when it is on disk. */
  write(id: string, acts: readonly NewAct[]): Promise<unknown>;
  /** Of the bytes of photos: this station owns the order, or stands in for the one that does. */
  keepsFilesOf(order: FoldedWorkOrder['order']): boolean;
  /** @returns when bytes and act are on disk. @param bytes the callee's to keep. */
  attach(orderId: string, by: string, name: string, bytes: Uint8Array): Promise<unknown>;
  /** Of that request, wherever it was made into an order. */
  orderOfRequest(requestId: string): FoldedWorkOrder | undefined;
  openRequest(requestId: string, message: RequestMessage): Promise<unknown>;
  /** How many stations that are there come before this one. */
  rank(): number;
  quarantine(refused: {
    readonly topic: string;
    readonly reason: QuarantineReason;
    readonly note: Note;
    readonly payload: Uint8Array;
  }): void;
}

/** As `TopicRoute.take` wants it. */
interface Heard {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
}

export interface Inbox {
  staff(message: Heard): Promise<void> | undefined;
  request(message: Heard): Promise<void> | undefined;
  score(message: Heard): Promise<void> | undefined;
  /** Every 100 ms. */
  tick(): void;
}

/** Longer than it takes to find out that a station has gone and to take its orders over. */
const KEPT_MS = 120_000;
const MOST_KEPT = 1_000;
/** Each further station leaves a request to those before it for so long. */
const REQUEST_STEP_MS = 5_000;

const moves: Readonly<Record<Answer, Move>> = {
  accepted: 'accept',
  declined: 'decline',
  'on-the-way': 'travel',
  'on-site': 'arrive',
  done: 'finish',
};

interface Later {
  readonly atMs: number;
  readonly untilMs: number;
  /** @returns whether it needs no further try. */
  readonly run: () => boolean;
}

export function createInbox(deps: InboxDeps): Inbox {
  return new ReadingInbox(deps);
}

class ReadingInbox implements Inbox {
  readonly #deps: InboxDeps;
  #later: Later[] = [];

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  staff(message: Heard): Promise<void> | undefined {
    const [staffId = '', what] = message.topic.split('/').slice(-2);
    const { roster } = this.#deps;
    if (what !== 'answers' && what !== 'photos' && what !== 'place' && what !== 'presence') return undefined;
    // A person who has left has his last word kept by the broker for ever: an empty one takes it away.
    if (message.payload.byteLength === 0) return undefined;
    if (!roster.has(staffId))
      return this.#refuse(message, 'unknown-person', note('no-person', { id: staffId }));
    switch (what) {
      case 'answers':
        return this.#read(message, readAnswer, (answer) => this.#answer(message, staffId, answer));
      case 'photos':
        return this.#read(message, readPhoto, (photo) => this.#photo(message, staffId, photo));
      case 'place':
        return this.#read(message, readPlace, (place) => {
          if (roster.sawAt(staffId, place, message.retained)) return undefined;
          return this.#refuse(message, 'unknown-zone', note('no-zone', { id: place.zoneId }));
        });
      case 'presence':
        return this.#read(message, readPresence, (presence) => {
          roster.heard(staffId, presence);
          return undefined;
        });
    }
  }

  request(message: Heard): Promise<void> | undefined {
    const requestId = message.topic.split('/').at(-1) ?? '';
    return this.#read(message, readRequest, (request) => {
      if (!this.#deps.hasZone(request.zoneId))
        return this.#refuse(message, 'unknown-zone', note('no-zone', { id: request.zoneId }));
      return this.#openRequest(requestId, request);
    });
  }

  score(message: Heard): Promise<void> | undefined {
    const requestId = message.topic.split('/').at(-2) ?? '';
    return this.#read(message, readScore, (score) => {
      const found = this.#deps.orderOfRequest(requestId);
      if (!found) return this.#refuse(message, 'unknown-order', note('no-request', { id: requestId }));
      return this.#score(found.order.id, score);
    });
  }

  tick(): void {
    const now = this.#deps.clock.monotonicMs();
    if (this.#later.length === 0) return;
    this.#later = this.#later.filter((later) => {
      if (now < later.atMs) return true;
      return !later.run() && now < later.untilMs;
    });
  }

  #read<T>(
    message: Heard,
    read: (payload: Uint8Array) => Noted<T, MessageFault>,
    take: (value: T) => Promise<unknown> | undefined,
  ): Promise<void> | undefined {
    const value = read(message.payload);
    if (!value.ok) return this.#refuse(message, value.error.code, value.error.note);
    const stored = take(value.value);
    return stored?.then(() => undefined);
  }

  #refuse({ topic, payload }: Heard, reason: QuarantineReason, what: Note): undefined {
    this.#deps.quarantine({ topic, reason, note: what, payload });
    return undefined;
  }

  #answer(message: Heard, staffId: string, answer: AnswerMessage): Promise<unknown> | undefined {
    const found = this.#deps.order(answer.orderId);
    if (!found) return this.#refuse(message, 'unknown-order', note('no-order', { id: answer.orderId }));
    return this.#byOwner(answer.orderId, ({ history }) => {
      const kind = moves[answer.answer];
      if (isTold(history, kind, staffId)) return undefined;
      const reason = answer.reason === undefined ? {} : { reason: answer.reason };
      return { kind, by: staffId, body: { staffId, ...reason } };
    });
  }

  #photo(message: Heard, staffId: string, photo: PhotoMessage): Promise<unknown> | undefined {
    const { order, keepsFilesOf, attach } = this.#deps;
    const found = order(photo.orderId)?.order;
    if (found?.assigneeId !== staffId)
      return this.#refuse(message, 'unknown-order', note('no-order', { id: photo.orderId }));
    if (found.files.length >= MOST_FILES)
      return this.#refuse(message, 'too-large', wrongPart('files', 'list', { limit: MOST_FILES }));
    if (!keepsFilesOf(found)) return undefined;
    return attach(found.id, staffId, photo.name, Uint8Array.from(photo.bytes));
  }

  #score(orderId: string, { score, comment }: ScoreMessage): Promise<unknown> | undefined {
    const reason = comment === undefined ? {} : { reason: comment };
    return this.#byOwner(orderId, ({ order }) =>
      order.score === score && order.scoreComment === comment
        ? undefined
        : { kind: 'score', by: 'resident', body: { score, ...reason } },
    );
  }

  /** Now where the order is ours, later should it become so. @param actOf undefined: it is known already. */
  #byOwner(
    orderId: string,
    actOf: (found: FoldedWorkOrder) => NewAct | undefined,
  ): Promise<unknown> | undefined {
    const { order, stationId, write, clock } = this.#deps;
    let stored: Promise<unknown> | undefined;
    const run = (): boolean => {
      const found = order(orderId);
      if (!found) return true;
      const act = actOf(found);
      if (!act) return true;
      if (found.order.owner !== stationId) return false;
      stored = write(orderId, [act]);
      return true;
    };
    if (!run()) this.#keep({ atMs: 0, untilMs: clock.monotonicMs() + KEPT_MS, run });
    return stored;
  }

  #openRequest(requestId: string, request: RequestMessage): Promise<unknown> | undefined {
    const { rank, orderOfRequest, openRequest, clock } = this.#deps;
    const now = clock.monotonicMs();
    const before = rank();
    if (orderOfRequest(requestId)) return undefined;
    if (before === 0) return openRequest(requestId, request);
    this.#keep({
      atMs: now + before * REQUEST_STEP_MS,
      untilMs: now + KEPT_MS,
      run: () => {
        if (!orderOfRequest(requestId)) void openRequest(requestId, request);
        return true;
      },
    });
    return undefined;
  }

  #keep(later: Later): void {
    if (this.#later.length >= MOST_KEPT) this.#later.shift();
    this.#later.push(later);
  }
}

/** He said so already in this assignment, whether it fitted or not. */
function isTold(history: FoldedWorkOrder['history'], kind: Move, staffId: string): boolean {
  const assigned = history.findLastIndex((event) => event.kind === 'assign' && event.void === undefined);
  return history.slice(assigned + 1).some((event) => event.kind === kind && event.staffId === staffId);
}
