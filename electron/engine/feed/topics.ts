/**
 * Topic bytes to topic strings. The same bytes give the same string object: that saves decoding them, and the string
 * keeps its hash for every map that is asked with it.
 */
export interface Topic {
  readonly text: string;
  /** Below the station's own prefix. */
  readonly own: boolean;
}

export type TopicReader = (data: Buffer, start: number, end: number) => Topic;

/** Topics kept at most, one a slot; a power of two. */
const SLOTS = 1 << 16;

export function createTopics(ownPrefix: string): TopicReader {
  const slots = new Array<Topic | undefined>(SLOTS).fill(undefined);
  const read: TopicReader = (data, start, end) => {
    const text = data.toString('utf8', start, end);
    return { text, own: text.startsWith(ownPrefix) };
  };
  return (data, start, end) => {
    // FNV-1a.
    let hash = 0x811c9dc5;
    let seen = 0;
    for (let at = start; at < end; at += 1) {
      const byte = data[at] as number;
      seen |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    // Beyond ASCII a string's characters are not its bytes, so they could not be compared below.
    if (seen > 0x7f) return read(data, start, end);
    const slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    const known = slots[slot];
    if (known !== undefined && known.text.length === end - start) {
      const { text } = known;
      let at = start;
      while (at < end && data[at] === text.charCodeAt(at - start)) at += 1;
      if (at === end) return known;
    }
    const topic = read(data, start, end);
    slots[slot] = topic;
    return topic;
  };
}
