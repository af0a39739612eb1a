/**
 * A page's link to the engine: opens, greets, acknowledges frames, asks, and comes back by itself when it is lost.
 * Invariants: at most one connection; one loss gives one retry; a request always ends. Loss policy: nothing is queued
 * while the link is not live; a request asked then fails at once with `link-lost`.
 */
import { epochMs, type Clock, type EpochMs } from '#shared/base/brand.ts';
import type { Random } from '#shared/base/random.ts';
import { unreachable } from '#shared/base/assert.ts';
import type { Log } from '#shared/base/log.ts';
import { fail } from '#shared/base/result.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import { PROTOCOL_VERSION, type EngineMessage, type Welcome } from '#shared/protocol/messages.ts';
import type { RequestName, RequestParams } from '#shared/protocol/requests.ts';
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';
import type { LinkRole } from '#shared/protocol/transport.ts';
import { readEngineMessage } from './engine-message.ts';
import { createPendingRequests, type Ask, type Outcome } from './pending-requests.ts';
import type { Connection, LinkLoss, Transport } from './transport.ts';
import { startWatchdog, type Watchdog, type WatchdogTiming } from './watchdog.ts';

/** `silent`: connected, but the engine says nothing. `lost` lasts through all retries, until a welcome. */
export type LinkPhase = 'connecting' | 'live' | 'silent' | 'lost';

export interface LinkState {
  readonly phase: LinkPhase;
  readonly sinceMs: EpochMs;
  /** Why it is not live; undefined while live or at the very start. */
  readonly loss: LinkLoss | undefined;
  /** Tries since it was last live. */
  readonly attempts: number;
}

export interface LinkTiming extends WatchdogTiming {
  readonly retryFirstMs: number;
  readonly retryCapMs: number;
  /** From opening to the welcome. */
  readonly welcomeTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

export const LINK_TIMING: LinkTiming = {
  retryFirstMs: 200,
  retryCapMs: 3_000,
  welcomeTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  pingEveryMs: 2_000,
  silentAfterMs: 5_000,
  dropAfterMs: 15_000,
};

export interface LinkDeps {
  readonly transport: Transport;
  readonly role: LinkRole;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Revision of the site this page already holds, asked at each hello. */
  readonly siteRevision?: () => string | undefined;
  readonly timing?: Partial<LinkTiming>;
  /** A frame is acknowledged when this returns. */
  readonly onFrame?: (frame: Frame) => void;
  readonly onWelcome?: (welcome: Welcome) => void;
  readonly onBatch?: (batch: SampleBatch) => void;
  /** Engine's wall clock and the round trip it took to learn it, milliseconds. */
  readonly onEngineTime?: (nowMs: EpochMs, roundTripMs: number) => void;
}

export interface Link {
  start(): void;
  /** For good; pending requests fail with `link-lost`. */
  stop(): void;
  state(): LinkState;
  /** @returns unsubscribe. */
  onState(listener: (state: LinkState) => void): () => void;
  readonly request: Ask;
  /** Recorder only: everything up to `number` of `engineRun` is stored. */
  acknowledgeStream(engineRun: string, number: number): void;
}

export function createLink(deps: LinkDeps): Link {
  return new ReconnectingLink(deps);
}

class ReconnectingLink implements Link {
  readonly #deps: LinkDeps;
  readonly #timing: LinkTiming;
  readonly #pending = createPendingRequests();
  readonly #listeners = new Set<(state: LinkState) => void>();
  #state: LinkState;
  #connection: Connection | undefined;
  #watchdog: Watchdog | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
    this.#timing = { ...LINK_TIMING, ...deps.timing };
    this.#state = { phase: 'connecting', sinceMs: deps.clock.nowMs(), loss: undefined, attempts: 0 };
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#open();
  }

  stop(): void {
    this.#running = false;
    this.#disconnect();
    this.#pending.failAll('the link was stopped');
  }

  state(): LinkState {
    return this.#state;
  }

  onState(listener: (state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly request: Ask = async <Name extends RequestName>(
    name: Name,
    params: RequestParams<Name>,
  ): Promise<Outcome<Name>> => {
    const connection = this.#connection;
    const { phase } = this.#state;
    if (!connection || phase === 'connecting' || phase === 'lost')
      return fail('link-lost', `${name}: the link is ${phase}`);
    const { id, outcome } = this.#pending.add(this.#timing.requestTimeoutMs, name);
    connection.send({ type: 'request', id, name, params });
    // The engine answers with the types of the map, or with a failure code of it.
    return (await outcome) as Outcome<Name>;
  };

  acknowledgeStream(engineRun: string, number: number): void {
    this.#connection?.send({ type: 'stream-ack', engineRun, number });
  }

  #open(): void {
    const { role, siteRevision } = this.#deps;
    this.#timer = setTimeout(() => {
      this.#lose({ code: 'no-welcome', detail: `no welcome within ${this.#timing.welcomeTimeoutMs} ms` });
    }, this.#timing.welcomeTimeoutMs);
    const connection = this.#deps.transport.open({
      onOpen: () =>
        connection.send({ type: 'hello', protocol: PROTOCOL_VERSION, role, siteRevision: siteRevision?.() }),
      onMessage: (message) => this.#receive(message),
      onClose: (loss) => this.#lose(loss),
    });
    this.#connection = connection;
  }

  #receive(raw: unknown): void {
    const read = readEngineMessage(raw);
    if (!read.ok) return this.#lose({ code: 'bad-message', detail: read.error.detail });
    this.#watchdog?.heard();
    if (this.#state.phase === 'silent') this.#enter('live', undefined, 0);
    this.#take(read.value);
  }

  #take(message: EngineMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message);
      case 'refusal':
        return this.#lose({ code: message.code, detail: message.detail });
      case 'frame':
        return this.#frame(message);
      case 'batch':
        return this.#deps.onBatch?.(message);
      case 'response':
        return this.#pending.answer(message);
      case 'pong': {
        const pong = this.#watchdog?.pong(message.id);
        if (pong) this.#deps.onEngineTime?.(message.nowMs, pong.roundTripMs);
        return;
      }
      default:
        unreachable(message);
    }
  }

  #welcome(welcome: Welcome): void {
    if (welcome.protocol !== PROTOCOL_VERSION) {
      return this.#lose({
        code: 'protocol-mismatch',
        detail: `engine speaks ${welcome.protocol}, this page ${PROTOCOL_VERSION}`,
      });
    }
    clearTimeout(this.#timer);
    this.#watchdog?.stop();
    this.#watchdog = startWatchdog({
      clock: this.#deps.clock,
      timing: this.#timing,
      ping: (id) => this.#connection?.send({ type: 'ping', id }),
      onSilent: (silentMs) => {
        if (this.#state.phase === 'live')
          this.#enter('silent', { code: 'silent', detail: `nothing for ${silentMs} ms` }, 0);
      },
      onDrop: (silentMs) => this.#lose({ code: 'silent', detail: `nothing for ${silentMs} ms` }),
    });
    // The site first: whoever hears that the link is live may look at it.
    this.#deps.onWelcome?.(welcome);
    this.#enter('live', undefined, 0);
  }

  #frame(frame: Frame): void {
    try {
      this.#deps.onFrame?.(frame);
    } finally {
      // A listener's bug must not stop the frames.
      this.#connection?.send({ type: 'frame-ack', seq: frame.seq });
    }
  }

  #lose(loss: LinkLoss): void {
    if (!this.#running) return;
    this.#disconnect();
    this.#pending.failAll(loss.detail);
    const attempts = this.#state.attempts + 1;
    const { random, log } = this.#deps;
    const ceilingMs = Math.min(
      this.#timing.retryCapMs,
      this.#timing.retryFirstMs * 2 ** Math.min(attempts - 1, 16),
    );
    // Half fixed, half random: windows of one station do not come back in step.
    const delayMs = Math.round(ceilingMs * (0.5 + 0.5 * random()));
    log('warn', `the ${this.#deps.role} link is lost`, { ...loss, attempts, retryInMs: delayMs });
    this.#timer = setTimeout(() => this.#open(), delayMs);
    this.#enter('lost', loss, attempts);
  }

  #disconnect(): void {
    clearTimeout(this.#timer);
    this.#watchdog?.stop();
    this.#watchdog = undefined;
    this.#connection?.close();
    this.#connection = undefined;
  }

  #enter(phase: LinkPhase, loss: LinkLoss | undefined, attempts: number): void {
    const before = this.#state;
    const sinceMs = before.phase === phase ? before.sinceMs : epochMs(this.#deps.clock.nowMs());
    this.#state = { phase, sinceMs, loss, attempts };
    for (const listener of [...this.#listeners]) listener(this.#state);
  }
}
