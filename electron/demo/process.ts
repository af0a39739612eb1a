/**
 * Entry of the demo process: one argument, a `DemoConfig` as JSON; reports to its parent as `shared/protocol/demo.ts`
 * says. By hand, for a look with any MQTT client: `npx tsx electron/demo/process.ts '{"siteFolder":"assets/demo-site","port":1883}'`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { epochMs, type Clock } from '#shared/base/brand.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import { describeProblems, parseSiteText } from '#shared/domain/site/check.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { DemoConfig, DemoReport, StartScenario } from '#shared/protocol/demo.ts';
import { createDemo, type Demo } from './demo.ts';
import { findParent } from './parent.ts';

const EXIT_USAGE = 2;
const clock: Clock = { nowMs: () => epochMs(Date.now()), monotonicMs: () => performance.now() };
const parent = findParent();

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

function report(message: DemoReport): void {
  if (parent) parent.send(message);
  else log(`demo: ${JSON.stringify(message)}`);
}

function readConfig(text: string | undefined): Result<DemoConfig, 'bad-config'> {
  const expected =
    'expected one argument: {"siteFolder": "…", "port": 0, "scenario"?, "seed"?, "rate"?, "backlog"?} as JSON';
  let value: Partial<Record<keyof DemoConfig, unknown>>;
  try {
    value = JSON.parse(text ?? '') as typeof value;
  } catch {
    return fail('bad-config', expected);
  }
  const isOr = (key: keyof DemoConfig, type: string): boolean =>
    value[key] === undefined || typeof value[key] === type;
  const { siteFolder, port, rate } = value;
  const whole =
    typeof siteFolder === 'string' && Number.isInteger(port) && Number(port) >= 0 && Number(port) < 65_536;
  const optional =
    isOr('scenario', 'string') &&
    isOr('seed', 'number') &&
    isOr('rate', 'number') &&
    isOr('backlog', 'boolean');
  return whole && optional && (rate === undefined || Number(rate) > 0)
    ? ok(value as unknown as DemoConfig)
    : fail('bad-config', expected);
}

async function readSite(folder: string): Promise<Result<Site, 'bad-site'>> {
  const file = join(folder, 'site.json');
  try {
    const checked = parseSiteText(await readFile(file, 'utf8'));
    return checked.ok
      ? ok(buildSite(checked.value, 'demo'))
      : fail('bad-site', describeProblems(file, checked.problems));
  } catch (error) {
    return fail(
      'bad-site',
      `${file} cannot be read: ${String((error as NodeJS.ErrnoException).code ?? error)}`,
    );
  }
}

function play(demo: Demo, name: string): void {
  const played = demo.play(name);
  if (!played.ok) report({ type: 'error', code: played.error.code, detail: played.error.detail });
}

/** @returns the failure that ends the process, or undefined while it runs. */
async function run(): Promise<Extract<DemoReport, { type: 'error' }> | undefined> {
  const config = readConfig(process.argv[2]);
  if (!config.ok) return { type: 'error', ...config.error };
  const site = await readSite(config.value.siteFolder);
  if (!site.ok) return { type: 'error', ...site.error };
  const { port, seed = 1, rate = 1, backlog = true, scenario } = config.value;
  const demo = createDemo({
    site: site.value,
    port,
    seed,
    rate,
    backlog,
    clock,
    log,
    onScenario: (running) => report({ type: 'scenario', ...(running && { running }) }),
  });
  parent?.onMessage((message) => {
    const { type, name } = message as Partial<StartScenario>;
    if (type === 'scenario' && typeof name === 'string') play(demo, name);
  });
  if (scenario !== undefined) demo.onHeard(() => play(demo, scenario));
  const started = await demo.start();
  if (!started.ok) return { type: 'error', ...started.error };
  report({ type: 'ready', url: started.value });
  return undefined;
}

parent?.onGone(() => process.exit());
const failure = await run();
if (failure) {
  report(failure);
  if (parent) log(`demo: ${failure.detail}`);
  process.exitCode = EXIT_USAGE;
  // Let the report reach the parent before the channel closes.
  if (process.connected) process.disconnect();
}
