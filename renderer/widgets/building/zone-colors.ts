/** From places on the ramp to colours of zones. */
export type Rgb = readonly [number, number, number];

/** @param css `#rrggbb`, as the tokens have it. @returns 0 to 1. */
export function parseHex(css: string): Rgb {
  const value = Number.parseInt(css.trim().replace(/^#/, ''), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export interface OverlayColors {
  /** The ramp, low to high, evenly spaced. */
  readonly ramp: readonly Rgb[];
  /** Greys of `blindPlace`. */
  readonly blind: readonly Rgb[];
}

/**
 * @param places 0 to 1 by zone; below 0 a grey of `blindPlace`; NaN stays NaN: the building shows it neutral.
 * @param into zones × 3, written in place.
 */
export function paintZones(
  places: Float64Array,
  { ramp: stops, blind }: OverlayColors,
  into: Float32Array,
): Float32Array {
  const last = stops.length - 1;
  for (let zone = 0; zone < places.length; zone += 1) {
    const grey = (places[zone] as number) < 0 ? blind[-1 - (places[zone] as number)] : undefined;
    if (grey) {
      into.set(grey, zone * 3);
      continue;
    }
    const place = (places[zone] as number) * last;
    const low = stops[Math.min(last, Math.floor(place))];
    const high = stops[Math.min(last, Math.floor(place) + 1)];
    const part = place - Math.floor(place);
    for (let channel = 0; channel < 3; channel += 1) {
      into[zone * 3 + channel] =
        low && high ? (low[channel] as number) * (1 - part) + (high[channel] as number) * part : Number.NaN;
    }
  }
  return into;
}
