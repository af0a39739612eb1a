/** The place in the program, as the part of the address after `#`: every place can be linked, reloaded and gone back from. */
import { SCREEN_NAMES, type ScreenName } from './screens.ts';

export interface Route {
  readonly screen: ScreenName;
  /** What follows the screen, e.g. the asset of `#/equipment/EM-0903`. */
  readonly subject: string | undefined;
  /** `?select=zone:7F-E2`, `?alarm=…` */
  readonly query: Readonly<Record<string, string>>;
}

/** Anything that is not a screen leads to the overview: an operator never meets "not found". */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, ...rest] = path.split('/').filter((part) => part !== '');
  const screen = SCREEN_NAMES.find((known) => known === name);
  if (!screen) return { screen: 'overview', subject: undefined, query: {} };
  return {
    screen,
    subject: rest.length > 0 ? decode(rest.join('/')) : undefined,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A percent sign that a person typed.
    if (error instanceof URIError) return text;
    throw error;
  }
}

export function formatRoute(
  screen: ScreenName,
  subject?: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
  return `#/${screen}${subject === undefined ? '' : `/${encodeURIComponent(subject)}`}${search}`;
}
