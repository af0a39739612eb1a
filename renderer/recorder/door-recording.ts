/** A window's part in recording: asks for the lock, runs the Worker while it holds it, and shows how the recorder stands. */
import type { Log } from '#shared/base/log.ts';
import { createHealth } from '#shared/base/health.ts';
import { epochMs } from '#shared/base/brand.ts';
import { bridgeOf } from '#renderer/link/choose-transport.ts';
import { requestPagePort } from '#renderer/link/port-transport.ts';
import type { RecorderConditionCode, RecordingDoor, RecordingState } from './door-contract.ts';
import {
  HEARTBEAT_MS,
  RECORDER_CHANNEL,
  RECORDER_LOCK,
  type FromRecorder,
  type RecorderReport,
  type ToRecorder,
} from './recorder-wire.ts';

/** A recorder that said nothing for this long is gone, or hangs. */
const SILENT_MS = 5 * HEARTBEAT_MS;
/** The holder's own Worker gets longer: a merge may keep a slow disk busy. */
const RESTART_AFTER_MS = 30_000;

export interface RecordingDeps {
  readonly log: Log;
}

/** What a window gives; tests give their own. */
export interface RecordingHost {
  readonly locks: Pick<LockManager, 'request'>;
  readonly channel: Pick<BroadcastChannel, 'onmessage' | 'close'>;
  readonly carrier: 'websocket' | 'port';
  readonly nowMs: () => number;
  createWorker(): Worker;
  requestPort(): Promise<MessagePort>;
  /** Asks the browser not to evict the history. */
  persist(): void;
}

export function startRecording({ log }: RecordingDeps): RecordingDoor {
  const bridge = bridgeOf(window);
  return joinRecording(
    {
      locks: navigator.locks,
      channel: new BroadcastChannel(RECORDER_CHANNEL),
      carrier: bridge ? 'port' : 'websocket',
      nowMs: Date.now,
      createWorker: () =>
        new Worker(new URL('./recorder-worker.ts', import.meta.url), { type: 'module', name: 'recorder' }),
      requestPort: () =>
        bridge ? requestPagePort(bridge, 'recorder', window) : Promise.reject(new Error('no shell')),
      persist() {
        navigator.storage
          .persist()
          .catch((error: unknown) => log('warn', 'storage may be evicted', { error: String(error) }));
      },
    },
    log,
  );
}

export function joinRecording(host: RecordingHost, log: Log): RecordingDoor {
  return new WindowRecording(host, log);
}

const NOBODY: RecordingState = { where: 'none', conditions: [], storedUntilMs: undefined, storedSamples: 0 };

class WindowRecording implements RecordingDoor {
  readonly #host: RecordingHost;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  readonly #abort = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Conditions only the window can know of: its Worker died. */
  readonly #own;
  #state = NOBODY;
  #report: RecorderReport | undefined;
  #heardAt: number;
  #worker: Worker | undefined;
  #release: (() => void) | undefined;

  constructor(host: RecordingHost, log: Log) {
    this.#host = host;
    this.#log = log;
    this.#heardAt = host.nowMs();
    this.#own = createHealth(() => epochMs(host.nowMs()));
    host.channel.onmessage = ({ data }: MessageEvent<RecorderReport>) => this.#hear(data);
    this.#timer = setInterval(() => this.#watch(), HEARTBEAT_MS);
    host.locks
      .request(RECORDER_LOCK, { signal: this.#abort.signal }, () => this.#hold())
      .catch((error: unknown) => {
        if (!this.#abort.signal.aborted) log('error', 'the recorder lock was lost', { error: String(error) });
      });
  }

  state(): RecordingState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#abort.abort();
    clearInterval(this.#timer);
    this.#host.channel.close();
    this.#letGo();
  }

  /** Runs for as long as the lock is held. */
  #hold(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#abort.signal.aborted) return resolve();
      this.#release = resolve;
      this.#host.persist();
      this.#startWorker();
      this.#publish();
    });
  }

  #startWorker(): void {
    const worker = this.#host.createWorker();
    this.#worker = worker;
    this.#heardAt = this.#host.nowMs();
    worker.onmessage = ({ data }: MessageEvent<FromRecorder>) => {
      if (data.type === 'log') this.#log(data.level, data.message, data.facts);
      else this.#handOverPort(worker);
    };
    worker.onerror = (event) => {
      this.#log('error', 'the recorder failed', { error: event.message });
      this.#restart(event.message);
    };
    send(worker, { type: 'start', carrier: this.#host.carrier });
  }

  #handOverPort(worker: Worker): void {
    this.#host.requestPort().then(
      (port) => send(worker, { type: 'port', port }, [port]),
      (error: unknown) => send(worker, { type: 'no-port', detail: String(error) }),
    );
  }

  #restart(detail: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ownCondition('recorder.restarting', detail);
    // `#watch` starts the next one: at most one a `SILENT_MS`, however fast it fails.
    this.#heardAt = this.#host.nowMs();
  }

  #hear(report: RecorderReport): void {
    this.#heardAt = this.#host.nowMs();
    this.#report = report;
    this.#own.clear('recorder.restarting');
    if (this.#release && report.conditions.some(({ code }) => code === 'recorder.superseded')) {
      // A newer version takes over; this page must be loaded again.
      this.#letGo();
    }
    this.#publish();
  }

  #watch(): void {
    const silentMs = Math.abs(this.#host.nowMs() - this.#heardAt);
    if (this.#release && !this.#worker && silentMs >= SILENT_MS) this.#startWorker();
    else if (this.#worker && silentMs >= RESTART_AFTER_MS) this.#restart(`silent for ${silentMs} ms`);
    if (silentMs >= SILENT_MS && !this.#release) this.#report = undefined;
    this.#publish();
  }

  #letGo(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#release?.();
    this.#release = undefined;
  }

  #ownCondition(code: RecorderConditionCode, detail: string): void {
    this.#own.set(code, { code, severity: 'warning', facts: { detail } });
    this.#publish();
  }

  #publish(): void {
    const report = this.#report;
    const where = this.#release ? 'here' : report ? 'elsewhere' : 'none';
    const conditions = [...(report?.conditions ?? []), ...this.#own.list()];
    const { storedUntilMs, storedSamples = 0 } = report ?? {};
    const next: RecordingState = { where, conditions, storedUntilMs, storedSamples };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener();
  }
}

function send(worker: Worker, message: ToRecorder, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}
