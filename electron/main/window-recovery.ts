/** A page that crashes or hangs is loaded again, within the crash limit: a wall display has nobody to press a key. */
import type { BrowserWindow } from 'electron';
import type { Log } from '#shared/base/log.ts';
import { createRestartBudget, CRASH_LIMIT } from '#shared/base/restart-budget.ts';
import { APP_ORIGIN } from '#shared/protocol/transport.ts';

/** A page that is stuck this long is taken for dead: alarms behind a frozen picture are worse than a reload. */
const HANG_LIMIT_MS = 15_000;

export interface RecoveryDeps {
  /** A page crashed more often than it may. */
  readonly onGivenUp: (window: BrowserWindow) => void;
  readonly monotonicMs: () => number;
  readonly log: Log;
}

/** @param search of the address, asked for at each load. */
export function loadAndRecover(
  window: BrowserWindow,
  search: () => string,
  { onGivenUp, monotonicMs, log }: RecoveryDeps,
): void {
  const budget = createRestartBudget(CRASH_LIMIT);
  let hung: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    if (window.isDestroyed()) return;
    if (budget.spend(monotonicMs())) load(window, search(), log);
    else onGivenUp(window);
  };
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    clearTimeout(hung);
    if (reason === 'clean-exit') return;
    log('error', 'a page crashed', { reason, exitCode });
    again();
  });
  window.webContents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    // -3 is a load that another load replaced.
    if (isMainFrame && code !== -3) log('error', 'a page did not load', { code, description, url });
  });
  window.on('unresponsive', () => {
    log('warn', 'a page does not respond', {});
    clearTimeout(hung);
    hung = setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
    }, HANG_LIMIT_MS);
  });
  window.on('responsive', () => clearTimeout(hung));
  window.on('closed', () => clearTimeout(hung));
  load(window, search(), log);
}

/** @param search with its question mark, or empty. */
export function load(window: BrowserWindow, search: string, log: Log): void {
  window
    .loadURL(`${APP_ORIGIN}/${search}`)
    .catch((error: unknown) => log('error', 'a page did not load', { error: String(error) }));
}
