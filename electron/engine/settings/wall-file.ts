/** `wall.json`: the shows of this station by name, and which display shows which. */
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { readWall, type DisplayWall } from '#shared/domain/wall/display.ts';
import { readFields } from '#shared/domain/wall/fields.ts';
import { parseShow, MOST_SHOWS, type WallShow } from '#shared/domain/wall/show.ts';
import { writeFileAtomically } from './atomic-file.ts';

export interface WallBook {
  readonly shows: ReadonlyMap<string, WallShow>;
  readonly walls: readonly DisplayWall[];
}

export const EMPTY_BOOK: WallBook = { shows: new Map(), walls: [] };

const SCHEMA_VERSION = 1;
const MOST_WALLS = 100;

/** @returns `unreadable` with what is wrong and where; the file is left as it is. */
export async function readWallBook(path: string): Promise<Result<WallBook, 'unreadable'>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(EMPTY_BOOK);
    return fail('unreadable', `${path}: ${String(error)}`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return fail('unreadable', `${path}: not JSON: ${String(error)}`);
  }
  const book = parseBook(document, path);
  return book.ok ? book : fail('unreadable', book.error.detail);
}

function parseBook(document: unknown, path: string): Result<WallBook, 'invalid'> {
  return readFields(document, path, (fields) => {
    if (fields.number('schemaVersion', 0, 1e6) !== SCHEMA_VERSION)
      fields.reject('schemaVersion', String(SCHEMA_VERSION));
    const shows = fields.list('shows', 0, MOST_SHOWS, (entry) => {
      const show = parseShow(entry.value);
      return show.ok ? show.value : entry.reject('', `a show (${show.error.detail})`);
    });
    const walls = fields.list('walls', 0, MOST_WALLS, readWall);
    return { shows: new Map(shows.map((show) => [show.name, show])), walls };
  });
}

export async function writeWallBook(
  path: string,
  { shows, walls }: WallBook,
): Promise<Result<void, 'not-stored'>> {
  const document = { schemaVersion: SCHEMA_VERSION, shows: [...shows.values()], walls };
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(path, `${JSON.stringify(document, undefined, 2)}\n`);
    return ok(undefined);
  } catch (error) {
    return fail('not-stored', `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A name beside `path` that no file has, so that what was set aside before is not lost either. */
export async function nameAside(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = `${path}.unreadable${number === 1 ? '' : `-${number}`}`;
    const taken = await access(name).then(
      () => true,
      () => false,
    );
    if (!taken) return name;
  }
}

export async function setAside(path: string, aside: string): Promise<Result<void, 'not-stored'>> {
  try {
    await rename(path, aside);
    return ok(undefined);
  } catch (error) {
    return fail('not-stored', `${path} could not be set aside: ${String(error)}`);
  }
}
