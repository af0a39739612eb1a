/**
 * The headless host as a program: the engine behind a loopback web server. Takes the same options as `npm start`; ends
 * with 2 and one line on stderr when something the user asked for cannot be, and when its parent goes it goes too.
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createEngine, createHeadlessSecrets } from '#engine/engine.ts';
import { epochMs } from '#shared/base/brand.ts';
import { isLogged, logLine } from '#shared/base/log-line.ts';
import type { Log, LogLevel } from '#shared/base/log.ts';
import { parseOptions, USAGE, type StartOptions } from '#electron/launch/options.ts';
import { planStart, type StartPlan } from '#electron/launch/plan.ts';
import { startDemo, type Demo } from './demo-child.ts';
import { claimPort, serve } from './server.ts';
import { readOrMakeToken } from './token-file.ts';

const EXIT_USAGE = 2;
/** An engine that cannot end within this is left to its journal, which survives anything. */
const STOP_LIMIT_MS = 8_000;

/** This file runs as `dist/electron/headless.js`: two folders below the root. */
const fromRoot = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

const least = (process.env['SIGNALBOX_LOG'] ?? 'info') as LogLevel;
const log: Log = (level, message, facts) => {
  if (isLogged(level, least))
    process.stderr.write(`${logLine(new Date().toISOString(), level, message, facts)}\n`);
};

class Refusal extends Error {}

interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

async function run(options: StartOptions, plan: StartPlan): Promise<Running> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const claimed = await claimPort(options.port);
    if (!claimed.ok) throw new Refusal(claimed.error.detail);
    stops.push(async () => void claimed.value.server.close());
    const demo = await startDemoOf(plan);
    if (demo) stops.push(() => demo.stop());
    const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
    const engine = await createEngine({
      siteFolder: plan.siteFolder,
      dataFolder: plan.dataFolder,
      brokerUrl: plan.brokerUrl,
      embeddedBrokerUrl: demo?.url,
      host: 'headless',
      version,
      secrets: createHeadlessSecrets({ dataFolder: plan.dataFolder, env: process.env }),
      demo: demo?.control,
      log,
    });
    if (!engine.ok) throw new Refusal(engine.error.detail);
    stops.push(() => engine.value.stop());
    const server = serve({
      claimed: claimed.value,
      token: readOrMakeToken(plan.dataFolder),
      pagesFolder: fromRoot('dist/renderer'),
      attach: (port) => engine.value.attach(port),
      health: () => ({
        vitals: engine.value.vitals(),
        conditions: engine.value.healthConditions(),
        version,
        uptimeS: process.uptime(),
        nowMs: epochMs(Date.now()),
      }),
      log,
    });
    stops.push(() => server.stop());
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDemoOf(plan: StartPlan): Promise<Demo | undefined> {
  if (!plan.demo) return undefined;
  const { scenario } = plan.demo;
  const config = { siteFolder: plan.siteFolder, port: 0, ...(scenario === undefined ? {} : { scenario }) };
  const demo = await startDemo(fromRoot('dist/electron/demo.js'), config, log);
  if (!demo.ok) throw new Refusal(demo.error.detail);
  return demo.value;
}

function stopOnRequest(running: Running): void {
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log('info', 'stopping', { why });
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log('error', 'did not stop cleanly', { error: String(error) });
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('the parent is gone'));
}

async function start(args: readonly string[]): Promise<number | undefined> {
  const refuse = (detail: string): number => {
    process.stderr.write(`signalbox: ${detail}\n`);
    return EXIT_USAGE;
  };
  const options = parseOptions(args);
  if (!options.ok) return refuse(options.error.detail);
  if (options.value.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { platform, env } = process;
  const around = {
    cwd: process.cwd(),
    home: homedir(),
    platform,
    env,
    demoSiteFolder: fromRoot('assets/demo-site'),
  };
  const plan = planStart(options.value, around);
  if (!plan.ok) return refuse(plan.error.detail);
  try {
    const running = await run(options.value, plan.value);
    stopOnRequest(running);
    process.stdout.write(`signalbox: open ${running.url}\n`);
    process.send?.({ type: 'ready', url: running.url });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.message);
    throw error;
  }
}

const code = await start(process.argv.slice(2));
if (code !== undefined) process.exit(code);
