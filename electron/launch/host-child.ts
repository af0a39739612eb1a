/**
 * Runs a host as a child: tells when it serves, starts it again when it crashes (within the crash limit), stops it with
 * us. The host ends by itself when its channel to us breaks, so that killing this process leaves nothing behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createRestartBudget, CRASH_LIMIT } from '#shared/base/restart-budget.ts';

/** A host that does not end by itself within this is killed. */
const STOP_LIMIT_MS = 10_000;

/** What a headless host tells its parent. */
export interface HostReady {
  readonly type: 'ready';
  readonly url: string;
}

export interface HostChildOptions {
  readonly command: string;
  /** @param servedAt address of the run before, which an open page still knocks at. */
  readonly args: (servedAt: string | undefined) => readonly string[];
  /** An IPC channel; Electron's own executable is not handed one. */
  readonly channel: boolean;
  readonly restart: boolean;
  readonly onReady: (url: string) => void;
  readonly say: (line: string) => void;
}

export interface HostChild {
  /** The exit code to end with. */
  readonly ended: Promise<number>;
  stop(): void;
}

export function runHost(options: HostChildOptions): HostChild {
  const budget = createRestartBudget(CRASH_LIMIT);
  let servedAt: string | undefined;
  let child: ChildProcess | undefined;
  let stopping = false;
  let finish: (code: number) => void;
  const ended = new Promise<number>((resolve) => (finish = resolve));

  const start = (): void => {
    let served = false;
    const running = spawn(options.command, options.args(servedAt), {
      stdio: options.channel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    });
    child = running;
    running.on('message', (message: HostReady) => {
      if (message.type !== 'ready') return;
      if (!served) options.onReady(message.url);
      served = true;
      servedAt = message.url;
    });
    running.on('error', (error) => {
      options.say(`cannot start ${options.command}: ${error.message}`);
      finish(1);
    });
    running.on('close', (code, signal) => {
      if (stopping) return finish(0);
      const crashed = code === null || code > 2;
      if (!crashed || !options.restart || !served) return finish(code ?? 1);
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      if (!budget.spend(performance.now())) {
        options.say(`the host ended ${how}, too often to start it again`);
        return finish(1);
      }
      options.say(`the host ended ${how}; starting it again`);
      start();
    });
  };

  start();
  return {
    ended,
    stop() {
      if (stopping) {
        child?.kill('SIGKILL');
        return;
      }
      stopping = true;
      child?.kill('SIGTERM');
      setTimeout(() => child?.kill('SIGKILL'), STOP_LIMIT_MS).unref();
    },
  };
}
