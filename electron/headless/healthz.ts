/** `GET /healthz`: how the program is, for a person or a probe. Comes from `Vitals` and the health conditions alone. */
import type { HealthCondition } from '#shared/base/health.ts';
import type { ConnectionState, Vitals } from '#shared/protocol/vitals.ts';

export interface HealthReport {
  /** `ok`: the feed is online and the journal stores; `degraded`: people must know, the program runs on. */
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly uptimeS: number;
  readonly feed: {
    /** `online` only when every connection is. */
    readonly state: ConnectionState | 'partly-online';
    readonly connections: readonly {
      broker: string;
      lane: string;
      state: ConnectionState;
      failure: string | null;
      protocol: string | null;
    }[];
    readonly messagesPerS: number;
    /** Age of the last message; null before the first. */
    readonly lastMessageAgeS: number | null;
  };
  readonly messages: {
    readonly received: number;
    readonly decoded: number;
    readonly quarantined: number;
    readonly dropped: number;
  };
  readonly points: Vitals['points'];
  readonly alarms: Vitals['alarms'];
  readonly journal: Vitals['journal'];
  readonly recorder: Vitals['recorder'];
  readonly windows: number;
  readonly conditions: readonly Pick<HealthCondition, 'key' | 'code' | 'severity' | 'facts'>[];
}

export interface HealthFacts {
  readonly vitals: Vitals;
  readonly conditions: readonly HealthCondition[];
  readonly version: string;
  readonly uptimeS: number;
  /** Epoch ms. */
  readonly nowMs: number;
}

export function healthReport({ vitals, conditions, version, uptimeS, nowMs }: HealthFacts): HealthReport {
  const state = feedState(vitals);
  const failed = conditions.some((condition) => condition.severity === 'failure');
  return {
    status: state === 'online' && vitals.journal.storing && !failed ? 'ok' : 'degraded',
    version,
    uptimeS: Math.floor(uptimeS),
    feed: {
      state,
      connections: vitals.connections.map(({ brokerId, lane, state, failure, protocol }) => ({
        broker: brokerId,
        lane,
        state,
        failure: failure ?? null,
        protocol: protocol ?? null,
      })),
      messagesPerS: vitals.messagesPerS,
      lastMessageAgeS:
        vitals.lastMessageMs === undefined ? null : Math.max(0, nowMs - vitals.lastMessageMs) / 1000,
    },
    messages: {
      received: vitals.received,
      decoded: vitals.decoded,
      quarantined: vitals.quarantined,
      dropped: vitals.dropped,
    },
    points: vitals.points,
    alarms: vitals.alarms,
    journal: vitals.journal,
    recorder: vitals.recorder,
    windows: vitals.windows,
    conditions: conditions.map(({ key, code, severity, facts }) => ({ key, code, severity, facts })),
  };
}

export function feedState({ connections }: Vitals): ConnectionState | 'partly-online' {
  const online = connections.filter(({ state }) => state === 'online').length;
  if (connections.length === 0) return 'stopped';
  if (online === connections.length) return 'online';
  if (online > 0) return 'partly-online';
  return connections.find(({ state }) => state !== 'stopped')?.state ?? 'stopped';
}
