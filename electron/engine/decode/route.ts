/** What a mapping becomes: topics to subscribe to, and for each topic a way to read its messages. */
import type { Note } from '#shared/domain/note.ts';
import type { Asset, Point, Site } from '#shared/domain/site/site.ts';
import type { QuarantineReason } from '#shared/protocol/requests.ts';
import { refuse, type Message } from './message.ts';
import type { Emitter } from './target.ts';
import type { TimeReader } from './timestamp.ts';

/** Reads one message: puts its samples out, collects its refusals. Never throws. */
export type Apply = (message: Message) => void;

/** How the messages of one topic are read. */
export interface Binding {
  readonly apply: Apply;
  /** False for topics that lead to nothing in this site: there may be any number of them, so few are remembered. */
  readonly bound: boolean;
}

export interface Route {
  /** Subscriptions of this mapping; discovery adds to them. */
  filters(): readonly string[];
  /** @returns undefined where the topic is not of this mapping. */
  find(topic: string): Binding | undefined;
}

/** What every format is compiled with. */
export interface Tools {
  readonly site: Site;
  readonly emitter: Emitter;
  readonly times: TimeReader;
  readonly nowMs: () => number;
  pointOf(asset: Asset, key: string): Point | undefined;
  sourceLost(points: Iterable<Point['index']>, atMs: number): void;
  requestRebirth(brokerId: string, topic: string, payload: Uint8Array): void;
  /** Topics of a route lead elsewhere now; with `subscriptions` there are others to subscribe to. */
  topicsChanged(brokerId: string, topics: Iterable<string>, subscriptions: boolean): void;
}

/** Reads nothing and says nothing: messages that are no business of a monitoring centre. */
export const ignored: Binding = { bound: false, apply: () => undefined };

export function refused(reason: QuarantineReason, note: Note): Binding {
  return { bound: false, apply: (message) => refuse(message, reason, note) };
}

export function bound(apply: Apply): Binding {
  return { bound: true, apply };
}
