/** The displays of a station, and what each shows. */
import type { Result } from '#shared/base/result.ts';
import { readFields, type Fields } from './fields.ts';

/** How a display is known again: by its id, which may change with the cable, or by its label and size. */
export interface DisplayIdentity {
  readonly id: number;
  readonly label: string;
  /** Device-independent pixels. */
  readonly width: number;
  readonly height: number;
}

/** From where a display is read. */
export interface Viewing {
  readonly distanceM: number;
  /** Of the picture, corner to corner, inches: as displays are sold. */
  readonly diagonalIn: number;
}

export const DISTANCE_M = { least: 0.3, most: 50 } as const;
export const DIAGONAL_IN = { least: 5, most: 1_000 } as const;

/** What a display shows instead of the desk. */
export interface DisplayWall {
  readonly display: DisplayIdentity;
  /** Name of a scene or rotation. */
  readonly show: string;
  readonly viewing: Viewing | undefined;
}

/** A display as windows are told of it. */
export interface StationDisplay extends DisplayIdentity {
  /** False: it was given a show and is not connected now. */
  readonly present: boolean;
  /** Undefined: an ordinary window, if any. */
  readonly show: string | undefined;
  readonly viewing: Viewing | undefined;
}

export function sameDisplay(kept: DisplayIdentity, display: DisplayIdentity): boolean {
  if (kept.id === display.id) return true;
  return (
    kept.label !== '' &&
    kept.label === display.label &&
    kept.width === display.width &&
    kept.height === display.height
  );
}

/**
 * Which of `kept` belongs to which display: each at most once. The same id is better than the same looks, also over the
 * whole list: two panels of one kind have the same looks.
 */
export function matchDisplays<Kept extends { readonly display: DisplayIdentity }>(
  kept: readonly Kept[],
  displays: readonly DisplayIdentity[],
): { readonly matched: ReadonlyMap<number, Kept>; readonly away: readonly Kept[] } {
  const matched = new Map<number, Kept>();
  const take = (rest: readonly Kept[], fits: (entry: Kept, display: DisplayIdentity) => boolean): Kept[] =>
    rest.filter((entry) => {
      const display = displays.find((candidate) => !matched.has(candidate.id) && fits(entry, candidate));
      if (display) matched.set(display.id, entry);
      return !display;
    });
  const withoutId = take(kept, (entry, display) => entry.display.id === display.id);
  return { matched, away: take(withoutId, (entry, display) => sameDisplay(entry.display, display)) };
}

/** All that are connected, then those that were given a show and are away. */
export function stationDisplays(
  walls: readonly DisplayWall[],
  connected: readonly DisplayIdentity[],
): readonly StationDisplay[] {
  const { matched, away } = matchDisplays(walls, connected);
  const here = connected.map((display) => {
    const wall = matched.get(display.id);
    return { ...display, present: true, show: wall?.show, viewing: wall?.viewing };
  });
  return [
    ...here,
    ...away.map(({ display, show, viewing }) => ({ ...display, present: false, show, viewing })),
  ];
}

export function parseViewing(value: unknown): Result<Viewing, 'invalid'> {
  return readFields(value, 'viewing', readViewing);
}

export function readWall(fields: Fields): DisplayWall {
  return {
    display: fields.inside('display', (display) => ({
      id: display.number('id', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
      label: display.text('label'),
      width: display.number('width', 1, 1e6),
      height: display.number('height', 1, 1e6),
    })),
    show: fields.text('show'),
    viewing: fields.optional('viewing', () => fields.inside('viewing', readViewing)),
  };
}

function readViewing(fields: Fields): Viewing {
  return {
    distanceM: fields.number('distanceM', DISTANCE_M.least, DISTANCE_M.most),
    diagonalIn: fields.number('diagonalIn', DIAGONAL_IN.least, DIAGONAL_IN.most),
  };
}
