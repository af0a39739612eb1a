/** `npm start`: builds what changed, picks the host that this machine can show, and stays as its keeper. */
import { homedir } from 'node:os';
import path from 'node:path';
import { ancestry } from './ancestry.ts';
import { openBrowser } from './browser.ts';
import { buildIfStale, projectFolder } from './build.ts';
import {
  electronPackageFolder,
  fetchElectron,
  findElectron,
  type ElectronBinary,
} from './electron-binary.ts';
import { chooseHost, hasDisplay, windowObstacle, type HostChoice, type Machine } from './host-choice.ts';
import { runHost } from './host-child.ts';
import { parseOptions, USAGE, type StartOptions } from './options.ts';
import { planStart } from './plan.ts';

/** The user asked for something that cannot be: one line on stderr, and this. */
const EXIT_USAGE = 2;

const say = (line: string): void => console.error(`signalbox: ${line}`);

const machine: Machine = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0 };

async function findOrFetchElectron(): Promise<ElectronBinary> {
  const folder = electronPackageFolder();
  if (folder === undefined) return { missing: 'Electron is not installed' };
  const found = findElectron(folder, process.env, process.platform);
  if ('executable' in found) return found;
  say('fetching Electron, once …');
  return (await fetchElectron(folder)) ?? findElectron(folder, process.env, process.platform);
}

async function pickHost(options: StartOptions): Promise<HostChoice> {
  const obstacle = windowObstacle(machine);
  const wanted = !options.headless && obstacle === undefined;
  return chooseHost(
    options.headless,
    obstacle,
    wanted ? await findOrFetchElectron() : { missing: 'not looked for' },
  );
}

function keep(choice: HostChoice, options: StartOptions, args: readonly string[]): Promise<number> {
  let shown = false;
  const child = runHost(
    choice.host === 'electron'
      ? {
          command: choice.executable,
          args: () => [projectFolder, ...args],
          channel: false,
          restart: false,
          onReady: () => {},
          say,
        }
      : {
          command: process.execPath,
          args: (servedAt) => [
            '--enable-source-maps',
            path.join(projectFolder, 'dist/electron/headless.js'),
            ...args,
            // With --port 0 a free one was found; the last option of a name counts.
            ...(servedAt === undefined ? [] : ['--port', new URL(servedAt).port]),
          ],
          channel: true,
          restart: true,
          onReady: (url) => {
            // After a crash the page reconnects by itself; a second tab would only confuse.
            if (!shown) show(url, options);
            shown = true;
          },
          say,
        },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.stop());
  stopWithoutNpm(() => child.stop());
  return child.ended;
}

function show(url: string, options: StartOptions): void {
  if (!options.open || !hasDisplay(machine)) return;
  void openBrowser(process.platform, url).then(
    (problem) => problem && say(`could not open a browser (${problem})`),
  );
}

function stopWithoutNpm(stop: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const born = ancestry(process.ppid);
  const watch = setInterval(() => {
    if (ancestry(process.ppid) === born) return;
    clearInterval(watch);
    stop();
  }, 1_000);
  watch.unref();
}

async function start(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (!options.ok) {
    say(options.error.detail);
    return EXIT_USAGE;
  }
  if (options.value.help) {
    console.log(USAGE);
    return 0;
  }
  const plan = planStart(options.value, {
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    env: process.env,
    demoSiteFolder: path.join(projectFolder, 'assets/demo-site'),
  });
  if (!plan.ok) {
    say(plan.error.detail);
    return EXIT_USAGE;
  }
  // Fetching waits for the network, building for the processor.
  const [choice] = await Promise.all([pickHost(options.value), buildIfStale(say)]);
  if (choice.host === 'headless' && choice.why !== undefined)
    say(`no window: ${choice.why}; serving a browser instead`);
  return keep(choice, options.value, args);
}

process.exitCode = await start(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
});
