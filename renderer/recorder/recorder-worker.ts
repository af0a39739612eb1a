/** The recorder's Worker: its own link to the engine, the recorder, and a report to every window of the station. */
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { createHealth } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { createRandom } from '#shared/base/random.ts';
import { createLink, type LinkState } from '#renderer/link/link.ts';
import { createPortTransport } from '#renderer/link/port-transport.ts';
import type { Transport } from '#renderer/link/transport.ts';
import { createWebSocketTransport, linkUrl } from '#renderer/link/websocket-transport.ts';
import { createBlockCodec } from './block-codec.ts';
import { HistoryDatabase } from './database.ts';
import { openForWriting } from './open-database.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import {
  HEARTBEAT_MS,
  RECORDER_CHANNEL,
  type FromRecorder,
  type RecorderReport,
  type ToRecorder,
} from './recorder-wire.ts';
import { workerScope, type WorkerScope } from './worker-scope.ts';

type Scope = WorkerScope<ToRecorder, FromRecorder>;

const TICK_MS = 5_000;

/** Asks the window for a port each time the link is opened. */
function portTransport(scope: Scope): { transport: Transport; deliver: (message: ToRecorder) => void } {
  let waiting: { resolve: (port: MessagePort) => void; reject: (error: Error) => void } | undefined;
  const transport = createPortTransport(
    () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        scope.postMessage({ type: 'port-wanted' });
      }),
  );
  return {
    transport,
    deliver(message) {
      if (message.type === 'port') waiting?.resolve(message.port);
      else if (message.type === 'no-port') waiting?.reject(new Error(message.detail));
      waiting = undefined;
    },
  };
}

function run(scope: Scope, transport: Transport): void {
  const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
  const log: Log = (level, message, facts = {}) => scope.postMessage({ type: 'log', level, message, facts });
  const health = createHealth(clock.nowMs);
  const channel = new BroadcastChannel(RECORDER_CHANNEL);
  let report: RecorderReport = { conditions: [], storedUntilMs: undefined, storedSamples: 0 };
  const tell = (change: Partial<RecorderReport> = {}): void => {
    report = { ...report, ...change };
    channel.postMessage(report);
  };
  health.onChange(() => tell({ conditions: health.list() }));
  setInterval(tell, HEARTBEAT_MS);

  const database = new HistoryDatabase();
  const recorder: Recorder = createRecorder({
    database,
    codec: createBlockCodec(),
    clock,
    health,
    log,
    acknowledge: (engineRun, number) => link.acknowledgeStream(engineRun, number),
    onStored: ({ untilMs, samples }) => tell({ storedUntilMs: untilMs, storedSamples: samples }),
  });
  const link = createLink({
    transport,
    role: 'recorder',
    clock,
    random: createRandom(crypto.getRandomValues(new Uint32Array(1))[0] ?? 1),
    log,
    siteRevision: () => recorder.siteRevision(),
    onWelcome: (welcome) => recorder.welcome(welcome),
    onBatch: (batch) => recorder.batch(batch),
  });
  link.onState((state) => showLink(state));
  const showLink = ({ phase, loss }: LinkState): void => {
    if (phase === 'live') health.clear('recorder.link-lost');
    else
      health.set('recorder.link-lost', {
        code: 'recorder.link-lost',
        severity: 'notice',
        facts: { reason: loss?.code ?? phase },
      });
  };
  openForWriting(database, health, () => link.stop())
    .then(() => recorder.recover())
    .then(() => {
      link.start();
      setInterval(() => recorder.tick(), TICK_MS);
    })
    .catch((error: unknown) => log('error', 'the recorder could not start', { error: String(error) }));
}

const scope: Scope = workerScope();
let deliver: ((message: ToRecorder) => void) | undefined;
scope.onmessage = ({ data }) => {
  if (data.type !== 'start') return deliver?.(data);
  if (data.carrier === 'websocket') return run(scope, createWebSocketTransport(linkUrl(location)));
  const ports = portTransport(scope);
  deliver = ports.deliver;
  run(scope, ports.transport);
};
