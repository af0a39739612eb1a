/**
 * One try at one broker: a fresh MQTT client, used until the first failure and never again, so that no state of a
 * broken connection (timers, outgoing queue, half-read packet) can reach the next one. The library's own reconnect is off.
 */
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as createClient, type MqttClient, type StreamBuilder } from 'mqtt';
import type { Result } from '#shared/base/result.ts';
import { Acks } from './acks.ts';
import type { Credentials } from './broker.ts';
import { clientOptions, IN_FLIGHT_LIMIT, KEEP_ALIVE_S } from './client-options.ts';
import { publish, subscribe, type ExchangeFailure, type PublishOptions } from './exchange.ts';
import { failureOfError, failureOfReason, type FailureReport } from './failure.ts';
import { PublishTap } from './tap.ts';
import type { TopicReader } from './topics.ts';

export type ProtocolVersion = '5' | '3.1.1';

export interface ConnectionOptions extends Credentials {
  readonly version: ProtocolVersion;
  readonly clientId: string;
  /** Keep the session at the broker while we are away: nothing sent with QoS 1 is lost meanwhile. */
  readonly persistent: boolean;
  readonly will: { readonly topic: string; readonly payload: string } | undefined;
  /** Topics below it are the station's own and never reach `onMessage`. */
  readonly ownPrefix: string;
  readonly topics: TopicReader;
}

/** How far a try has come; each stage has its own deadline. */
export type Stage = 'resolving' | 'dialling' | 'greeting' | 'accepted';

export interface ConnectionEvents {
  /** Called before the messages of each chunk of bytes. */
  onBytes(): void;
  /** @param payload valid during the call only. @returns a promise when the acknowledgement must wait for it. */
  onMessage(topic: string, payload: Buffer, acknowledged: boolean): Promise<void> | undefined;
  onOwn(topic: string, payload: Buffer): void;
  onStage(stage: Stage): void;
  /** Once, and nothing after it. */
  onFailure(report: FailureReport): void;
  /** Reading stopped, or goes on: too many messages wait for their acknowledgement. */
  onHeld(held: boolean): void;
}

export interface Connection {
  readonly version: ProtocolVersion;
  /** @returns through `done` the filters that the broker refused, with its reason code. */
  subscribe(filters: ReadonlyMap<string, 0 | 1>, done: (refused: ReadonlyMap<string, number>) => void): void;
  unsubscribe(filters: readonly string[]): void;
  publish(
    topic: string,
    payload: Buffer | string,
    options: PublishOptions,
  ): Promise<Result<void, ExchangeFailure>>;
  /** RST, so that nothing that is still in a buffer is ever delivered. */
  reset(): void;
  /** @param goodbye send DISCONNECT first: the broker then drops the will. */
  close(goodbye: boolean): Promise<void>;
}

/** Takes the place of the library's `pipe`: our messages are taken out of the stream on the way. */
function interpose(stream: Duplex, write: (chunk: Buffer, pass: (bytes: Buffer) => void) => void): void {
  stream.pipe = <Destination extends NodeJS.WritableStream>(library: Destination): Destination => {
    const pass = (bytes: Buffer): void => {
      library.write(bytes);
    };
    stream.on('data', (chunk: Buffer) => write(chunk, pass));
    return library;
  };
}

/** @throws never: what cannot even be tried (a key that is no key) comes through `onFailure`, after this returned. */
export function openConnection(options: ConnectionOptions, events: ConnectionEvents): Connection {
  const settings = clientOptions(options);
  const client = createClient(settings);
  let ended = false;

  const end = (): void => {
    ended = true;
    acks.close();
  };
  const failed = (report: FailureReport): void => {
    if (ended) return;
    end();
    if (client.stream) client.end(true);
    events.onFailure(report);
  };
  const acks = new Acks({
    limit: IN_FLIGHT_LIMIT,
    write: (packets) => {
      if (!client.stream.destroyed) client.stream.write(packets);
    },
    onFull: (full) => {
      if (full) client.stream.pause();
      else client.stream.resume();
      events.onHeld(full);
    },
  });
  tapStream(client, options, events, acks, failed);
  observe(client, options, events, failed);
  try {
    client.connect();
    watchStages(client.stream as Socket, options.url, events);
  } catch (error) {
    // E.g. a certificate that OpenSSL cannot read: found while the socket is made.
    queueMicrotask(() => failed({ ...failureOfError(error), failure: 'configuration' }));
  }
  return {
    version: options.version,
    subscribe: (filters, done) => subscribe(client, filters, done),
    unsubscribe(filters) {
      if (filters.length > 0) client.unsubscribe([...filters]);
    },
    publish: (topic, payload, publishOptions) => publish(client, topic, payload, publishOptions),
    reset() {
      end();
      const stream = client.stream as Partial<Socket>;
      stream.resetAndDestroy?.();
      client.end(true);
    },
    async close(goodbye) {
      end();
      if (!client.stream) return;
      await new Promise<void>((resolve) => client.end(!goodbye || !client.connected, () => resolve()));
    },
  };
}

function tapStream(
  client: MqttClient,
  options: ConnectionOptions,
  events: ConnectionEvents,
  acks: Acks,
  failed: (report: FailureReport) => void,
): void {
  const acknowledge = (packetId: number, applied: Promise<void> | undefined): void => {
    if (packetId === 0) return;
    if (applied === undefined) acks.now(packetId);
    else acks.after(packetId, applied);
  };
  let pass: (bytes: Buffer) => void;
  const tap = new PublishTap({
    topics: options.topics,
    properties: options.version === '5',
    sink: {
      message(topic, payload, packetId) {
        const applied = events.onMessage(topic, payload, packetId !== 0);
        if (packetId !== 0) acknowledge(packetId, applied);
      },
      own(topic, payload, packetId) {
        events.onOwn(topic, payload);
        acknowledge(packetId, undefined);
      },
      rest: (bytes) => pass(bytes),
      broken: (detail) => failed({ failure: 'protocol-error', detail }),
    },
  });
  // Private in the library, which offers no other door to the stream before it is piped; a test holds us to 5.16.
  const open = client['streamBuilder'] as StreamBuilder;
  client['streamBuilder'] = ((owner, streamOptions) => {
    const stream = open(owner, streamOptions) as Duplex;
    interpose(stream, (chunk, toLibrary) => {
      pass = toLibrary;
      events.onBytes();
      tap.write(chunk);
      acks.flush();
    });
    return stream;
  }) satisfies StreamBuilder;
}

function observe(
  client: MqttClient,
  options: ConnectionOptions,
  events: ConnectionEvents,
  failed: (report: FailureReport) => void,
): void {
  client.on('connect', () => {
    // A broker may ask for a longer keep alive (MQTT 5.0, 3.2.2.3.14); to ping more often is still allowed.
    if (client.keepalive > KEEP_ALIVE_S) client.keepaliveManager?.setKeepalive(KEEP_ALIVE_S);
    events.onStage('accepted');
  });
  // QoS 2 from a session that an older program subscribed; the feed itself asks for QoS 1 at most.
  client.on('message', (topic, payload) => {
    if (topic.startsWith(options.ownPrefix)) events.onOwn(topic, payload);
    else void events.onMessage(topic, payload, true);
  });
  client.on('disconnect', (packet) => {
    const words = packet.properties?.reasonString;
    failed(
      failureOfReason(
        packet.reasonCode ?? 0,
        words ?? `DISCONNECT with reason code ${packet.reasonCode ?? 0}`,
      ),
    );
  });
  client.on('error', (error) => failed(failureOfError(error)));
  client.on('close', () => failed({ failure: 'closed', detail: 'the broker closed the connection' }));
  client.onKeepaliveTimeout = () =>
    failed({ failure: 'no-heartbeat', detail: `no answer to a ping for ${KEEP_ALIVE_S * 0.5} s` });
}

function watchStages(stream: Socket, url: URL, events: ConnectionEvents): void {
  const direct = url.protocol === 'mqtt:' || url.protocol === 'mqtts:';
  if (!direct) return events.onStage('greeting');
  events.onStage(isIP(url.hostname.replace(/^\[|\]$/g, '')) ? 'dialling' : 'resolving');
  stream.once('lookup', () => events.onStage('dialling'));
  stream.once('connect', () => events.onStage('greeting'));
}
