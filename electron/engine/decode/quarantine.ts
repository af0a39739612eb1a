/**
 * What could not be read, for people to see. Bounded whatever arrives: the newest messages in a ring, counts of the worst
 * topics in a table, everything else in one sum. Texts are copied, so that no entry keeps a payload or a long topic alive.
 */
import { epochMs } from '#shared/base/brand.ts';
import { createRing } from '#shared/base/ring.ts';
import type { Note } from '#shared/domain/note.ts';
import type { QuarantineEntry, QuarantineReason, QuarantineReport } from '#shared/protocol/requests.ts';

export interface RefusedMessage {
  readonly brokerId: string;
  readonly topic: string;
  readonly reason: QuarantineReason;
  readonly note: Note;
  /** Other things wrong with it, besides. */
  readonly more?: number;
  readonly payload: Uint8Array;
}

export interface Quarantine {
  add(refused: RefusedMessage): void;
  report(): QuarantineReport;
  /** Messages added since the start. */
  readonly total: number;
}

const EXCERPT_BYTES = 256;
const TOPIC_CHARACTERS = 256;
const FACT_CHARACTERS = 200;
const TOPICS_REPORTED = 100;

interface Kept {
  readonly atMs: number;
  readonly brokerId: string;
  readonly topic: string;
  readonly reason: QuarantineReason;
  readonly note: Note;
  readonly more: number;
  readonly sizeBytes: number;
  readonly head: Uint8Array;
}

interface TopicCount {
  count: number;
  lastReason: QuarantineReason;
}

export function createQuarantine(deps: {
  nowMs: () => number;
  entries?: number;
  topics?: number;
}): Quarantine {
  const { nowMs, entries = 200, topics = 500 } = deps;
  const kept = createRing<Kept>(entries);
  const byTopic = new Map<string, TopicCount>();
  let otherTopics = 0;
  let total = 0;

  const count = (topic: string, reason: QuarantineReason): void => {
    const known = byTopic.get(topic);
    if (known) {
      known.count += 1;
      known.lastReason = reason;
      return;
    }
    // A flood of made-up topics must not push out the topic that fails all day: the least counted one leaves.
    if (byTopic.size >= topics) otherTopics += dropLeast(byTopic);
    byTopic.set(topic, { count: 1, lastReason: reason });
  };

  return {
    add({ brokerId, topic, reason, note, more = 0, payload }) {
      total += 1;
      const shortTopic = copyText(topic, TOPIC_CHARACTERS);
      count(shortTopic, reason);
      kept.push({
        atMs: nowMs(),
        brokerId,
        topic: shortTopic,
        reason,
        note: copyNote(note),
        more,
        sizeBytes: payload.length,
        head: Uint8Array.from(payload.subarray(0, EXCERPT_BYTES)),
      });
    },
    report() {
      const worst = [...byTopic].sort(([, a], [, b]) => b.count - a.count);
      const unseen = worst.slice(TOPICS_REPORTED).reduce((sum, [, { count: times }]) => sum + times, 0);
      return {
        entries: kept.toArray().reverse().map(toEntry),
        byTopic: worst
          .slice(0, TOPICS_REPORTED)
          .map(([topic, { count: times, lastReason }]) => ({ topic, count: times, lastReason })),
        otherTopics: otherTopics + unseen,
        total,
      };
    },
    get total() {
      return total;
    },
  };
}

/** @returns how many messages the dropped topic had. */
function dropLeast(byTopic: Map<string, TopicCount>): number {
  let least: string | undefined;
  let leastCount = Infinity;
  for (const [topic, { count }] of byTopic) {
    if (count >= leastCount) continue;
    least = topic;
    leastCount = count;
    if (count === 1) break;
  }
  if (least === undefined) return 0;
  byTopic.delete(least);
  return leastCount;
}

/** A cut string would keep the whole one in memory (V8 slices share their parent): go through bytes. */
function copyText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return Buffer.from(`${text.slice(0, longest - 1)}…`, 'utf8').toString('utf8');
}

function copyNote({ code, facts }: Note): Note {
  const copied = Object.entries(facts).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? copyText(fact, FACT_CHARACTERS) : fact,
  ]);
  return { code, facts: Object.fromEntries(copied) as Note['facts'] };
}

function toEntry({ atMs, head, ...rest }: Kept): QuarantineEntry {
  return { atMs: epochMs(atMs), ...rest, excerpt: printable(head) };
}

/** Control characters, bytes that are no text and direction marks (which could disguise what stands there) as `·`. */
function printable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/gu, '·');
}
