/**
 * The windows: one a display, each back on its own display at the next start. Owns their places in `windows.json`. A window
 * whose display is unplugged closes and comes back with it, unless it is the last one.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, Display, Screen } from 'electron';
import {
  freeDisplay,
  placeOn,
  placeWindows,
  sameDisplay,
  type DisplayFacts,
  type KeptWindow,
  type WindowPlace,
} from './displays.ts';
import { windowOptions } from './window-options.ts';
import { loadAndRecover, type RecoveryDeps } from './window-recovery.ts';

/** Dragging gives many events; and when a display goes, windows move before it is said to be gone. */
const SETTLE_MS = 500;

export interface WindowsDeps extends RecoveryDeps {
  readonly open: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay' | 'getDisplayMatching'>;
  readonly preload: string;
  readonly inspectable: boolean;
  readonly readKept: () => KeptWindow[];
  readonly writeKept: (kept: readonly KeptWindow[]) => void;
}

export interface Windows {
  openAll(): void;
  /** On the first display that has none; where all have one, the first window comes forward. */
  openAnother(): void;
  bringForward(): void;
  onDisplayAdded(): void;
  onDisplayRemoved(id: number): void;
  /** From now on closing a window says nothing about where windows belong. */
  onQuit(): void;
}

const placeEvents = [
  'resized',
  'moved',
  'enter-full-screen',
  'leave-full-screen',
  'maximize',
  'unmaximize',
] as const;

export function createWindows(deps: WindowsDeps): Windows {
  const { screen } = deps;
  /** Window → display it belongs to. */
  const open = new Map<BrowserWindow, number>();
  let settling: ReturnType<typeof setTimeout> | undefined;
  let quitting = false;

  const displays = (): DisplayFacts[] => screen.getAllDisplays();
  const remember = (): void => {
    clearTimeout(settling);
    if (!quitting && open.size > 0) deps.writeKept(placesNow(open, deps));
  };
  const rememberSoon = (): void => {
    clearTimeout(settling);
    settling = setTimeout(remember, SETTLE_MS);
  };
  const openAt = (place: WindowPlace): void => {
    const window = deps.open(windowOptions(place, deps.preload, deps.inspectable));
    open.set(window, place.displayId);
    if (place.maximized && !place.fullScreen) window.maximize();
    window.once('ready-to-show', () => window.show());
    // The overloads of `on` know each name apart, not their union.
    for (const event of placeEvents) window.on(event as 'moved', rememberSoon);
    window.on('closed', () => {
      open.delete(window);
      remember();
    });
    loadAndRecover(window, deps);
    rememberSoon();
  };
  const openPlaces = (kept: readonly KeptWindow[], on: readonly DisplayFacts[]): void => {
    for (const place of placeWindows(kept, on, screen.getPrimaryDisplay().id)) openAt(place);
  };
  const bringForward = (): void => {
    const [window] = open.keys();
    if (!window) return openPlaces(deps.readKept(), displays());
    if (window.isMinimized()) window.restore();
    window.focus();
  };

  return {
    openAll: () => openPlaces(deps.readKept(), displays()),
    bringForward,
    openAnother() {
      const display = freeDisplay(displays(), [...open.values()]);
      if (display) openAt(placeOn(display, undefined));
      else bringForward();
    },
    onDisplayAdded() {
      const back = displays().filter((display) => ![...open.values()].includes(display.id));
      const kept = deps
        .readKept()
        .filter((window) => back.some((display) => sameDisplay(window.display, display)));
      if (kept.length > 0) openPlaces(kept, back);
    },
    onDisplayRemoved: (id) => leaveDisplay(open, id, screen.getPrimaryDisplay().id),
    onQuit() {
      remember();
      quitting = true;
    },
  };
}

function leaveDisplay(open: Map<BrowserWindow, number>, id: number, primaryId: number): void {
  for (const [window, displayId] of [...open]) {
    if (displayId !== id) continue;
    if (open.size > 1) window.destroy();
    else open.set(window, primaryId);
  }
}

/** Also notes to which display each window belongs by now. Windows of displays that are away keep their place. */
function placesNow(open: Map<BrowserWindow, number>, { screen, readKept }: WindowsDeps): KeptWindow[] {
  const displays = screen.getAllDisplays();
  const here: KeptWindow[] = [];
  for (const [window, displayId] of open) {
    // Its display has just gone: the window is about to close, and its place stands in the file.
    if (!displays.some((display) => display.id === displayId)) continue;
    const display = screen.getDisplayMatching(window.getBounds());
    open.set(window, display.id);
    here.push(keep(window, display));
  }
  const away = readKept().filter((kept) => !displays.some((display) => sameDisplay(kept.display, display)));
  return [...here, ...away];
}

function keep(window: BrowserWindow, display: Display): KeptWindow {
  const { id, label, bounds } = display;
  return {
    display: { id, label, width: bounds.width, height: bounds.height },
    bounds: window.getNormalBounds(),
    fullScreen: window.isFullScreen(),
    maximized: window.isMaximized(),
  };
}
