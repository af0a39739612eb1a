/** How large a window draws everything: as its size asks, and on a wall as the distance asks, as far as the picture allows. */
import { ARCMIN, scaleForArcmin, type DisplayPixels } from './legibility.ts';
import type { Viewing } from './display.ts';

/** The picture is drawn for this size: a larger window shows the same, larger; a smaller one keeps readable text and loses air. */
const DRAWN_FOR = { width: 1920, height: 1080 };
/** The smallest picture, at scale 1, in which every screen is whole. */
const WHOLE = { width: 1366, height: 768 };
/** The same for the overview with nothing but the building and its alarms. */
const SPARSE = { width: 720, height: 405 };
const LARGEST_FITTED = 4;

export interface WallScale {
  readonly scale: number;
  /** The overview must leave out everything but the building and its alarms. */
  readonly sparse: boolean;
}

/** Steps of 1/20 keep text from being drawn anew with every pixel of a window being resized. */
function step(scale: number): number {
  return Math.floor(scale * 20 + 1e-9) / 20;
}

function largestFor({ width, height }: DisplayPixels, picture: DisplayPixels): number {
  return step(Math.min(width / picture.width, height / picture.height));
}

/** @param window its size in CSS pixels. */
export function fittedScale(window: DisplayPixels): number {
  return Math.min(LARGEST_FITTED, Math.max(1, largestFor(window, DRAWN_FOR)));
}

/**
 * @param display the whole display in CSS pixels; the window may be smaller.
 * @param maySpare whether the screen can leave out what it must.
 * @returns the scale that makes body text as large as recommended for reading, or as near to it as the picture stays whole.
 */
export function wallScale(
  window: DisplayPixels,
  display: DisplayPixels,
  viewing: Viewing,
  maySpare: boolean,
): WallScale {
  const wanted = step(scaleForArcmin(ARCMIN.recommended, viewing, display) + 0.05);
  const whole = largestFor(window, WHOLE);
  const most = maySpare ? largestFor(window, SPARSE) : whole;
  const scale = Math.max(fittedScale(window), Math.min(wanted, most));
  return { scale, sparse: maySpare && scale > Math.max(whole, fittedScale(window)) };
}
