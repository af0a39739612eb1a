/**
 * How large text must be to be read from a distance. A character is read by the angle it fills in the eye: ISO 9241-303:2011
 * (clause 5.5, character height) asks for at least 16 minutes of arc and recommends 20 to 22 for reading; DIN 1450:2013
 * comes to the same by another way. Latin capitals are measured, the smallest that must be told apart; a Chinese character of
 * the same size is a quarter taller.
 */
import type { Viewing } from './display.ts';

export const ARCMIN = { least: 16, recommended: 20 } as const;

/** Body text at scale 1, `--size-body` of `renderer/ui/tokens.css`. */
export const BODY_TEXT_PX = 14;
/** Height of a capital as a share of the text size: Inter, as the font itself says. */
const CAPITAL_SHARE = 0.727;
const MM_AN_INCH = 25.4;

/** CSS pixels of the whole display, not of the window. */
export interface DisplayPixels {
  readonly width: number;
  readonly height: number;
}

/** Minutes of arc that a capital of body text fills. */
export function textArcmin(scale: number, viewing: Viewing, pixels: DisplayPixels): number {
  const heightMm = scale * capitalMm(viewing, pixels);
  return 2 * Math.atan(heightMm / 2 / (viewing.distanceM * 1_000)) * (180 / Math.PI) * 60;
}

/** The scale at which a capital of body text fills so many minutes of arc. */
export function scaleForArcmin(arcmin: number, viewing: Viewing, pixels: DisplayPixels): number {
  const angle = (arcmin / 60) * (Math.PI / 180);
  return (2 * viewing.distanceM * 1_000 * Math.tan(angle / 2)) / capitalMm(viewing, pixels);
}

/** From how far body text at this scale can still be read as the standard's minimum asks. */
export function farthestM(scale: number, viewing: Viewing, pixels: DisplayPixels): number {
  const angle = (ARCMIN.least / 60) * (Math.PI / 180);
  return (scale * capitalMm(viewing, pixels)) / (2 * Math.tan(angle / 2)) / 1_000;
}

function capitalMm({ diagonalIn }: Viewing, { width, height }: DisplayPixels): number {
  const pixelMm = (diagonalIn * MM_AN_INCH) / Math.hypot(width, height);
  return BODY_TEXT_PX * CAPITAL_SHARE * pixelMm;
}
