/** The way to recorded history for every screen; answers come from a Worker of its own, see `query-contract.ts`. */
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { FromHistory, HistoryQuestions, QuestionName, ToHistory } from './history-wire.ts';
import type { HistoryAnswer, HistoryDoor, HistoryFailure, SeriesQuery } from './query-contract.ts';
import { RECORDER_CHANNEL, type RecorderReport } from './recorder-wire.ts';
import { isRetention } from './retention-rules.ts';

/** What a window gives; tests give their own. */
export interface HistoryHost {
  createWorker(): Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;
  readonly channel: Pick<BroadcastChannel, 'onmessage' | 'close'>;
}

export function openHistory(): HistoryDoor {
  return openHistoryOn({
    createWorker: () =>
      new Worker(new URL('./history-worker.ts', import.meta.url), { type: 'module', name: 'history' }),
    channel: new BroadcastChannel(RECORDER_CHANNEL),
  });
}

export function openHistoryOn(host: HistoryHost): HistoryDoor {
  return new WorkerHistory(host);
}

type AnyOutcome = Result<unknown, HistoryFailure>;

class WorkerHistory implements HistoryDoor {
  readonly #host: HistoryHost;
  readonly #waiting = new Map<number, (outcome: AnyOutcome) => void>();
  readonly #listeners = new Set<(untilMs: number) => void>();
  #worker: ReturnType<HistoryHost['createWorker']> | undefined;
  #lastId = 0;
  #closed = false;
  #storedUntilMs: number | undefined;

  constructor(host: HistoryHost) {
    this.#host = host;
    host.channel.onmessage = ({ data: { storedUntilMs } }: MessageEvent<RecorderReport>) => {
      if (storedUntilMs === undefined || storedUntilMs === this.#storedUntilMs) return;
      this.#storedUntilMs = storedUntilMs;
      for (const listener of [...this.#listeners]) listener(storedUntilMs);
    };
  }

  async series(query: SeriesQuery, signal?: AbortSignal): ReturnType<HistoryDoor['series']> {
    const answer = await this.seriesOf([query], signal);
    if (!answer.ok) return answer;
    const [only] = answer.value;
    return only ? ok(only) : fail('internal', 'series: no answer');
  }

  seriesOf: HistoryDoor['seriesOf'] = async (queries, signal) => {
    const wrong = queries.find(
      ({ fromMs, toMs, buckets = 1 }) => !(toMs > fromMs) || !Number.isInteger(buckets) || buckets < 1,
    );
    if (wrong)
      return fail(
        'invalid',
        `${wrong.pointId}: span ${wrong.fromMs} to ${wrong.toMs}, ${wrong.buckets} buckets`,
      );
    return this.#ask('seriesOf', queries, signal);
  };

  coverage: HistoryDoor['coverage'] = () => this.#ask('coverage', undefined);
  storage: HistoryDoor['storage'] = () => this.#ask('storage', undefined);
  recordedSite: HistoryDoor['recordedSite'] = () => this.#ask('recordedSite', undefined);
  lastValues: HistoryDoor['lastValues'] = () => this.#ask('lastValues', undefined);
  setRetention: HistoryDoor['setRetention'] = async (retention) =>
    isRetention(retention)
      ? this.#ask('setRetention', retention)
      : fail('invalid', `retention of ${retention.maxAgeDays} days and ${retention.maxBytes} bytes`);

  onStored(listener: (untilMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#host.channel.close();
    this.#end('closed', 'the history was closed');
  }

  #ask<Name extends QuestionName>(
    name: Name,
    params: HistoryQuestions[Name][0],
    signal?: AbortSignal,
  ): HistoryAnswer<HistoryQuestions[Name][1]> {
    if (this.#closed) return Promise.resolve(fail('closed', name));
    if (signal?.aborted) return Promise.resolve(fail('cancelled', name));
    this.#lastId += 1;
    const id = this.#lastId;
    const worker = this.#running();
    return new Promise((resolve) => {
      const cancel = (): void => {
        send(worker, { cancel: id });
        end(fail('cancelled', name));
      };
      const end = (outcome: AnyOutcome): void => {
        signal?.removeEventListener('abort', cancel);
        this.#waiting.delete(id);
        // The Worker answers with the type of the question.
        resolve(outcome as Result<HistoryQuestions[Name][1], HistoryFailure>);
      };
      this.#waiting.set(id, end);
      signal?.addEventListener('abort', cancel);
      worker.postMessage({ id, name, params });
    });
  }

  /** Started at the first question, and again after it died. */
  #running(): ReturnType<HistoryHost['createWorker']> {
    if (this.#worker) return this.#worker;
    const worker = this.#host.createWorker();
    worker.onmessage = ({ data: { id, outcome } }: MessageEvent<FromHistory>) =>
      this.#waiting.get(id)?.(outcome);
    worker.onerror = ({ message }) => this.#end('internal', `the history reader failed: ${message}`);
    this.#worker = worker;
    return worker;
  }

  #end(code: HistoryFailure, detail: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const end of [...this.#waiting.values()]) end(fail(code, detail));
  }
}

function send(worker: Pick<Worker, 'postMessage'>, message: ToHistory): void {
  worker.postMessage(message);
}
