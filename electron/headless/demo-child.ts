/**
 * The demo process beside the headless host: started before the engine, started again at the same port when it crashes
 * (within the crash limit), and ended with us because its channel to us breaks.
 */
import { fork, type ChildProcess } from 'node:child_process';
import type { Log } from '#shared/base/log.ts';
import { createRestartBudget, CRASH_LIMIT } from '#shared/base/restart-budget.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { createDemoChannel, type DemoControl } from '#shared/protocol/demo-control.ts';
import type { DemoConfig, DemoReport } from '#shared/protocol/demo.ts';

/** A large site takes seconds to simulate; one that takes this long never will. */
const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 3_000;

export interface Demo {
  readonly url: string;
  readonly control: DemoControl;
  stop(): Promise<void>;
}

export async function startDemo(
  program: string,
  config: DemoConfig,
  log: Log,
): Promise<Result<Demo, 'demo-failed'>> {
  const budget = createRestartBudget(CRASH_LIMIT);
  let child: ChildProcess | undefined;
  let stopping = false;
  const channel = createDemoChannel((message) => {
    if (!child?.connected) channel.lost();
    else child.send(message);
  });

  const run = async (runConfig: DemoConfig): Promise<Result<string, 'demo-failed'>> => {
    const started = fork(program, [JSON.stringify(runConfig)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A group of its own: Ctrl-C is ours to answer, and the building ends last, so that the feed ends first and in order.
      detached: process.platform !== 'win32',
    });
    child = started;
    started.on('message', (report: DemoReport) => channel.take(report));
    const ready = await awaitReady(started);
    started.once('close', (code, signal) => {
      channel.lost();
      if (stopping || !ready.ok) return;
      log('error', 'the simulated building ended', { code, signal });
      if (!budget.spend(performance.now()))
        return log('error', 'the simulated building ends too often; leaving it', {});
      // The engine keeps knocking at the old port, and the event it began with is over.
      const { scenario: _over, ...again } = { ...runConfig, port: Number(new URL(ready.value).port) };
      void run(again).then(
        (outcome) =>
          outcome.ok ||
          log('error', 'the simulated building did not start again', { detail: outcome.error.detail }),
      );
    });
    return ready;
  };

  const ready = await run(config);
  if (!ready.ok) return ready;
  return ok({
    url: ready.value,
    control: channel.control,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
        const ending = child;
        const timer = setTimeout(() => ending.kill('SIGKILL'), STOP_LIMIT_MS);
        ending.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        ending.kill('SIGTERM');
      }),
  });
}

function awaitReady(child: ChildProcess): Promise<Result<string, 'demo-failed'>> {
  return new Promise((resolve) => {
    const settle = (outcome: Result<string, 'demo-failed'>): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(fail('demo-failed', `the simulated building was not ready within ${READY_LIMIT_MS / 1000} s`));
    }, READY_LIMIT_MS);
    child.on('message', (report: DemoReport) => {
      if (report.type === 'ready') settle(ok(report.url));
      if (report.type === 'error') settle(fail('demo-failed', report.detail));
    });
    child.once('error', (error) =>
      settle(fail('demo-failed', `the simulated building could not start: ${error.message}`)),
    );
    child.once('close', (code, signal) =>
      settle(fail('demo-failed', `the simulated building ended at its start (${signal ?? `code ${code}`})`)),
    );
  });
}
