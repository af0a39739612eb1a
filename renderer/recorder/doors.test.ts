import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HealthCondition } from '#shared/base/health.ts';
import { epochMs } from '#shared/base/brand.ts';
import { joinRecording, type RecordingHost } from './door-recording.ts';
import type { FromHistory, ToHistory } from './history-wire.ts';
import { openHistoryOn, type HistoryHost } from './query-door.ts';
import type { FromRecorder, RecorderReport } from './recorder-wire.ts';

/** A Worker in the test's hands. */
class FakeWorker {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly heard: unknown[] = [];
  terminated = false;
  postMessage(message: unknown): void {
    this.heard.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: FromRecorder | FromHistory): void {
    this.onmessage?.({ data } as MessageEvent);
  }
  fail(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

interface FakeChannel {
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

const report = (changes: Partial<RecorderReport> = {}): RecorderReport => ({
  conditions: [],
  storedUntilMs: 5,
  storedSamples: 1,
  ...changes,
});
const condition = (code: string): HealthCondition => ({
  key: code,
  code,
  severity: 'warning',
  facts: {},
  sinceMs: epochMs(0),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('recording door', () => {
  function setUp() {
    const workers: FakeWorker[] = [];
    const channel: FakeChannel = { onmessage: null, close: vi.fn() };
    let grant: (() => Promise<void>) | undefined;
    const held: { promise: Promise<void> | undefined } = { promise: undefined };
    const host: RecordingHost = {
      locks: {
        request: (_name: string, _options: LockOptions, callback: (lock: Lock | null) => unknown) => {
          grant = () => {
            held.promise = Promise.resolve(callback(null) as Promise<void>);
            return held.promise;
          };
          return new Promise(() => undefined) as never;
        },
      } as unknown as RecordingHost['locks'],
      channel,
      carrier: 'port',
      nowMs: Date.now,
      createWorker: () => {
        workers.push(new FakeWorker());
        return workers.at(-1) as unknown as Worker;
      },
      requestPort: vi.fn(() => Promise.resolve('the port' as unknown as MessagePort)),
      persist: vi.fn(),
    };
    const log = vi.fn();
    const door = joinRecording(host, log);
    return {
      workers,
      door,
      host,
      log,
      held,
      hear: (data: RecorderReport) => channel.onmessage?.({ data } as MessageEvent),
      grant: () => void grant?.(),
    };
  }

  it('starts a worker only when it holds the lock, and hands it ports', async () => {
    const { door, workers, grant, host } = setUp();
    expect([door.state().where, workers.length]).toEqual(['none', 0]);
    grant();
    expect(door.state().where).toBe('here');
    expect(host.persist).toHaveBeenCalledOnce();
    expect(workers[0]?.heard).toEqual([{ type: 'start', carrier: 'port' }]);
    workers[0]?.say({ type: 'port-wanted' });
    await vi.waitFor(() => expect(workers[0]?.heard[1]).toEqual({ type: 'port', port: 'the port' }));
  });

  it('knows of a recorder elsewhere, and when it falls silent', () => {
    const { door, hear } = setUp();
    const changed = vi.fn();
    door.onChange(changed);
    hear(report());
    expect(door.state()).toEqual({ where: 'elsewhere', conditions: [], storedUntilMs: 5, storedSamples: 1 });
    hear(report());
    expect(changed).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(6_000);
    expect(door.state().where).toBe('none');
  });

  it('restarts a worker that fails or hangs, not faster than every few seconds, and says so', () => {
    const { door, workers, grant, hear, log } = setUp();
    grant();
    workers[0]?.fail('out of memory');
    expect(workers[0]?.terminated).toBe(true);
    expect(door.state().conditions.map(({ code }) => code)).toEqual(['recorder.restarting']);
    expect(log).toHaveBeenCalledWith('error', 'the recorder failed', { error: 'out of memory' });
    vi.advanceTimersByTime(4_000);
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(workers).toHaveLength(2);
    hear(report());
    expect(door.state().conditions).toEqual([]);
    vi.advanceTimersByTime(40_000);
    expect(workers.length).toBeGreaterThan(2);
    expect(door.state().where).toBe('here');
  });

  it('gives the recording up for good to a newer version', async () => {
    const { door, workers, grant, hear, held } = setUp();
    grant();
    hear(report({ conditions: [condition('recorder.superseded')] }));
    expect(workers[0]?.terminated).toBe(true);
    await held.promise;
    expect(door.state().conditions.map(({ code }) => code)).toEqual(['recorder.superseded']);
    vi.advanceTimersByTime(60_000);
    expect(workers).toHaveLength(1);
  });

  it('lets go of everything when it is stopped', async () => {
    const { door, workers, grant, held } = setUp();
    grant();
    door.stop();
    await held.promise;
    expect(workers[0]?.terminated).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('history door', () => {
  function setUp() {
    const workers: FakeWorker[] = [];
    const channel: FakeChannel = { onmessage: null, close: vi.fn() };
    const host: HistoryHost = {
      channel,
      createWorker: () => {
        workers.push(new FakeWorker());
        return workers.at(-1) as FakeWorker;
      },
    };
    const last = (): ToHistory => workers.at(-1)?.heard.at(-1) as ToHistory;
    return { door: openHistoryOn(host), workers, last, channel };
  }
  const query = { pointId: 'A.p', fromMs: 0, toMs: 10 };

  it('asks a worker that it starts at the first question, and gives each its own answer', async () => {
    const { door, workers } = setUp();
    expect(workers).toHaveLength(0);
    const [coverage, series] = [door.coverage(), door.series(query)];
    workers[0]?.say({ id: 2, outcome: { ok: true, value: ['the series'] } });
    workers[0]?.say({ id: 1, outcome: { ok: true, value: 'the coverage' } });
    expect(await series).toEqual({ ok: true, value: 'the series' });
    expect(await coverage).toEqual({ ok: true, value: 'the coverage' });
  });

  it.each([
    ['no span', { ...query, toMs: 0 }],
    ['no bucket', { ...query, buckets: 0 }],
    ['half a bucket', { ...query, buckets: 1.5 }],
  ])('refuses %s without asking', async (_what, wrong) => {
    const { door, workers } = setUp();
    expect(await door.series(wrong)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await door.setRetention({ maxAgeDays: 0, maxBytes: 1e9 })).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    expect(workers).toHaveLength(0);
  });

  it('cancels: the caller is answered at once and the worker is told', async () => {
    const { door, last, workers } = setUp();
    const abort = new AbortController();
    const asked = door.series(query, abort.signal);
    abort.abort();
    expect(await asked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(last()).toEqual({ cancel: 1 });
    workers[0]?.say({ id: 1, outcome: { ok: true, value: [] } });
    expect(await door.series(query, abort.signal)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('answers everybody when the worker dies, and starts another for the next', async () => {
    const { door, workers } = setUp();
    const asked = door.coverage();
    workers[0]?.fail('boom');
    expect(await asked).toMatchObject({ ok: false, error: { code: 'internal' } });
    void door.coverage();
    expect(workers).toHaveLength(2);
    door.close();
    expect(await door.coverage()).toMatchObject({ ok: false, error: { code: 'closed' } });
  });

  it('tells when more was stored, once for each', () => {
    const { door, channel } = setUp();
    const heard: number[] = [];
    const stop = door.onStored((untilMs) => heard.push(untilMs));
    for (const storedUntilMs of [undefined, 5, 5, 6])
      channel.onmessage?.({ data: report({ storedUntilMs }) } as MessageEvent);
    stop();
    channel.onmessage?.({ data: report({ storedUntilMs: 7 }) } as MessageEvent);
    expect(heard).toEqual([5, 6]);
  });
});
