/**
 * The desktop shell: one instance a data folder, windows that can do nothing but show the program, the engine as a process
 * of its own. Decisions stand in the files beside; here they are hung on Electron's hooks. `electron` is handed in, so that
 * all of this runs in tests without the binary.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Log } from '#shared/base/log.ts';
import { APP_SCHEME } from '#shared/protocol/transport.ts';
import { parseOptions, USAGE } from '#electron/launch/options.ts';
import { planStart, type StartPlan } from '#electron/launch/plan.ts';
import { APP_SCHEME_PRIVILEGES, createAppHandler } from './app-scheme.ts';
import { confineContents, confineSession } from './confinement.ts';
import type { DisplayIdentity, DisplayWall } from '#shared/domain/wall/display.ts';
import { identityOf, readKeptWindows, type KeptWindow } from './displays.ts';
import { answerPortRequests } from './hand-over.ts';
import { menuTemplate } from './menu.ts';
import { ownArguments } from './own-arguments.ts';
import { runPrograms, type Programs } from './programs.ts';
import { answerPdfRequests } from './save-pdf.ts';
import { createWindows, type Windows } from './windows.ts';

export type ElectronApi = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>;

export interface ShellDeps {
  readonly electron: ElectronApi;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
  /** Holds `dist/`, `assets/` and `package.json`. */
  readonly rootFolder: string;
  readonly log: Log;
  readonly print: (line: string) => void;
}

const EXIT_USAGE = 2;

/** Everything that must be said before Electron is ready. @returns when the first window is open, or the program is to end. */
export async function start(deps: ShellDeps): Promise<void> {
  const { electron, log, print } = deps;
  const { app } = electron;
  const options = parseOptions(ownArguments(deps.argv, app.isPackaged));
  if (!options.ok || options.value.help) {
    print(options.ok ? USAGE : `signalbox: ${options.error.detail}`);
    return app.exit(options.ok ? 0 : EXIT_USAGE);
  }
  const plan = planStart(options.value, {
    cwd: deps.cwd,
    home: homedir(),
    platform: deps.platform,
    env: deps.env,
    demoSiteFolder: path.join(deps.rootFolder, 'assets/demo-site'),
  });
  if (!plan.ok) {
    print(`signalbox: ${plan.error.detail}`);
    return app.exit(EXIT_USAGE);
  }
  // Recorded history belongs to the site, and two sites may run side by side.
  const pageFolder = path.join(plan.value.dataFolder, 'window');
  mkdirSync(pageFolder, { recursive: true, mode: 0o700 });
  app.setPath('userData', pageFolder);
  if (!app.requestSingleInstanceLock()) {
    print('signalbox: already running; its window comes forward');
    return app.quit();
  }
  app.enableSandbox();
  app.commandLine.appendSwitch('autoplay-policy', 'no-user-gesture-required');
  electron.protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  app.on('web-contents-created', (_event, contents) => confineContents(contents, electron.shell, log));
  await app.whenReady();
  await open(deps, plan.value, pageFolder);
}

async function open(deps: ShellDeps, plan: StartPlan, pageFolder: string): Promise<void> {
  const { electron, log, print } = deps;
  const { app, screen } = electron;
  confineSession(electron.session.defaultSession, log);
  electron.protocol.handle(APP_SCHEME, createAppHandler(path.join(deps.rootFolder, 'dist/renderer')));
  electron.powerSaveBlocker.start('prevent-display-sleep');

  // The engine may be quicker than the windows.
  let walls: readonly DisplayWall[] = [];
  let windows: Windows | undefined = undefined as Windows | undefined;
  const programs = await runPrograms(deps, plan, pageFolder, (next) => {
    walls = next;
    windows?.setWalls(next);
  });
  if ('problem' in programs) {
    print(`signalbox: ${programs.problem}`);
    electron.dialog.showErrorBox('Signalbox', programs.problem);
    return app.exit(EXIT_USAGE);
  }
  answerPortRequests(electron, programs, log);
  answerPdfRequests(electron, log);
  const opened = openWindows(deps, pageFolder, walls);
  windows = opened;
  const menu = menuTemplate({
    locale: app.getLocale(),
    inspectable: !app.isPackaged,
    openAnother: () => opened.openAnother(),
  });
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menu));
  followDisplays(screen, opened, (displays) => programs.engine.post({ type: 'displays', displays }));
  app.on('before-quit', () => opened.onQuit());
  app.on('second-instance', () => opened.bringForward());
  app.on('activate', () => opened.bringForward());
  app.on('child-process-gone', (_event, { type, reason, name }) =>
    log('error', 'a process of ours ended', { type, reason, name }),
  );
  app.on('window-all-closed', () => app.quit());
  stopWithTheApp(electron, programs);
}

function followDisplays(
  screen: ElectronApi['screen'],
  windows: Windows,
  tellEngine: (displays: readonly DisplayIdentity[]) => void,
): void {
  const tell = (): void => tellEngine(screen.getAllDisplays().map(identityOf));
  screen.on('display-added', () => {
    windows.onDisplayAdded();
    tell();
  });
  screen.on('display-removed', (_event, { id }) => {
    windows.onDisplayRemoved(id);
    tell();
  });
  screen.on('display-metrics-changed', tell);
}

function openWindows(deps: ShellDeps, pageFolder: string, walls: readonly DisplayWall[]): Windows {
  const { electron, log } = deps;
  const file = path.join(pageFolder, 'windows.json');
  const windows = createWindows({
    open: (options) => new electron.BrowserWindow(options),
    screen: electron.screen,
    preload: path.join(deps.rootFolder, 'dist/electron/preload.cjs'),
    inspectable: !electron.app.isPackaged,
    readKept: () => (existsSync(file) ? readKeptWindows(readFileSync(file, 'utf8')) : []),
    writeKept: (kept) => writePlaces(file, kept, log),
    onGivenUp: (window) => {
      log('error', 'a page crashes too often; leaving it', {});
      const facts = { message: 'Signalbox', detail: PAGE_GIVEN_UP, buttons: ['OK'] };
      void electron.dialog
        .showMessageBox(window, { type: 'error', ...facts })
        .then(() => window.webContents.reload());
    },
    monotonicMs: () => performance.now(),
    log,
  });
  windows.openAll();
  windows.setWalls(walls);
  return windows;
}

/** A full disk costs the places of the windows, nothing else. */
function writePlaces(file: string, kept: readonly KeptWindow[], log: Log): void {
  try {
    writeFileSync(file, JSON.stringify(kept));
  } catch (error) {
    log('warn', 'the places of the windows could not be kept', { error: String(error) });
  }
}

const PAGE_GIVEN_UP =
  '画面多次崩溃，已停止自动恢复。报警仍在引擎中记录。按“OK”再试一次。\n' +
  'The picture crashed too often and is no longer brought back by itself. Alarms are still recorded by the engine. OK tries once more.';

/** Quitting waits for the engine, once: it closes its connections and its journal. */
function stopWithTheApp({ app }: ElectronApi, programs: Programs): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    void programs.stop().finally(() => app.quit());
  });
}
