import { Color, SRGBColorSpace } from 'three';

/** Red, green, blue 0..1 as the screen shows them (sRGB); the scene's shaders write these unchanged. */
export type Rgb = readonly [number, number, number];

/** @param css `#rgb`, `#rrggbb`, `rgb(…)`, `hsl(…)` or a colour name; anything else gives black and a warning of three. */
export function parseColor(css: string): Rgb {
  const parsed = new Color()
    .setStyle(css.trim(), SRGBColorSpace)
    .getRGB({ r: 0, g: 0, b: 0 }, SRGBColorSpace);
  return [parsed.r, parsed.g, parsed.b];
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
