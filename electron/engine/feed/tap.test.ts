import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { PACKET_LIMIT, PublishTap } from './tap.ts';
import { createTopics } from './topics.ts';

interface Seen {
  readonly messages: { topic: string; payload: string; packetId: number; own: boolean }[];
  readonly rest: Buffer[];
  readonly broken: string[];
}

function tapOf(properties: boolean): { tap: PublishTap; seen: Seen } {
  const seen: Seen = { messages: [], rest: [], broken: [] };
  const take =
    (own: boolean) =>
    (topic: string, payload: Buffer, packetId: number): void => {
      seen.messages.push({ topic, payload: payload.toString('latin1'), packetId, own });
    };
  const tap = new PublishTap({
    topics: createTopics('signalbox/st/'),
    properties,
    sink: {
      message: take(false),
      own: take(true),
      rest: (bytes) => seen.rest.push(Buffer.from(bytes)),
      broken: (detail) => seen.broken.push(detail),
    },
  });
  return { tap, seen };
}

function publish(
  topic: string,
  payload: string | Buffer,
  qos: 0 | 1 | 2 = 0,
  messageId = 1,
  version: 4 | 5 = 4,
  properties = {},
): Buffer {
  const base = { cmd: 'publish', topic, payload, qos, dup: false, retain: false, messageId } as const;
  return mqttPacket.generate(version === 5 ? { ...base, properties } : base, { protocolVersion: version });
}
const pingresp = mqttPacket.generate({ cmd: 'pingresp' });
const suback = mqttPacket.generate({ cmd: 'suback', messageId: 7, granted: [0, 1] });

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    chunks.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  return chunks;
}

const anyPacket = fc.oneof(
  fc.record({
    kind: fc.constant('publish' as const),
    topic: fc.stringMatching(/^[a-z/]{1,40}$|^滨江\/[a-z]{1,5}$|^signalbox\/st\/[a-z]{1,5}$/),
    payload: fc.uint8Array({ maxLength: 400 }),
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    id: fc.integer({ min: 1, max: 65_535 }),
  }),
  fc.record({ kind: fc.constantFrom('pingresp' as const, 'suback' as const) }),
);

describe('PublishTap', () => {
  it.each([4, 5] as const)(
    'takes each PUBLISH whole and passes the rest on in order, however cut (MQTT %i)',
    (version) => {
      fc.assert(
        fc.property(
          fc.array(anyPacket, { maxLength: 30 }),
          fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
          (packets, sizes) => {
            const { tap, seen } = tapOf(version === 5);
            const expected: Seen['messages'] = [];
            const rest: Buffer[] = [];
            const all = packets.map((packet) => {
              if (packet.kind !== 'publish') {
                rest.push(packet.kind === 'suback' ? suback : pingresp);
                return packet.kind === 'suback' ? suback : pingresp;
              }
              const { topic, payload, qos, id } = packet;
              const bytes = publish(topic, Buffer.from(payload), qos, id, version, {
                userProperties: { a: 'b' },
              });
              if (qos === 2) rest.push(bytes);
              else {
                const own = topic.startsWith('signalbox/st/');
                expected.push({
                  topic,
                  payload: Buffer.from(payload).toString('latin1'),
                  packetId: qos === 1 ? id : 0,
                  own,
                });
              }
              return bytes;
            });
            for (const chunk of cut(Buffer.concat(all), sizes)) tap.write(chunk);
            expect(seen.messages).toEqual(expected);
            expect(Buffer.concat(seen.rest).equals(Buffer.concat(rest))).toBe(true);
            expect(seen.broken).toEqual([]);
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  it('never throws on any bytes, and reads nothing more once they made no sense', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 })),
        fc.boolean(),
        (chunks, properties) => {
          const { tap, seen } = tapOf(properties);
          for (const chunk of chunks) tap.write(Buffer.from(chunk));
          expect(seen.broken.length).toBeLessThanOrEqual(1);
          if (seen.broken.length === 0) return;
          const before = seen.messages.length;
          tap.write(publish('a', 'b'));
          expect(seen.messages.length).toBe(before);
        },
      ),
    );
  });

  it.each([
    ['a length of five bytes', [0x30, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['a topic longer than the packet', [0x30, 3, 0, 9, 0x61]],
    ['no topic', [0x30, 3, 0, 0, 0x61]],
    ['packet id 0', [0x32, 5, 0, 1, 0x61, 0, 0]],
    ['no room for a packet id', [0x32, 3, 0, 1, 0x61]],
    ['a body of one byte', [0x30, 1, 0]],
  ])('refuses %s', (_what, bytes) => {
    const { tap, seen } = tapOf(false);
    tap.write(Buffer.from(bytes));
    expect(seen.broken).toHaveLength(1);
    expect(seen.messages).toEqual([]);
  });

  it('refuses MQTT 5 properties longer than the packet', () => {
    const { tap, seen } = tapOf(true);
    tap.write(Buffer.from([0x30, 4, 0, 1, 0x61, 9]));
    expect(seen.broken).toHaveLength(1);
  });

  it('cuts a packet that is too large, acknowledges it, and reads on behind it', () => {
    const { tap, seen } = tapOf(false);
    const bytes = Buffer.concat([
      publish('huge', Buffer.alloc(3 * PACKET_LIMIT, 'x'), 1, 9),
      publish('next', 'ok'),
      pingresp,
    ]);
    for (const chunk of cut(bytes, [65_536])) tap.write(chunk);
    expect(seen.messages.map(({ topic, packetId }) => [topic, packetId])).toEqual([
      ['huge', 9],
      ['next', 0],
    ]);
    expect(seen.messages[0]?.payload.length).toBeGreaterThan(256 * 1024);
    expect(seen.messages[0]?.payload.length).toBeLessThan(PACKET_LIMIT);
    expect(Buffer.concat(seen.rest).equals(pingresp)).toBe(true);
  });

  it('gives the same string for the same topic, and keeps different ones apart in a full table', () => {
    const topics = createTopics('signalbox/st/');
    const read = (text: string): string => {
      const bytes = Buffer.from(`..${text}`);
      return topics(bytes, 2, bytes.length).text;
    };
    for (let turn = 0; turn < 2; turn += 1) {
      for (let index = 0; index < 100_000; index += 1) {
        const topic = `site/zone-${index % 700}/asset-${index}/value`;
        if (read(topic) !== topic) throw new Error(topic);
      }
    }
    expect(read('é')).toBe('é');
    const invalid = Buffer.from([0xe9]);
    expect(topics(invalid, 0, 1).text).toBe('\ufffd');
  });
});
