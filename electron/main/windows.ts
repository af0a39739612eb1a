/**
 * The windows: one a display, each back on its own display at the next start, each showing what its display was given. Owns
 * their places in `windows.json`. A window whose display is unplugged closes and comes back with it, unless it is the last one.
 */
import type { BrowserWindow, BrowserWindowConstructorOptions, Display, Screen } from 'electron';
import {
  freeDisplay,
  identityOf,
  placeOn,
  placeWalls,
  placeWindows,
  wallSearches,
  type DisplayFacts,
  type KeptWindow,
  type WindowPlace,
} from './displays.ts';
import { sameDisplay, type DisplayWall } from '#shared/domain/wall/display.ts';
import { windowOptions } from './window-options.ts';
import { load, loadAndRecover, type RecoveryDeps } from './window-recovery.ts';

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
  /** What displays are to show from now on: windows that show something else are loaded anew, missing ones opened. */
  setWalls(walls: readonly DisplayWall[]): void;
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

type OpenWindows = Map<
  BrowserWindow,
  {
    /** It belongs to. */
    displayId: number;
    /** As it was loaded last. */
    search: string;
  }
>;

export function createWindows(deps: WindowsDeps): Windows {
  const { screen } = deps;
  const { open, displays, taken, openAt, ...set } = createWindowSet(deps);
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
      const display = freeDisplay(displays(), taken());
      if (display) openAt(placeOn(display, undefined));
      else bringForward();
    },
    onDisplayAdded() {
      const back = displays().filter((display) => !taken().includes(display.id));
      const kept = deps
        .readKept()
        .filter((window) => back.some((display) => sameDisplay(window.display, identityOf(display))));
      if (kept.length > 0) openPlaces(kept, back);
      set.showWalls();
    },
    onDisplayRemoved(id) {
      leaveDisplay(open, id, screen.getPrimaryDisplay().id);
      set.showWalls();
    },
    setWalls: set.setWalls,
    onQuit: set.onQuit,
  };
}

/** The windows that are open, each with what its display is to show. */
function createWindowSet(deps: WindowsDeps) {
  const open: OpenWindows = new Map();
  let walls: readonly DisplayWall[] = [];
  let settling: ReturnType<typeof setTimeout> | undefined;
  let quitting = false;

  const displays = (): DisplayFacts[] => deps.screen.getAllDisplays();
  const searches = (): ReadonlyMap<number, string> => wallSearches(walls, displays());
  const taken = (): number[] => [...open.values()].map(({ displayId }) => displayId);
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
    const entry = { displayId: place.displayId, search: searches().get(place.displayId) ?? '' };
    open.set(window, entry);
    if (place.maximized && !place.fullScreen) window.maximize();
    window.once('ready-to-show', () => window.show());
    // The overloads of `on` know each name apart, not their union.
    for (const event of placeEvents) window.on(event as 'moved', rememberSoon);
    window.on('closed', () => {
      open.delete(window);
      remember();
    });
    loadAndRecover(window, () => entry.search, deps);
    rememberSoon();
  };
  const showWalls = (): void => {
    const wanted = searches();
    for (const [window, entry] of open) {
      const search = wanted.get(entry.displayId) ?? '';
      if (search === entry.search) continue;
      entry.search = search;
      load(window, search, deps.log);
    }
    for (const place of placeWalls(wanted, taken(), displays(), deps.readKept())) openAt(place);
  };
  return {
    open,
    displays,
    taken,
    openAt,
    showWalls,
    setWalls(next: readonly DisplayWall[]): void {
      walls = next;
      showWalls();
    },
    onQuit(): void {
      remember();
      quitting = true;
    },
  };
}

function leaveDisplay(open: OpenWindows, id: number, primaryId: number): void {
  for (const [window, entry] of [...open]) {
    if (entry.displayId !== id) continue;
    if (open.size > 1) window.destroy();
    else entry.displayId = primaryId;
  }
}

/** Also notes to which display each window belongs by now. Windows of displays that are away keep their place. */
function placesNow(open: OpenWindows, { screen, readKept }: WindowsDeps): KeptWindow[] {
  const displays = screen.getAllDisplays();
  const here: KeptWindow[] = [];
  for (const [window, entry] of open) {
    // Its display has just gone: the window is about to close, and its place stands in the file.
    if (!displays.some((display) => display.id === entry.displayId)) continue;
    const display = screen.getDisplayMatching(window.getBounds());
    entry.displayId = display.id;
    here.push(keep(window, display));
  }
  const away = readKept().filter(
    (kept) => !displays.some((display) => sameDisplay(kept.display, identityOf(display))),
  );
  return [...here, ...away];
}

function keep(window: BrowserWindow, display: Display): KeptWindow {
  return {
    display: identityOf(display),
    bounds: window.getNormalBounds(),
    fullScreen: window.isFullScreen(),
    maximized: window.isMaximized(),
  };
}
