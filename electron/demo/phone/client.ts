/**
 * The reference client for phone apps: what a phone of the staff says and hears, over whatever MQTT connection the caller has. The
 * page beside it and the simulated staff of the demo both run on this file; nothing else is needed to join.
 *
 * A phone subscribes to `subscription` with QoS 1, hands every message to `heard`, and publishes what it is given with QoS 1.
 * Its connection's Last Will is `will`, so that the site knows within a keep-alive that it has gone.
 */
import {
  ANSWER_SCHEMA,
  PLACE_SCHEMA,
  PRESENCE_SCHEMA,
  readAssignment,
  staffTopics,
  writePhoto,
  type Answer,
  type AnswerMessage,
  type AssignmentMessage,
  type PlaceMessage,
  type PresenceMessage,
} from '#shared/protocol/staff-topics.ts';

export interface PhoneDeps {
  readonly siteId: string;
  readonly staffId: string;
  publish(topic: string, payload: string, options: { readonly retain: boolean }): void;
  readonly nowMs: () => number;
  /** Given to this person, or changed. */
  onAssignment(assignment: AssignmentMessage): void;
  /** His no longer: done, taken back, or given to somebody else. */
  onWithdrawn(orderId: string): void;
}

export interface Phone {
  /** Topic filter of everything that is meant for this person. */
  readonly subscription: string;
  readonly will: { readonly topic: string; readonly payload: string; readonly retain: true };
  heard(topic: string, payload: Uint8Array): void;
  /** After connecting, and whenever it changes. @param available false: at work, but not to be sent now. */
  announce(available?: boolean): void;
  /** Before a planned disconnection: the broker sends no Last Will then. */
  leave(): void;
  /** @param position metres on the plan of the zone's storey. */
  place(zoneId: string, position?: readonly [number, number]): void;
  answer(orderId: string, answer: Answer, reason?: string): void;
  /**
   * @param picture JPEG, PNG, GIF or WebP, with its name below `PHOTO_LIMIT`.
   * @returns what the caller publishes with QoS 1, not retained: bytes travel differently in each library.
   */
  photo(
    orderId: string,
    name: string,
    picture: Uint8Array,
  ): { readonly topic: string; readonly payload: Uint8Array };
}

export function createPhone({ siteId, staffId, publish, nowMs, ...deps }: PhoneDeps): Phone {
  const topics = staffTopics(siteId);
  const presence = (online: boolean, available?: boolean): string =>
    JSON.stringify({ schema: PRESENCE_SCHEMA, online, available } satisfies PresenceMessage);
  const ordersRoot = topics.order(staffId, '');
  return {
    subscription: `${ordersRoot}+`,
    will: { topic: topics.presence(staffId), payload: presence(false), retain: true },
    heard(topic, payload) {
      if (!topic.startsWith(ordersRoot)) return;
      const orderId = topic.slice(ordersRoot.length);
      if (payload.byteLength === 0) return deps.onWithdrawn(orderId);
      const assignment = readAssignment(payload);
      if (assignment.ok && assignment.value.orderId === orderId) deps.onAssignment(assignment.value);
    },
    announce: (available) => publish(topics.presence(staffId), presence(true, available), { retain: true }),
    leave: () => publish(topics.presence(staffId), presence(false), { retain: true }),
    place(zoneId, position) {
      const message: PlaceMessage = { schema: PLACE_SCHEMA, zoneId, position, atMs: nowMs() };
      publish(topics.place(staffId), JSON.stringify(message), { retain: true });
    },
    photo: (orderId, name, bytes) => ({
      topic: topics.photos(staffId),
      payload: writePhoto({ orderId, name, bytes }),
    }),
    answer(orderId, answer, reason) {
      const message: AnswerMessage = { schema: ANSWER_SCHEMA, orderId, answer, reason };
      publish(topics.answers(staffId), JSON.stringify(message), { retain: false });
    },
  };
}
