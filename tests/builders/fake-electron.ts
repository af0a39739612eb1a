import { EventEmitter } from 'node:events';
import { vi } from 'vitest';
import type { ElectronApi } from '#electron/main/shell.ts';

/** A stand-in for the `electron` module: events are emitted by the test, everything asked of it is noted. */
export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly reload = vi.fn();
  readonly forcefullyCrashRenderer = vi.fn();
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly maximize = vi.fn();
  destroyed = false;
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  isDestroyed = (): boolean => this.destroyed;
  isMinimized = (): boolean => true;
  isFullScreen = (): boolean => this.options.fullscreen === true;
  isMaximized = (): boolean => false;
  getBounds = () => ({ x: this.options.x ?? 0, y: 0, width: 1200, height: 800 });
  getNormalBounds = () => this.getBounds();
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
}

export class FakeUtility extends EventEmitter {
  readonly posted: unknown[] = [];
  readonly kill = vi.fn();
  postMessage(message: unknown): void {
    this.posted.push(message);
    if ((message as { type: string }).type === 'stop') queueMicrotask(() => this.emit('exit', 0));
  }
}

export const display = (id: number, x: number) => ({
  id,
  label: `panel ${id}`,
  bounds: { x, y: 0, width: 1920, height: 1080 },
  workArea: { x, y: 0, width: 1920, height: 1040 },
});

export function fakeElectron({ locked = true, packaged = false, displays = [display(1, 0)] } = {}) {
  const windows: FakeWindow[] = [];
  const utilities: FakeUtility[] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged: packaged,
    exit: vi.fn(),
    quit: vi.fn(),
    setPath: vi.fn(),
    enableSandbox: vi.fn(),
    getLocale: () => 'en-GB',
    requestSingleInstanceLock: () => locked,
    whenReady: () => Promise.resolve(),
    commandLine: { appendSwitch: vi.fn() },
  });
  const pages = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  };
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => displays,
    getPrimaryDisplay: () => displays[0],
    getDisplayMatching: ({ x }: { x: number }) =>
      displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ?? displays[0],
  });
  const electron = {
    app,
    screen,
    session: { defaultSession: pages },
    protocol: { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() },
    powerSaveBlocker: { start: vi.fn() },
    dialog: {
      showErrorBox: vi.fn(),
      showMessageBox: vi.fn(() => Promise.resolve({ response: 0 })),
      showSaveDialog: vi.fn(),
    },
    shell: { openExternal: vi.fn(() => Promise.resolve()) },
    ipcMain: Object.assign(new EventEmitter(), { handle: vi.fn() }),
    Menu: { setApplicationMenu: vi.fn(), buildFromTemplate: vi.fn((template: unknown) => template) },
    safeStorage: { isEncryptionAvailable: () => false },
    utilityProcess: {
      fork: vi.fn(() => {
        utilities.push(new FakeUtility());
        return utilities.at(-1);
      }),
    },
    MessageChannelMain: class {
      readonly port1 = { name: 'engine end' };
      readonly port2 = { name: 'page end' };
    },
    BrowserWindow: function (options: Electron.BrowserWindowConstructorOptions) {
      const window = new FakeWindow(options);
      windows.push(window);
      return window;
    },
  };
  return {
    electron,
    api: electron as unknown as ElectronApi,
    app,
    pages,
    screen,
    windows,
    utilities,
    displays,
  };
}
