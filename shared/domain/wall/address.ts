/**
 * The address that makes a window a wall: `?scene=Night&distanceM=4&diagonalIn=98`. The same in a browser and in the
 * desktop shell, so that a window needs to be told nothing else.
 */
import { DIAGONAL_IN, DISTANCE_M, type Viewing } from './display.ts';

export const SCENE_PARAMETER = 'scene';

export interface WallAddress {
  /** As it stands there: perhaps of no show. */
  readonly show: string;
  /** Undefined: nothing, or nothing possible, was said. */
  readonly viewing: Viewing | undefined;
}

export function wallSearch({ show, viewing }: WallAddress): string {
  const pairs: [string, string][] = [[SCENE_PARAMETER, show]];
  if (viewing)
    pairs.push(['distanceM', String(viewing.distanceM)], ['diagonalIn', String(viewing.diagonalIn)]);
  return `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

/** @param search with or without its question mark. @returns undefined for the address of an ordinary window. */
export function readWallSearch(search: string): WallAddress | undefined {
  const fields = new Map(
    search
      .replace(/^\?/, '')
      .split('&')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decode(name), decode(value.join('='))] as const;
      }),
  );
  const show = fields.get(SCENE_PARAMETER)?.trim();
  if (show === undefined) return undefined;
  const distanceM = Number(fields.get('distanceM') ?? Number.NaN);
  const diagonalIn = Number(fields.get('diagonalIn') ?? Number.NaN);
  const possible = within(distanceM, DISTANCE_M) && within(diagonalIn, DIAGONAL_IN);
  return { show, viewing: possible ? { distanceM, diagonalIn } : undefined };
}

function within(value: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return value >= least && value <= most;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch (error) {
    // A percent sign that a person typed.
    if (error instanceof URIError) return text;
    throw error;
  }
}
