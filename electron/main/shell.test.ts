import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeptWindow } from './displays.ts';
import { start } from './shell.ts';
import { display, FakeContents, fakeElectron, type FakeWindow } from '#tests/builders/fake-electron.ts';

let folder: string;
let dataFolder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'signalbox-shell-'));
  dataFolder = path.join(folder, 'data');
  mkdirSync(path.join(folder, 'site'));
  mkdirSync(dataFolder);
  writeFileSync(path.join(folder, 'site/site.json'), '{"id":"one","brokers":[{"id":"main"}]}');
  writeFileSync(path.join(folder, 'package.json'), '{"version":"1.2.3"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

const printed: string[] = [];
async function run(
  fake: ReturnType<typeof fakeElectron>,
  args = ['--site', 'site', '--data', 'data'],
): Promise<void> {
  printed.length = 0;
  await start({
    electron: fake.api,
    argv: ['electron', '/root', ...args],
    env: {},
    platform: 'linux',
    cwd: folder,
    rootFolder: folder,
    log: () => {},
    print: (line) => printed.push(line),
  });
}

const keep = (kept: readonly KeptWindow[]): void => {
  mkdirSync(path.join(dataFolder, 'window'));
  writeFileSync(path.join(dataFolder, 'window/windows.json'), JSON.stringify(kept));
};
const keptOn = (id: number, x: number): KeptWindow => ({
  display: { id, label: `panel ${id}`, width: 1920, height: 1080 },
  bounds: { x, y: 0, width: 1200, height: 800 },
  fullScreen: true,
  maximized: false,
});

describe('starting', () => {
  it('opens a window that can do nothing but show the program', async () => {
    const fake = fakeElectron();
    await run(fake);
    const [window] = fake.windows as [FakeWindow];
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
      preload: path.join(folder, 'dist/electron/preload.cjs'),
    });
    expect(window.loadURL).toHaveBeenCalledWith('app://signalbox/');
    expect(fake.app.enableSandbox).toHaveBeenCalled();
    expect(fake.electron.powerSaveBlocker.start).toHaveBeenCalledWith('prevent-display-sleep');
    expect(fake.electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      { scheme: 'app', privileges: expect.objectContaining({ standard: true, secure: true }) as unknown },
    ]);
    expect(fake.app.setPath).toHaveBeenCalledWith('userData', path.join(dataFolder, 'window'));
  });

  it('lets an installed program be inspected by nobody', async () => {
    const fake = fakeElectron({ packaged: true });
    await start({
      electron: fake.api,
      argv: ['signalbox', '--site', 'site', '--data', 'data'],
      env: {},
      platform: 'linux',
      cwd: folder,
      rootFolder: folder,
      log: () => {},
      print: () => {},
    });
    expect(fake.windows[0]?.options.webPreferences?.devTools).toBe(false);
  });

  it('ends with a line and 2 when the user asked for what cannot be', async () => {
    for (const args of [['--colour'], ['--site', 'nowhere']]) {
      const fake = fakeElectron();
      await run(fake, args);
      expect(fake.app.exit).toHaveBeenCalledWith(2);
      expect(printed).toHaveLength(1);
      expect(fake.windows).toHaveLength(0);
    }
  });

  it('is one instance a data folder, and the second brings the first forward', async () => {
    const second = fakeElectron({ locked: false });
    await run(second);
    expect(second.app.quit).toHaveBeenCalled();
    expect(second.windows).toHaveLength(0);
    const first = fakeElectron();
    await run(first);
    first.app.emit('second-instance');
    expect(first.windows[0]?.restore).toHaveBeenCalled();
    expect(first.windows[0]?.focus).toHaveBeenCalled();
  });

  it('tells in a box what the engine refuses, and ends', async () => {
    const fake = fakeElectron();
    await run(fake);
    fake.utilities[0]?.emit('message', {
      type: 'refused',
      code: 'bad-site',
      detail: 'site.json: zones: found 3',
    });
    expect(fake.electron.dialog.showErrorBox).toHaveBeenCalledWith('Signalbox', 'site.json: zones: found 3');
    expect(fake.app.exit).toHaveBeenCalledWith(2);
  });

  it('waits for the simulated building before the engine listens to it', async () => {
    writeFileSync(path.join(folder, 'site/site.json'), '{"id":"one"}');
    const fake = fakeElectron();
    const running = run(fake, ['--site', 'site', '--data', 'data', '--scenario', 'fire']);
    await vi.waitFor(() => expect(fake.utilities).toHaveLength(1));
    fake.utilities[0]?.emit('message', { type: 'ready', url: 'mqtt://127.0.0.1:4567' });
    await running;
    expect(fake.utilities[1]?.posted[0]).toMatchObject({
      type: 'start',
      start: { embeddedBrokerUrl: 'mqtt://127.0.0.1:4567', demo: true, version: '1.2.3' },
    });
  });
});

describe('confinement', () => {
  it('denies every permission by both handlers, and every foreign request', async () => {
    const { pages, ...fake } = fakeElectron();
    await run({ pages, ...fake });
    const decide = vi.fn();
    const [onRequest] = pages.setPermissionRequestHandler.mock.calls[0] as [
      (c: unknown, p: string, d: typeof decide) => void,
    ];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'fullscreen',
      'clipboard-read',
      'openExternal',
    ])
      onRequest({}, permission, decide);
    expect(decide.mock.calls.flat()).toEqual(Array(6).fill(false));
    const [onCheck] = pages.setPermissionCheckHandler.mock.calls[0] as [() => boolean];
    expect(onCheck()).toBe(false);
    const [onDevice] = pages.setDevicePermissionHandler.mock.calls[0] as [() => boolean];
    expect(onDevice()).toBe(false);
    const [onLoad] = pages.webRequest.onBeforeRequest.mock.calls[0] as [
      (r: { url: string }, d: (v: unknown) => void) => void,
    ];
    const cancelled = (url: string): unknown => {
      let verdict: unknown;
      onLoad({ url }, (value) => (verdict = value));
      return verdict;
    };
    expect(cancelled('https://elsewhere.example/')).toEqual({ cancel: true });
    expect(cancelled('app://signalbox/assets/a.js')).toEqual({ cancel: false });
  });

  it('refuses navigation, redirects, webviews and new windows', async () => {
    const fake = fakeElectron();
    await run(fake);
    const contents = new FakeContents();
    fake.app.emit('web-contents-created', {}, contents);
    const prevented = (event: string, url: string): boolean => {
      const preventDefault = vi.fn();
      contents.emit(event, { url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(prevented(event, 'https://elsewhere.example/'), event).toBe(true);
      expect(prevented(event, 'app://signalbox/alarms'), event).toBe(false);
    }
    expect(prevented('will-attach-webview', '')).toBe(true);
    expect(contents.openHandler?.({ url: 'https://elsewhere.example/' })).toEqual({ action: 'deny' });
    expect(contents.openHandler?.({ url: 'app://signalbox/' })).toEqual({ action: 'deny' });
    expect(fake.electron.shell.openExternal).not.toHaveBeenCalled();
  });

  it('gives a port to a page of ours, and to nobody else', async () => {
    const fake = fakeElectron();
    await run(fake);
    const ask = (frame: object | null, role: unknown): unknown => {
      const postMessage = vi.fn();
      fake.electron.ipcMain.emit(
        'signalbox:request-port',
        { senderFrame: frame && { ...frame, postMessage } },
        role,
      );
      return postMessage.mock.calls[0];
    };
    const ours = { url: 'app://signalbox/', parent: null };
    expect(ask(ours, 'window')).toEqual(['signalbox:port', 'window', [{ name: 'page end' }]]);
    expect(ask(ours, 'root')).toBeUndefined();
    expect(ask({ url: 'https://elsewhere.example/', parent: null }, 'window')).toBeUndefined();
    expect(ask({ url: 'app://signalbox/', parent: {} }, 'window')).toBeUndefined();
    expect(ask(null, 'window')).toBeUndefined();
    expect(
      fake.utilities[0]?.posted.filter((message) => (message as { type: string }).type === 'attach'),
    ).toHaveLength(1);
  });
});

describe('windows', () => {
  const two = () => [display(1, 0), display(2, 1920)];

  it('come back, each on its display', async () => {
    keep([keptOn(2, 1930), keptOn(1, 10)]);
    const fake = fakeElectron({ displays: two() });
    await run(fake);
    expect(fake.windows.map(({ options }) => [options.x, options.fullscreen])).toEqual([
      [1930, true],
      [10, true],
    ]);
  });

  it('leave with their display and come back with it', async () => {
    keep([keptOn(1, 10), keptOn(2, 1930)]);
    const displays = two();
    const fake = fakeElectron({ displays });
    await run(fake);
    const [gone] = displays.splice(1, 1);
    fake.screen.emit('display-removed', {}, gone);
    expect(fake.windows.map(({ destroyed }) => destroyed)).toEqual([false, true]);
    displays.push(display(2, 1920));
    fake.screen.emit('display-added');
    expect(fake.windows).toHaveLength(3);
    expect(fake.windows[2]?.options.x).toBe(1930);
  });

  it('show on each display what it was given, and an ordinary window where it was given nothing', async () => {
    keep([keptOn(1, 10)]);
    const fake = fakeElectron({ displays: two() });
    await run(fake);
    const [engine] = fake.utilities;
    const identity = { id: 2, label: 'panel 2', width: 1920, height: 1080 };
    const walls = (...shows: string[]): void =>
      void engine?.emit('message', {
        type: 'walls',
        walls: shows.map((show) => ({ display: identity, show, viewing: undefined })),
      });
    walls('Night shift');
    expect(fake.windows).toHaveLength(2);
    const [desk, wall] = fake.windows as [FakeWindow, FakeWindow];
    expect(wall.options).toMatchObject({ x: 1920, fullscreen: true });
    expect(wall.loadURL.mock.calls).toEqual([['app://signalbox/?scene=Night%20shift']]);
    walls('Night shift');
    walls('Day');
    walls();
    expect(wall.loadURL.mock.calls.slice(1)).toEqual([['app://signalbox/?scene=Day'], ['app://signalbox/']]);
    expect(desk.loadURL.mock.calls).toEqual([['app://signalbox/']]);
    // A wall that crashes comes back as a wall.
    walls('Day');
    wall.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(wall.loadURL.mock.calls.slice(3)).toEqual([
      ['app://signalbox/?scene=Day'],
      ['app://signalbox/?scene=Day'],
    ]);
  });

  it('tell the engine of every display, and open the wall of one that comes back', async () => {
    const displays = two();
    const fake = fakeElectron({ displays });
    await run(fake);
    const [engine] = fake.utilities;
    const told = (): unknown[] =>
      (engine?.posted ?? [])
        .filter((message) => (message as { type: string }).type === 'displays')
        .map((message) => (message as { displays: { id: number }[] }).displays.map(({ id }) => id));
    expect(told()).toEqual([[1, 2]]);
    const identity = { id: 2, label: 'panel 2', width: 1920, height: 1080 };
    engine?.emit('message', {
      type: 'walls',
      walls: [{ display: identity, show: 'Night', viewing: undefined }],
    });
    const [gone] = displays.splice(1, 1);
    fake.screen.emit('display-removed', {}, gone);
    expect(fake.windows[1]?.destroyed).toBe(true);
    displays.push(display(8, 1920));
    Object.assign(displays[1] ?? {}, { label: 'panel 2' });
    fake.screen.emit('display-added');
    expect(fake.windows[2]?.loadURL.mock.calls).toEqual([['app://signalbox/?scene=Night']]);
    expect(told()).toEqual([[1, 2], [1], [1, 8]]);
  });

  it('keep at least one when the last display goes', async () => {
    const displays = [display(1, 0)];
    const fake = fakeElectron({ displays });
    await run(fake);
    displays[0] = display(5, 0);
    fake.screen.emit('display-removed', {}, display(1, 0));
    expect(fake.windows[0]?.destroyed).toBe(false);
  });

  it('are all remembered when the program quits', async () => {
    keep([keptOn(1, 10), keptOn(2, 1930)]);
    const fake = fakeElectron({ displays: two() });
    await run(fake);
    fake.app.emit('before-quit');
    for (const window of fake.windows) window.destroy();
    const kept = JSON.parse(
      readFileSync(path.join(dataFolder, 'window/windows.json'), 'utf8'),
    ) as KeptWindow[];
    expect(kept.map((window) => window.display.id)).toEqual([1, 2]);
  });

  it('forget one that the user closed', async () => {
    keep([keptOn(1, 10), keptOn(2, 1930)]);
    const fake = fakeElectron({ displays: two() });
    await run(fake);
    fake.windows[1]?.destroy();
    const kept = JSON.parse(
      readFileSync(path.join(dataFolder, 'window/windows.json'), 'utf8'),
    ) as KeptWindow[];
    expect(kept.map((window) => window.display.id)).toEqual([1]);
  });

  it('load a crashed page again, five times, then ask', async () => {
    const fake = fakeElectron();
    await run(fake);
    const [window] = fake.windows as [FakeWindow];
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(window.loadURL).toHaveBeenCalledTimes(1);
    for (let crash = 0; crash < 6; crash += 1)
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(window.loadURL).toHaveBeenCalledTimes(6);
    expect(fake.electron.dialog.showMessageBox).toHaveBeenCalledOnce();
  });

  it('take a page that hangs for dead, unless it comes back', async () => {
    const fake = fakeElectron();
    await run(fake);
    const [window] = fake.windows as [FakeWindow];
    vi.useFakeTimers();
    try {
      window.emit('unresponsive');
      vi.advanceTimersByTime(10_000);
      window.emit('responsive');
      vi.advanceTimersByTime(60_000);
      expect(window.webContents.forcefullyCrashRenderer).not.toHaveBeenCalled();
      window.emit('unresponsive');
      vi.advanceTimersByTime(60_000);
      expect(window.webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('ending', () => {
  it('waits for the engine, once', async () => {
    const fake = fakeElectron();
    await run(fake);
    const preventDefault = vi.fn();
    fake.app.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(fake.app.quit).toHaveBeenCalled());
    fake.app.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  it('says so when the engine crashes too often', async () => {
    const fake = fakeElectron();
    await run(fake);
    for (let crash = 0; crash < 6; crash += 1) fake.utilities.at(-1)?.emit('exit', 9);
    expect(fake.utilities).toHaveLength(6);
    expect(fake.electron.dialog.showErrorBox).toHaveBeenCalledOnce();
    expect(fake.app.exit).toHaveBeenCalledWith(1);
  });
});
