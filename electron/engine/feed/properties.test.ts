import fc from 'fast-check';
import mqttPacket from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { correlationData } from './properties.ts';
import { PublishTap } from './tap.ts';
import { createTopics } from './topics.ts';

/** The properties of a PUBLISH as the tap hands them on. */
function tapped(properties: NonNullable<mqttPacket.IPublishPacket['properties']>): Uint8Array | undefined {
  let seen: Uint8Array | undefined;
  const tap = new PublishTap({
    topics: createTopics('signalbox/st/'),
    properties: true,
    sink: {
      message: (_topic, _payload, _id, _retained, found) => (seen = found && Uint8Array.from(found)),
      own: () => undefined,
      rest: () => undefined,
      broken: (detail) => expect.unreachable(detail),
    },
  });
  const base = { cmd: 'publish', topic: 'a/b', payload: 'x', qos: 1, dup: false, retain: false } as const;
  tap.write(mqttPacket.generate({ ...base, messageId: 1, properties }, { protocolVersion: 5 }));
  return seen;
}

describe('correlation data', () => {
  it('is found among every other property, whatever these hold', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            payloadFormatIndicator: fc.boolean(),
            messageExpiryInterval: fc.nat(),
            contentType: fc.string({ maxLength: 300 }),
            responseTopic: fc.string({ minLength: 1, maxLength: 300, unit: fc.constantFrom('a', '/', '中') }),
            topicAlias: fc.integer({ min: 1, max: 65_535 }),
            subscriptionIdentifier: fc.integer({ min: 1, max: 268_435_455 }),
            userProperties: fc.dictionary(fc.constantFrom('k', 'key'), fc.string(), { minKeys: 1 }),
          },
          { requiredKeys: [] },
        ),
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        (others, data) => {
          const properties = tapped({ ...others, correlationData: Buffer.from(data) });
          expect(properties && [...(correlationData(properties) ?? [])]).toEqual([...data]);
          const without = tapped(others);
          expect(without && correlationData(without)).toBeUndefined();
        },
      ),
    );
  });

  it('is never found in bytes that make no sense, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const found = correlationData(bytes);
        expect(found === undefined || found.length <= bytes.length).toBe(true);
      }),
    );
    expect(correlationData(Uint8Array.of(0x09, 0, 9, 1))).toBeUndefined();
    expect(correlationData(Uint8Array.of(0x7e, 0x09, 0, 1, 1))).toBeUndefined();
  });
});
