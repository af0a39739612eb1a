/** The two questions that a broker answers: may I subscribe, did you take this message. */
import { validateTopic, type MqttClient } from 'mqtt';
import { fail, ok, type Result } from '#shared/base/result.ts';

/** Filters a SUBSCRIBE packet: brokers limit the packet, not the number of filters. */
const SUBSCRIBE_BATCH = 100;
/** MQTT 5.0, 3.9.3. */
const TOPIC_FILTER_INVALID = 0x8f;

export interface PublishOptions {
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** MQTT 5: the broker drops it after this long, so that it is never acted on late. */
  readonly expiryS: number | undefined;
  /** MQTT 5: where an answer is wanted, and what it is to bring back. */
  readonly response?: { readonly topic: string; readonly correlation: string } | undefined;
}

export type ExchangeFailure = 'refused' | 'too-large' | 'link-lost';

/** `done` is not called when the connection goes before the answer: its own failure says so. */
export function subscribe(
  client: MqttClient,
  filters: ReadonlyMap<string, 0 | 1>,
  done: (refused: ReadonlyMap<string, number>) => void,
): void {
  const refused = new Map<string, number>();
  // One bad filter would take its whole packet with it.
  const entries = [...filters].filter(([filter]) => {
    const valid = validateTopic(filter);
    if (!valid) refused.set(filter, TOPIC_FILTER_INVALID);
    return valid;
  });
  let open = Math.ceil(entries.length / SUBSCRIBE_BATCH);
  if (open === 0) return done(refused);
  for (let at = 0; at < entries.length; at += SUBSCRIBE_BATCH) {
    const batch = entries.slice(at, at + SUBSCRIBE_BATCH);
    const request = Object.fromEntries(batch.map(([filter, qos]) => [filter, { qos }]));
    client.subscribe(request, (error, _grants, answer) => {
      // No answer: the connection went; its own failure says so.
      if (error && !answer) return;
      const granted = (answer?.granted ?? []) as readonly number[];
      batch.forEach(([filter], index) => {
        const code = granted[index] ?? 0x80;
        if (code >= 0x80) refused.set(filter, code);
      });
      open -= 1;
      if (open === 0) done(refused);
    });
  }
}

/** Resolves with the broker's answer (QoS 1), or once written (QoS 0). */
export function publish(
  client: MqttClient,
  topic: string,
  payload: Buffer | string,
  { qos, retain, expiryS, response }: PublishOptions,
): Promise<Result<void, ExchangeFailure>> {
  if (!client.connected) return Promise.resolve(fail('link-lost', 'not connected'));
  const bytes = Buffer.byteLength(payload) + Buffer.byteLength(topic) + 32;
  const limit = client.serverProperties?.maximumPacketSize;
  // The library sends it all the same, and the broker then drops the connection.
  if (limit !== undefined && bytes > limit) {
    return Promise.resolve(fail('too-large', `${topic}: about ${bytes} bytes, the broker takes ${limit}`));
  }
  const properties = {
    ...(expiryS === undefined ? {} : { messageExpiryInterval: Math.max(1, Math.ceil(expiryS)) }),
    ...(response && {
      responseTopic: response.topic,
      correlationData: Buffer.from(response.correlation),
    }),
  };
  return new Promise((resolve) => {
    client.publish(topic, payload, { qos, retain, properties }, (error) => {
      if (!error) resolve(ok(undefined));
      else if ('code' in error) resolve(fail('refused', `${topic}: ${error.message}`));
      else resolve(fail('link-lost', `${topic}: ${error.message}`));
    });
  });
}
