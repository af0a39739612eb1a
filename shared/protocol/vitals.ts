/** The feed's own health, on every screen: what came, what was lost, how old it is. All counters since the engine started. */
import type { EpochMs } from '#shared/base/brand.ts';

export type ConnectionState = 'connecting' | 'online' | 'waiting' | 'refused' | 'stopped';

/** Stable codes; each has its own words on the screen. */
export type ConnectionFailure =
  | 'unreachable'
  | 'timeout'
  | 'closed'
  | 'bad-credentials'
  | 'not-authorized'
  | 'certificate-expired'
  | 'certificate-untrusted'
  | 'certificate-wrong-host'
  | 'tls-failed'
  | 'protocol-refused'
  | 'protocol-error'
  | 'no-heartbeat'
  | 'subscription-refused'
  | 'configuration';

export interface ConnectionVitals {
  readonly brokerId: string;
  readonly lane: 'telemetry' | 'alarm';
  /** Without user and password. */
  readonly url: string;
  readonly state: ConnectionState;
  readonly failure: ConnectionFailure | undefined;
  /** The library's or operating system's own words, for the engineer. */
  readonly failureDetail: string | undefined;
  readonly protocol: '5' | '3.1.1' | undefined;
  readonly sinceMs: EpochMs;
  /** Tries since it was last online. */
  readonly attempts: number;
}

export interface Vitals {
  readonly connections: readonly ConnectionVitals[];
  readonly received: number;
  readonly decoded: number;
  readonly quarantined: number;
  /** Telemetry messages shed under load; latest value per point survived. */
  readonly dropped: number;
  readonly messagesPerS: number;
  readonly lastMessageMs: EpochMs | undefined;
  readonly points: {
    readonly total: number;
    readonly live: number;
    readonly stale: number;
    readonly never: number;
  };
  readonly alarms: {
    readonly unacknowledged: number;
    readonly acknowledged: number;
    readonly returnedUnacknowledged: number;
  };
  readonly journal: {
    readonly head: number;
    readonly headHash: string;
    /** Records waiting for the disk. */
    readonly lag: number;
    readonly storing: boolean;
  };
  readonly recorder: {
    readonly connected: boolean;
    readonly lagBatches: number;
    readonly lagMs: number;
    /** Samples that left the ring before a recorder stored them: a gap in the history. */
    readonly lostSamples: number;
  };
  readonly windows: number;
}
