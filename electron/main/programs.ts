/** Starts what runs beside the shell: for the demo site the simulated building first, then the engine that listens to it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DisplayWall } from '#shared/domain/wall/display.ts';
import type { StartPlan } from '#electron/launch/plan.ts';
import { runDemo, runEngine, type DemoProgram, type EngineProgram, type Fork } from './child-programs.ts';
import { identityOf } from './displays.ts';
import { createSecretKeeper } from './secrets.ts';
import type { ShellDeps } from './shell.ts';

export interface Programs {
  readonly engine: EngineProgram;
  stop(): Promise<void>;
}

export async function runPrograms(
  deps: ShellDeps,
  plan: StartPlan,
  pageFolder: string,
  onWalls: (walls: readonly DisplayWall[]) => void,
): Promise<Programs | { readonly problem: string }> {
  const { electron, log, rootFolder } = deps;
  const fork: Fork = (program, args, options) => electron.utilityProcess.fork(program, args, options);
  const program = (name: string): string => path.join(rootFolder, 'dist/electron', name);
  const monotonicMs = (): number => performance.now();
  let engine: EngineProgram | undefined = undefined as EngineProgram | undefined;
  let demo: DemoProgram | undefined;
  let embeddedBrokerUrl: string | undefined;

  if (plan.demo) {
    const { scenario } = plan.demo;
    demo = runDemo({
      fork,
      program: program('demo.js'),
      config: { siteFolder: plan.siteFolder, port: 0, ...(scenario === undefined ? {} : { scenario }) },
      onReport: (report) => engine?.post({ type: 'demo-report', report }),
      onLost: () => engine?.post({ type: 'demo-lost' }),
      monotonicMs,
      log,
    });
    const ready = await demo.ready;
    if ('problem' in ready) return ready;
    embeddedBrokerUrl = ready.url;
  }
  const { version } = JSON.parse(readFileSync(path.join(rootFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  engine = runEngine({
    fork,
    program: program('engine.js'),
    start: {
      siteFolder: plan.siteFolder,
      dataFolder: plan.dataFolder,
      brokerUrl: plan.brokerUrl,
      embeddedBrokerUrl,
      version,
      demo: demo !== undefined,
    },
    keepSecret: createSecretKeeper(electron.safeStorage, path.join(pageFolder, 'secrets.json')),
    toDemo: (message) => demo?.post(message),
    displays: () => electron.screen.getAllDisplays().map(identityOf),
    onWalls,
    onRefused: (_code, detail) => tellTheEnd(deps, detail, 2),
    onGivenUp: () => tellTheEnd(deps, ENGINE_GIVEN_UP, 1),
    monotonicMs,
    log,
  });
  const running = engine;
  return {
    engine,
    async stop() {
      await running.stop();
      demo?.stop();
    },
  };
}

const ENGINE_GIVEN_UP =
  '监控引擎多次崩溃，程序将退出。请联系工程师；已确认的报警都已存盘。\n' +
  'The monitoring engine crashed too often and the program ends. Call an engineer; every acknowledged alarm is on disk.';

function tellTheEnd({ electron, print }: ShellDeps, detail: string, code: number): void {
  print(`signalbox: ${detail}`);
  electron.dialog.showErrorBox('Signalbox', detail);
  electron.app.exit(code);
}
