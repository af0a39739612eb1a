/**
 * One window a display, each back on its own display at the next start, and on each display what it was given to show.
 * Displays have ids that may change with the cable, so a display is also known by its label and size. Plain decisions.
 */
import { wallSearch } from '#shared/domain/wall/address.ts';
import {
  matchDisplays,
  sameDisplay,
  type DisplayIdentity,
  type DisplayWall,
} from '#shared/domain/wall/display.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DisplayFacts {
  readonly id: number;
  readonly label: string;
  /** Device-independent pixels. */
  readonly bounds: Box;
  readonly workArea: Box;
}

/** How a window stood when it was last seen. */
export interface KeptWindow {
  readonly display: DisplayIdentity;
  readonly bounds: Box;
  readonly fullScreen: boolean;
  readonly maximized: boolean;
}

export interface WindowPlace {
  readonly displayId: number;
  readonly bounds: Box;
  readonly fullScreen: boolean;
  readonly maximized: boolean;
}

const SMALLEST = { width: 1024, height: 640 };

/** @returns where to open windows now; never none. A window whose display is away waits for it. */
export function placeWindows(
  kept: readonly KeptWindow[],
  displays: readonly DisplayFacts[],
  primaryId: number,
): WindowPlace[] {
  const free = [...displays];
  const places: WindowPlace[] = [];
  for (const window of kept) {
    // The same id is better than the same looks: two panels of one kind have the same looks.
    const exact = free.findIndex((display) => display.id === window.display.id);
    const at =
      exact >= 0 ? exact : free.findIndex((display) => sameDisplay(window.display, identityOf(display)));
    const [display] = at >= 0 ? free.splice(at, 1) : [];
    if (display) places.push(placeOn(display, window));
  }
  if (places.length > 0) return places;
  const first = displays.find((display) => display.id === primaryId) ?? displays[0];
  return first ? [placeOn(first, undefined)] : [];
}

export function identityOf({ id, label, bounds: { width, height } }: DisplayFacts): DisplayIdentity {
  return { id, label, width, height };
}

/** Display id → the part of the address that makes its window a wall. A display that is not in it has an ordinary window. */
export function wallSearches(
  walls: readonly DisplayWall[],
  displays: readonly DisplayFacts[],
): ReadonlyMap<number, string> {
  const { matched } = matchDisplays(walls, displays.map(identityOf));
  return new Map([...matched].map(([id, { show, viewing }]) => [id, wallSearch({ show, viewing })]));
}

/** Walls without a window. One that was never open before fills its display: nobody sits there to make it large. */
export function placeWalls(
  searches: ReadonlyMap<number, string>,
  taken: readonly number[],
  displays: readonly DisplayFacts[],
  kept: readonly KeptWindow[],
): WindowPlace[] {
  return displays
    .filter(({ id }) => searches.has(id) && !taken.includes(id))
    .map((display) => {
      const before = kept.find((window) => sameDisplay(window.display, identityOf(display)));
      return before
        ? placeOn(display, before)
        : { displayId: display.id, bounds: display.bounds, fullScreen: true, maximized: false };
    });
}

export function placeOn(display: DisplayFacts, kept: KeptWindow | undefined): WindowPlace {
  if (!kept) return { displayId: display.id, bounds: display.workArea, fullScreen: false, maximized: true };
  return {
    displayId: display.id,
    bounds: fitInto(kept.bounds, display.workArea),
    fullScreen: kept.fullScreen,
    maximized: kept.maximized,
  };
}

/** Wholly on the display, and no smaller than the screens can be read, unless the display itself is. */
export function fitInto(bounds: Box, area: Box): Box {
  const width = Math.min(Math.max(bounds.width, SMALLEST.width), area.width);
  const height = Math.min(Math.max(bounds.height, SMALLEST.height), area.height);
  return {
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

/** The first display without a window, for the next one that is opened. */
export function freeDisplay(
  displays: readonly DisplayFacts[],
  taken: readonly number[],
): DisplayFacts | undefined {
  return displays.find((display) => !taken.includes(display.id));
}

/** What stands in a file is a claim: whatever is not a window of ours is left out. */
export function readKeptWindows(text: string): KeptWindow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A torn file costs the places of the windows, nothing else.
    return [];
  }
  return Array.isArray(value) ? value.filter(isKeptWindow) : [];
}

function isKeptWindow(value: unknown): value is KeptWindow {
  if (typeof value !== 'object' || value === null) return false;
  const { display, bounds, fullScreen, maximized } = value as Partial<KeptWindow>;
  const isSize = (...sizes: unknown[]): boolean => sizes.every(Number.isFinite);
  return (
    typeof display === 'object' &&
    display !== null &&
    typeof display.label === 'string' &&
    isSize(display.id, display.width, display.height) &&
    typeof bounds === 'object' &&
    bounds !== null &&
    isSize(bounds.x, bounds.y, bounds.width, bounds.height) &&
    typeof fullScreen === 'boolean' &&
    typeof maximized === 'boolean'
  );
}
