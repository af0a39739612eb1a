/**
 * One try at one broker: a fresh MQTT client, used until the first failure and never again, so that no state of a
 * broken connection (timers, outgoing queue, half-read packet) can reach the next one. The library's own reconnect is off.
 */
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { connect as createClient, type MqttClient, type StreamBuilder } from 'mqtt';
import type { Result } from '#shared/base/result.ts';
import { Acks } from './acks.ts';
import type { Credentials } from './broker.ts';
import { clientOptions, IN_FLIGHT_LIMIT, KEEP_ALIVE_S } from './client-options.ts';
import { publish, subscribe, type ExchangeFailure, type PublishOptions } from './exchange.ts';
import { createFlow, type Flow } from './flow.ts';
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
  /** Topics below it are the station's own: they go to `onOwn`, never to `onMessage`. */
  readonly ownPrefix: string;
  readonly topics: TopicReader;
}

/** How far a try has come; each stage has its own deadline. */
export type Stage = 'resolving' | 'dialling' | 'greeting' | 'accepted';

export interface ConnectionEvents {
  /** Called before the messages of each chunk of bytes. */
  onBytes(): void;
  /** @param payload valid during the call only. @returns a promise when the acknowledgement must wait for it. */
  onMessage(
    topic: string,
    payload: Buffer,
    retained: boolean,
    properties: Buffer | undefined,
  ): Promise<void> | undefined;
  onOwn(topic: string, payload: Buffer): void;
  onStage(stage: Stage): void;
  /** Once, and nothing after it. */
  onFailure(report: FailureReport): void;
  /** Reading stopped, or goes on: too many messages wait for their acknowledgement. */
  onHeld(held: boolean): void;
}

export interface Connection {
  readonly version: ProtocolVersion;
  /** PUBLISH packets that came, the station's own included. */
  readonly taken: number;
  /** Reading has stopped until acknowledgements have gone: silence means nothing. */
  readonly held: boolean;
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

/** Never throws: what cannot even be tried (a key that is no key) comes through `onFailure`, after this returned. */
export function openConnection(options: ConnectionOptions, events: ConnectionEvents): Connection {
  const connection = new MqttConnection(options, events);
  connection.open();
  return connection;
}

class MqttConnection implements Connection {
  readonly version: ProtocolVersion;
  private readonly options: ConnectionOptions;
  private readonly events: ConnectionEvents;
  private readonly client: MqttClient;
  private readonly acks: Acks;
  private readonly flow: Flow;
  private readonly tap: PublishTap;
  /** To the library; set with each chunk. */
  private pass: (bytes: Buffer) => void = () => undefined;
  private heardAtMs = 0;
  private ended = false;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.version = options.version;
    this.options = options;
    this.events = events;
    this.client = createClient(clientOptions(options));
    const { client } = this;
    this.flow = createFlow(() => client.stream);
    this.acks = new Acks({
      limit: IN_FLIGHT_LIMIT,
      write: (packets) => {
        if (!client.stream.destroyed) client.stream.write(packets);
      },
      onFull: (full) => {
        this.flow.hold('acks', full);
        events.onHeld(full);
      },
    });
    this.tap = this.createTap();
  }

  get taken(): number {
    return this.tap.taken;
  }

  get held(): boolean {
    return this.flow.held;
  }

  open(): void {
    const { client } = this;
    // Private in the library, which offers no other door to the stream before it is piped; a test holds us to 5.16.
    const build = client['streamBuilder'] as StreamBuilder;
    client['streamBuilder'] = ((owner, streamOptions) => {
      const stream = build(owner, streamOptions) as Duplex;
      interpose(stream, (chunk, pass) => this.read(chunk, pass));
      return stream;
    }) satisfies StreamBuilder;
    this.observe();
    try {
      client.connect();
      // A command is one small packet: it must not wait for the broker to acknowledge the one before (RFC 1122, 4.2.3.4).
      (client.stream as Partial<Socket>).setNoDelay?.(true);
      this.watchStages(client.stream as Socket);
    } catch (error) {
      // E.g. a certificate that OpenSSL cannot read: found while the socket is made.
      queueMicrotask(() => this.failed({ ...failureOfError(error), failure: 'configuration' }));
    }
  }

  subscribe(filters: ReadonlyMap<string, 0 | 1>, done: (refused: ReadonlyMap<string, number>) => void): void {
    subscribe(this.client, filters, done);
  }

  unsubscribe(filters: readonly string[]): void {
    if (filters.length > 0) this.client.unsubscribe([...filters]);
  }

  publish(
    topic: string,
    payload: Buffer | string,
    options: PublishOptions,
  ): Promise<Result<void, ExchangeFailure>> {
    return publish(this.client, topic, payload, options);
  }

  reset(): void {
    this.end();
    const stream = this.client.stream as Partial<Socket> | undefined;
    if (!stream) return;
    stream.resetAndDestroy?.();
    this.client.end(true);
  }

  async close(goodbye: boolean): Promise<void> {
    this.end();
    const { client } = this;
    if (!client.stream) return;
    await new Promise<void>((resolve) => client.end(!goodbye || !client.connected, () => resolve()));
  }

  private createTap(): PublishTap {
    const { events, acks, options } = this;
    return new PublishTap({
      topics: options.topics,
      properties: options.version === '5',
      sink: {
        message(topic, payload, packetId, retained, properties) {
          const applied = events.onMessage(topic, payload, retained, properties);
          if (packetId === 0) return;
          if (applied === undefined) acks.now(packetId);
          else acks.after(packetId, applied);
        },
        own(topic, payload, packetId) {
          events.onOwn(topic, payload);
          if (packetId !== 0) acks.now(packetId);
        },
        rest: (bytes) => this.pass(bytes),
        broken: (detail) => this.failed({ failure: 'protocol-error', detail }),
      },
    });
  }

  private read(chunk: Buffer, pass: (bytes: Buffer) => void): void {
    // Unacknowledged, so it comes again.
    if (this.ended) return;
    this.pass = pass;
    this.heardAtMs = performance.now();
    this.events.onBytes();
    this.tap.write(chunk);
    this.acks.flush();
    this.flow.worked(this.heardAtMs);
  }

  private observe(): void {
    const { client, events } = this;
    client.on('connect', () => {
      // A broker may ask for a longer keep alive (MQTT 5.0, 3.2.2.3.14); to ping more often is still allowed.
      if (client.keepalive > KEEP_ALIVE_S) client.keepaliveManager?.setKeepalive(KEEP_ALIVE_S);
      if (!this.ended) events.onStage('accepted');
    });
    // QoS 2 from a session that an older program subscribed; the feed itself asks for QoS 1 at most.
    client.on('message', (topic, payload, { retain }) => {
      if (this.ended) return;
      if (topic.startsWith(this.options.ownPrefix)) events.onOwn(topic, payload);
      else void events.onMessage(topic, payload, retain, undefined);
    });
    client.on('disconnect', ({ reasonCode = 0, properties }) => {
      this.failed(
        failureOfReason(reasonCode, properties?.reasonString ?? `DISCONNECT with reason code ${reasonCode}`),
      );
    });
    client.on('error', (error) => this.failed(failureOfError(error)));
    client.on('close', () => this.failed({ failure: 'closed', detail: 'the broker closed the connection' }));
    client.onKeepaliveTimeout = () => this.pingUnanswered();
  }

  /** Half a keep alive after a ping. The answer may wait behind other bytes: then those are the answer. */
  private pingUnanswered(): void {
    const silentMs = performance.now() - this.heardAtMs;
    if (this.held || silentMs < KEEP_ALIVE_S * 500) this.client.reschedulePing(true);
    else
      this.failed({
        failure: 'no-heartbeat',
        detail: `nothing came for ${Math.round(silentMs)} ms, nor an answer to a ping`,
      });
  }

  private watchStages(stream: Socket): void {
    const { events, options } = this;
    const { protocol, hostname } = options.url;
    // A WebSocket does not tell its stages.
    if (protocol === 'ws:' || protocol === 'wss:') return events.onStage('greeting');
    events.onStage(isIP(hostname.replace(/^\[|\]$/g, '')) ? 'dialling' : 'resolving');
    stream.once('lookup', () => this.ended || events.onStage('dialling'));
    stream.once('connect', () => this.ended || events.onStage('greeting'));
  }

  private end(): void {
    this.ended = true;
    this.acks.close();
  }

  private failed(report: FailureReport): void {
    if (this.ended) return;
    this.end();
    if (this.client.stream) this.client.end(true);
    this.events.onFailure(report);
  }
}
