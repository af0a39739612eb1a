/**
 * `GET /metrics`: the feed's health for a collector, from `Vitals` alone. OpenMetrics 1.0,
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
import type { ConnectionState, Vitals } from '#shared/protocol/vitals.ts';
import type { HealthFacts } from './healthz.ts';

export const OPENMETRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'info';
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

const states: readonly ConnectionState[] = ['connecting', 'online', 'waiting', 'refused', 'stopped'];
const one = (value: number): Family['samples'] => [{ value }];

export function openMetrics({ vitals, version, uptimeS, nowMs }: HealthFacts): string {
  return (
    [
      ...feedFamilies(vitals, nowMs),
      ...stateFamilies(vitals),
      ...storeFamilies(vitals),
      ...programFamilies(version, uptimeS),
    ]
      .map(writeFamily)
      .join('') + '# EOF\n'
  );
}

function feedFamilies(vitals: Vitals, nowMs: number): Family[] {
  return [
    {
      name: 'signalbox_feed_connection_state',
      type: 'gauge',
      help: '1 for the state a broker connection is in.',
      samples: vitals.connections.flatMap(({ brokerId, lane, state }) =>
        states.map((name) => ({
          labels: { broker: brokerId, lane, state: name },
          value: name === state ? 1 : 0,
        })),
      ),
    },
    {
      name: 'signalbox_messages_received',
      type: 'counter',
      help: 'Messages from the brokers.',
      samples: one(vitals.received),
    },
    {
      name: 'signalbox_messages_decoded',
      type: 'counter',
      help: 'Messages that gave samples.',
      samples: one(vitals.decoded),
    },
    {
      name: 'signalbox_messages_quarantined',
      type: 'counter',
      help: 'Messages that could not be read.',
      samples: one(vitals.quarantined),
    },
    {
      name: 'signalbox_messages_dropped',
      type: 'counter',
      help: 'Telemetry shed under load; the latest value survived.',
      samples: one(vitals.dropped),
    },
    {
      name: 'signalbox_last_message_age_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'Age of the last message.',
      samples:
        vitals.lastMessageMs === undefined ? [] : one(Math.max(0, nowMs - vitals.lastMessageMs) / 1000),
    },
  ];
}

function stateFamilies({ points, alarms, windows }: Vitals): Family[] {
  const by = (label: string, counts: Readonly<Record<string, number>>): Family['samples'] =>
    Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
  return [
    {
      name: 'signalbox_points',
      type: 'gauge',
      help: 'Points by state.',
      samples: by('state', { live: points.live, stale: points.stale, never: points.never }),
    },
    {
      name: 'signalbox_alarms',
      type: 'gauge',
      help: 'Alarms by state.',
      samples: by('state', {
        unacknowledged: alarms.unacknowledged,
        acknowledged: alarms.acknowledged,
        returned_unacknowledged: alarms.returnedUnacknowledged,
      }),
    },
    { name: 'signalbox_windows', type: 'gauge', help: 'Windows attached.', samples: one(windows) },
  ];
}

function storeFamilies({ journal, recorder }: Vitals): Family[] {
  return [
    {
      name: 'signalbox_journal_head',
      type: 'gauge',
      help: 'Sequence number of the last record.',
      samples: one(journal.head),
    },
    {
      name: 'signalbox_journal_lag_records',
      type: 'gauge',
      help: 'Records waiting for the disk.',
      samples: one(journal.lag),
    },
    {
      name: 'signalbox_journal_storing',
      type: 'gauge',
      help: '1 while records reach the disk.',
      samples: one(journal.storing ? 1 : 0),
    },
    {
      name: 'signalbox_recorder_connected',
      type: 'gauge',
      help: '1 while a page records.',
      samples: one(recorder.connected ? 1 : 0),
    },
    {
      name: 'signalbox_recorder_lag_batches',
      type: 'gauge',
      help: 'Batches not yet stored.',
      samples: one(recorder.lagBatches),
    },
    {
      name: 'signalbox_recorder_lag_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'Age of the oldest batch not yet stored.',
      samples: one(recorder.lagMs / 1000),
    },
    {
      name: 'signalbox_recorder_lost_samples',
      type: 'counter',
      help: 'Samples that no recorder took in time.',
      samples: one(recorder.lostSamples),
    },
  ];
}

function programFamilies(version: string, uptimeS: number): Family[] {
  return [
    {
      name: 'signalbox_build',
      type: 'info',
      help: 'The program.',
      samples: [{ labels: { version }, value: 1 }],
    },
    {
      name: 'signalbox_uptime_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'Since the host started.',
      samples: one(uptimeS),
    },
  ];
}

const suffixes = { counter: '_total', info: '_info', gauge: '' } as const;

function writeFamily({ name, type, unit, help, samples }: Family): string {
  const head = [
    `# TYPE ${name} ${type}`,
    ...(unit ? [`# UNIT ${name} ${unit}`] : []),
    `# HELP ${name} ${help}`,
  ];
  const rows = samples.map(({ labels, value }) => `${name}${suffixes[type]}${writeLabels(labels)} ${value}`);
  return [...head, ...rows].join('\n') + '\n';
}

function writeLabels(labels: Readonly<Record<string, string>> | undefined): string {
  if (!labels) return '';
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`,
  );
  return `{${pairs.join(',')}}`;
}
