/**
 * The programs beside the shell, each a utility process: the engine, and for the demo site the simulated building. Either
 * is started again after a crash, within the crash limit; pages notice and reconnect by themselves.
 */
import type { MessagePortMain, UtilityProcess } from 'electron';
import type { Log } from '#shared/base/log.ts';
import { createRestartBudget, CRASH_LIMIT } from '#shared/base/restart-budget.ts';
import type { DisplayIdentity, DisplayWall } from '#shared/domain/wall/display.ts';
import type { DemoConfig, DemoReport, StartScenario } from '#shared/protocol/demo.ts';
import type {
  EngineStart,
  EngineToShell,
  SecretAnswer,
  SecretAsk,
  ShellToEngine,
} from '#shared/protocol/shell.ts';

export type Fork = (
  modulePath: string,
  args: string[],
  options: { serviceName: string; stdio: 'inherit' },
) => UtilityProcess;

/** An engine that does not end by itself within this is killed; its journal survives anything. */
const STOP_LIMIT_MS = 8_000;

export interface EngineProgramDeps {
  readonly fork: Fork;
  readonly program: string;
  readonly start: EngineStart;
  readonly keepSecret: (ask: SecretAsk) => SecretAnswer;
  readonly toDemo: (message: StartScenario) => void;
  /** Those of now: an engine is told at its start, and of changes by `post`. */
  readonly displays: () => readonly DisplayIdentity[];
  readonly onWalls: (walls: readonly DisplayWall[]) => void;
  /** The engine cannot run with what it was given. */
  readonly onRefused: (code: string, detail: string) => void;
  /** It crashed more often than it may. */
  readonly onGivenUp: () => void;
  readonly monotonicMs: () => number;
  readonly log: Log;
}

export interface EngineProgram {
  /** @returns false while no engine runs; the page asks again. */
  attach(port: MessagePortMain): boolean;
  post(message: ShellToEngine): void;
  stop(): Promise<void>;
}

export function runEngine(deps: EngineProgramDeps): EngineProgram {
  const { fork, log } = deps;
  const budget = createRestartBudget(CRASH_LIMIT);
  let child: UtilityProcess | undefined;
  let stopping: (() => void) | undefined;
  let refused = false;
  const post = (message: ShellToEngine, ports: MessagePortMain[] = []): void =>
    child?.postMessage(message, ports);

  const hear = (message: EngineToShell): void => {
    if (message.type === 'log') log(message.level, message.message, message.facts);
    else if (message.type === 'secret')
      post({ type: 'secret', id: message.id, answer: deps.keepSecret(message.ask) });
    else if (message.type === 'demo') deps.toDemo(message.message);
    else if (message.type === 'walls') deps.onWalls(message.walls);
    else if (message.type === 'refused') {
      refused = true;
      deps.onRefused(message.code, message.detail);
    }
  };
  const run = (): void => {
    const running = fork(deps.program, [], { serviceName: 'Signalbox engine', stdio: 'inherit' });
    child = running;
    running.on('message', hear);
    running.on('exit', (code) => {
      child = undefined;
      if (stopping) return stopping();
      if (refused) return;
      log('error', 'the engine ended', { code });
      if (budget.spend(deps.monotonicMs())) run();
      else deps.onGivenUp();
    });
    post({ type: 'start', start: deps.start });
    post({ type: 'displays', displays: deps.displays() });
  };
  run();

  return {
    attach(port) {
      if (!child) return false;
      post({ type: 'attach' }, [port]);
      return true;
    },
    post,
    stop: () =>
      new Promise((resolve) => {
        if (!child) return resolve();
        const ending = child;
        const timer = setTimeout(() => ending.kill(), STOP_LIMIT_MS);
        stopping = () => {
          clearTimeout(timer);
          resolve();
        };
        post({ type: 'stop' });
      }),
  };
}

export interface DemoProgramDeps {
  readonly fork: Fork;
  readonly program: string;
  readonly config: DemoConfig;
  readonly onReport: (report: DemoReport) => void;
  readonly onLost: () => void;
  readonly monotonicMs: () => number;
  readonly log: Log;
}

export interface DemoProgram {
  /** The embedded broker's address, or what is wrong. */
  readonly ready: Promise<{ readonly url: string } | { readonly problem: string }>;
  post(message: StartScenario): void;
  stop(): void;
}

export function runDemo(deps: DemoProgramDeps): DemoProgram {
  const budget = createRestartBudget(CRASH_LIMIT);
  let child: UtilityProcess | undefined;
  let stopped = false;
  let settle: (outcome: { url: string } | { problem: string }) => void;
  const ready = new Promise<{ url: string } | { problem: string }>((resolve) => (settle = resolve));

  const run = (config: DemoConfig): void => {
    let port: number | undefined;
    const running = deps.fork(deps.program, [JSON.stringify(config)], {
      serviceName: 'Signalbox demo',
      stdio: 'inherit',
    });
    child = running;
    running.on('message', (report: DemoReport) => {
      deps.onReport(report);
      if (report.type === 'error') settle({ problem: report.detail });
      if (report.type !== 'ready') return;
      port = Number(new URL(report.url).port);
      settle({ url: report.url });
    });
    running.on('exit', (code) => {
      child = undefined;
      deps.onLost();
      settle({ problem: `the simulated building ended at its start (code ${code})` });
      if (stopped || port === undefined) return;
      deps.log('error', 'the simulated building ended', { code });
      // The engine keeps knocking at the old port, and the event it began with is over.
      const { scenario: _over, ...again } = { ...config, port };
      if (budget.spend(deps.monotonicMs())) run(again);
    });
  };
  run(deps.config);

  return {
    ready,
    post(message) {
      if (child) child.postMessage(message);
      else deps.onLost();
    },
    stop() {
      stopped = true;
      child?.kill();
    },
  };
}
