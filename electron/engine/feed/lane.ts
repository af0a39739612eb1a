/**
 * One lane of one broker: keeps a connection up for as long as it is started. Everything is driven by the feed's tick, so
 * there is no timer to lose: in every state but `stopped` the next tick knows what is due, and a try that hangs is
 * abandoned by its deadline, whatever its client believes.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import type { Random } from '#shared/base/random.ts';
import { fail, type Result } from '#shared/base/result.ts';
import type { ConnectionState, ConnectionVitals } from '#shared/protocol/vitals.ts';
import { displayUrl, loadCredentials, type FeedBroker } from './broker.ts';
import { openConnection, type Connection, type Stage } from './connection.ts';
import type { ExchangeFailure, PublishOptions } from './exchange.ts';
import { createDialect, type Dialect } from './dialect.ts';
import { isRefusal, SESSION_TAKEN_OVER, type FailureReport } from './failure.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createLaneReport, type LaneReport } from './lane-report.ts';
import { backOffTicks, TICK_MS, ticks, type Gate } from './pacing.ts';
import { createTopics, type TopicReader } from './topics.ts';
import { within } from './within.ts';

export type LaneName = 'telemetry' | 'alarm';
export type Filters = ReadonlyMap<string, 0 | 1>;
export type PublishFailure = 'offline' | 'timeout' | ExchangeFailure;

export interface LaneDeps {
  readonly name: LaneName;
  readonly gate: Gate;
  readonly stationId: string;
  readonly version: string;
  readonly clientId: string;
  /** One lane of each broker carries the will and the presence message. */
  speaksForStation(): boolean;
  /** QoS 1 at most: exactly-once would take a message from the broker before it is stored here. */
  filters(): Filters;
  /** @param payload valid during the call only. */
  onMessage(
    topic: string,
    payload: Buffer,
    retained: boolean,
    properties: Buffer | undefined,
  ): Promise<void> | undefined;
  /** Before the messages of each chunk of bytes. */
  onBytes(): void;
  /** @param silentMs how long the line had already said nothing. */
  onOnline(online: boolean, silentMs: number): void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly health: Health;
}

/** Ticks that a stage of a try may take: a dial that hangs is given up before the broker's return would be missed. */
const STAGE_TICKS: Readonly<Record<Stage | 'loading', number>> = {
  loading: ticks(5_000),
  resolving: ticks(10_000),
  dialling: ticks(2_000),
  greeting: ticks(5_000),
  accepted: ticks(5_000),
};
const HEARTBEAT_MS = 1_000;
/** With a heartbeat each second, so long without a byte is the end. */
const SILENCE_TICKS = ticks(3_500);
/** Pings are answered, but no message comes, not even our own: the broker routes nothing to us any more. */
const QUIET_TICKS = ticks(8_000);
/** Another program uses our client id: do not fight over it. */
const TAKEN_OVER_TICKS = ticks(5_000);
const GOODBYE_MS = 1_000;

export class Lane {
  private readonly deps: LaneDeps;
  private readonly topics: TopicReader;
  private readonly prefix: string;
  private readonly report: LaneReport;
  private broker: FeedBroker;
  private dialect: Dialect;
  private state: ConnectionState = 'stopped';
  private sinceMs;
  private now = 0;
  /** Tick of the next try, or the deadline of the present one. */
  private dueAt = 0;
  private stage: Stage | 'loading' = 'loading';
  private attempts = 0;
  private failure: FailureReport | undefined;
  private connection: Connection | undefined;
  private heartbeat: Heartbeat = createHeartbeat(HEARTBEAT_MS);
  /** Since the last byte, and since the last message. */
  private silentTicks = 0;
  private quietTicks = 0;
  private taken = 0;
  /** Rises with each try and each end: what an older try still reports is void. */
  private round = 0;
  private subscribed = new Map<string, 0 | 1>();

  constructor(broker: FeedBroker, deps: LaneDeps) {
    this.deps = deps;
    this.broker = broker;
    this.report = createLaneReport(() => this.broker, deps.name, deps);
    this.dialect = createDialect(broker.protocol);
    this.prefix = `signalbox/${deps.stationId}/`;
    this.topics = createTopics(this.prefix);
    this.sinceMs = deps.clock.nowMs();
  }

  get online(): boolean {
    return this.state === 'online';
  }

  /** How far behind we are: the age of the oldest heartbeat, where the broker lets them come back; else 0. */
  get lateMs(): number {
    return this.online && this.heartbeat.proven ? this.heartbeat.lateMs(this.deps.clock.monotonicMs()) : 0;
  }

  start(): void {
    if (this.state !== 'stopped') return;
    this.dueAt = this.now;
    this.enter('waiting');
    this.tick();
  }

  /** Says goodbye within a bounded time, then is offline. */
  async stop(): Promise<void> {
    const { connection } = this;
    const wasOnline = this.online;
    this.abandon();
    this.enter('stopped');
    this.report.clear();
    if (!connection) return;
    if (wasOnline && this.deps.speaksForStation())
      await within(GOODBYE_MS, this.announce(connection, 'offline'));
    if ((await within(GOODBYE_MS, connection.close(wasOnline))) === 'late') connection.reset();
  }

  /** Every `TICK_MS`. */
  tick(): void {
    this.now += 1;
    switch (this.state) {
      case 'stopped':
        return;
      case 'waiting':
      case 'refused':
        if (this.now >= this.dueAt && this.deps.gate.enter(this, this.now)) void this.begin();
        return;
      case 'connecting':
        if (this.now >= this.dueAt)
          this.drop({ failure: 'timeout', detail: `no answer while ${this.stage}` });
        return;
      case 'online':
        this.listen();
    }
  }

  vitals(): ConnectionVitals {
    return {
      brokerId: this.broker.id,
      lane: this.deps.name,
      url: displayUrl(this.broker.url),
      state: this.state,
      failure: this.failure?.failure,
      failureDetail: this.failure?.detail,
      protocol: this.connection?.version,
      sinceMs: this.sinceMs,
      attempts: this.attempts,
    };
  }

  async publish(
    topic: string,
    payload: Buffer | string,
    { timeoutMs, ...options }: PublishOptions & { readonly timeoutMs: number },
  ): Promise<Result<void, PublishFailure>> {
    const { connection, round } = this;
    if (!connection || !this.online)
      return fail('offline', `${topic}: broker ${this.broker.id} is not connected`);
    const outcome = await within(timeoutMs, connection.publish(topic, payload, options));
    if (outcome !== 'late') return outcome;
    // What still sits in a buffer must not leave later, so the connection goes with it.
    if (round === this.round)
      this.drop({ failure: 'timeout', detail: `no acknowledgement of ${topic} in ${timeoutMs} ms` });
    return fail('timeout', `${topic}: not acknowledged in ${timeoutMs} ms`);
  }

  /** Takes over what changed in `filters()`. */
  resubscribe(): void {
    if (!this.online || !this.connection) return;
    const wanted = this.wanted();
    const gone = [...this.subscribed.keys()].filter((filter) => !wanted.has(filter));
    const added = new Map([...wanted].filter(([filter, qos]) => this.subscribed.get(filter) !== qos));
    this.connection.unsubscribe(gone);
    this.subscribed = wanted;
    const { round } = this;
    this.connection.subscribe(added, (refused) => {
      if (round === this.round) this.reportRefused(refused);
    });
  }

  /** Another configuration of the same broker: connects anew, at once. */
  reconfigure(broker: FeedBroker): void {
    const { connection } = this;
    this.broker = broker;
    this.dialect = createDialect(broker.protocol);
    this.attempts = 0;
    this.failure = undefined;
    if (this.state === 'stopped') return;
    this.abandon();
    // A changed broker must not go on believing that we are there.
    if (connection)
      void within(GOODBYE_MS, connection.close(true)).then((end) => end === 'late' && connection.reset());
    this.dueAt = this.now;
    this.enter('waiting');
  }

  private enter(state: ConnectionState): void {
    const wasOnline = this.online;
    const wasStopped = this.state === 'stopped';
    this.state = state;
    if (this.online !== wasOnline || wasStopped) this.sinceMs = this.deps.clock.nowMs();
    if (this.online !== wasOnline) this.deps.onOnline(this.online, this.silentMs());
  }

  private reach(stage: Stage | 'loading'): void {
    this.stage = stage;
    this.dueAt = this.now + STAGE_TICKS[stage];
  }

  private async begin(): Promise<void> {
    this.round += 1;
    const { round, deps } = this;
    this.attempts += 1;
    this.enter('connecting');
    this.reach('loading');
    const loaded = await loadCredentials(this.broker);
    if (round !== this.round) return;
    if (!loaded.ok) return this.failed({ failure: 'configuration', detail: loaded.error.detail });
    this.silentTicks = 0;
    this.quietTicks = 0;
    this.heartbeat = createHeartbeat(HEARTBEAT_MS);
    const will = deps.speaksForStation() && this.dialect.will;
    this.connection = openConnection(
      {
        ...loaded.value,
        version: this.dialect.version,
        clientId: deps.clientId,
        persistent: deps.name === 'alarm',
        will: will ? { topic: `${this.prefix}presence`, payload: this.presence('offline') } : undefined,
        ownPrefix: this.prefix,
        topics: this.topics,
      },
      {
        onBytes: () => {
          this.silentTicks = 0;
          deps.onBytes();
        },
        onMessage: deps.onMessage,
        onOwn: (topic, payload) => {
          if (topic === this.heartbeatTopic()) this.heartbeat.returned(payload);
          // Whoever asked for the presence of stations learns by ours that the broker tells of them.
          else if (topic === `${this.prefix}presence`) void deps.onMessage(topic, payload, false, undefined);
        },
        onStage: (stage) => {
          if (round !== this.round) return;
          this.reach(stage);
          if (stage === 'accepted') this.accepted(round);
        },
        onFailure: (report) => {
          if (round === this.round) this.failed(report);
        },
        onHeld: (held) => this.report.held(held),
      },
    );
  }

  private accepted(round: number): void {
    this.deps.gate.settle(this, 'accepted', this.now);
    this.subscribed = this.wanted();
    this.connection?.subscribe(this.subscribed, (refused) => {
      if (round !== this.round) return;
      const refusedOurs = this.ours(refused);
      if (refusedOurs.length > 0 && refusedOurs.length === this.subscribed.size - 1) {
        this.drop({ failure: 'subscription-refused', detail: `all of ${refusedOurs.join(', ')}` });
        return;
      }
      this.dialect.accepted();
      this.attempts = 0;
      this.failure = undefined;
      this.reportRefused(refused);
      this.report.online(this.connection?.version ?? '');
      this.enter('online');
      if (this.connection && this.deps.speaksForStation()) void this.announce(this.connection, 'online');
    });
  }

  private failed(report: FailureReport): void {
    const { deps } = this;
    const wasTrying = this.state === 'connecting';
    const again = wasTrying && this.dialect.learn(report, this.stage);
    const refused = isRefusal(report.failure);
    this.abandon(refused && !again);
    if (again) {
      this.dueAt = this.now;
      return this.enter('waiting');
    }
    this.failure = report;
    const least = report.reasonCode === SESSION_TAKEN_OVER ? TAKEN_OVER_TICKS : 0;
    this.dueAt = this.now + Math.max(backOffTicks(this.attempts, deps.random), least);
    this.enter(refused ? 'refused' : 'waiting');
    this.report.lost(report);
  }

  /** Ends the present connection ourselves, without a word to the broker. */
  private drop(report: FailureReport): void {
    this.connection?.reset();
    this.failed(report);
  }

  /** Forgets the present try, if any. */
  private abandon(refused = false): void {
    this.round += 1;
    this.connection = undefined;
    this.deps.gate.settle(this, refused ? 'refused' : 'failed', this.now);
    this.report.held(false);
  }

  private listen(): void {
    const { connection, heartbeat } = this;
    if (!connection) return;
    this.silentTicks += 1;
    this.quietTicks = connection.taken === this.taken ? this.quietTicks + 1 : 0;
    this.taken = connection.taken;
    if (heartbeat.proven && !connection.held) {
      if (this.silentTicks > SILENCE_TICKS) return this.drop(silence('nothing', this.silentTicks));
      if (this.quietTicks > QUIET_TICKS)
        return this.drop(silence('no message, not even our own,', this.quietTicks));
    }
    const beat = heartbeat.due(this.deps.clock.monotonicMs());
    if (beat !== undefined)
      void connection.publish(this.heartbeatTopic(), beat, { qos: 0, retain: false, expiryS: 10 });
  }

  /** What counts for the age of values: a line that is dead for its last seconds lost its feed when they began. */
  private silentMs(): number {
    return Math.max(this.silentTicks, this.heartbeat.proven ? this.quietTicks : 0) * TICK_MS;
  }

  private heartbeatTopic(): string {
    return `${this.prefix}heartbeat/${this.deps.name}`;
  }

  private wanted(): Map<string, 0 | 1> {
    return new Map([...this.deps.filters(), [this.heartbeatTopic(), 0]]);
  }

  private ours(refused: ReadonlyMap<string, number>): string[] {
    return [...refused.keys()].filter((filter) => filter !== this.heartbeatTopic());
  }

  private reportRefused(refused: ReadonlyMap<string, number>): void {
    const filters = this.ours(refused);
    const reasonCode = refused.get(filters[0] ?? '') ?? 0;
    this.report.refused(filters, reasonCode);
    if (filters.length === 0) return;
    const detail = `${filters.length} of ${this.subscribed.size - 1}: ${filters[0]}, reason code ${reasonCode}`;
    this.failure = { failure: 'subscription-refused', detail, reasonCode };
  }

  private presence(state: 'online' | 'offline'): string {
    return JSON.stringify({ state, atMs: this.deps.clock.nowMs(), version: this.deps.version });
  }

  private async announce(connection: Connection, state: 'online' | 'offline'): Promise<void> {
    const sent = await connection.publish(`${this.prefix}presence`, this.presence(state), {
      qos: 1,
      retain: true,
      expiryS: undefined,
    });
    if (!sent.ok) this.report.unseen(sent.error.detail);
  }
}

function silence(what: string, forTicks: number): FailureReport {
  return { failure: 'no-heartbeat', detail: `${what} came for ${forTicks * TICK_MS} ms` };
}
