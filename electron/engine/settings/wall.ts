/**
 * The walls of this station: its shows, its displays as the desktop shell names them, and which display shows which.
 * Owns `wall.json`. Invariants: what windows are told is on disk; a file that cannot be read is told as a condition and
 * stays where it is until a person saves something, which sets it aside under a name of its own. Loss policy: none is
 * needed, these are settings; without them every wall shows the overview.
 */
import { join } from 'node:path';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import {
  matchDisplays,
  parseViewing,
  stationDisplays,
  type DisplayIdentity,
  type DisplayWall,
  type StationDisplay,
} from '#shared/domain/wall/display.ts';
import { mayRemove, parseShow, refusalOf, type WallShow } from '#shared/domain/wall/show.ts';
import type { CollectionSources } from '#shared/protocol/collections.ts';
import type { RequestParams } from '#shared/protocol/requests.ts';
import { EMPTY_BOOK, nameAside, readWallBook, setAside, writeWallBook, type WallBook } from './wall-file.ts';

export interface WallSettingsDeps {
  /** `wall.json` is kept here. */
  readonly dataFolder: string;
  readonly health: Health;
  readonly log: Log;
}

export type WallCollection = 'wallShows' | 'displays';

export interface WallSettings {
  readonly shows: ReadonlyMap<string, WallShow>;
  /** By display id. */
  readonly displays: ReadonlyMap<string, StationDisplay>;
  /** For the desktop shell: what to open where. */
  walls(): readonly DisplayWall[];
  save(
    params: RequestParams<'wall.save'>,
  ): Promise<Result<WallShow, 'invalid' | 'name-taken' | 'unknown-scene' | 'full' | 'not-stored'>>;
  remove(
    params: RequestParams<'wall.remove'>,
  ): Promise<Result<{ readonly name: string }, 'invalid' | 'unknown-scene' | 'in-use' | 'not-stored'>>;
  assign(
    params: RequestParams<'wall.assign'>,
  ): Promise<Result<StationDisplay, 'invalid' | 'unknown-scene' | 'not-stored'>>;
  /** The displays that are connected now. */
  setConnected(displays: readonly DisplayIdentity[]): void;
  /** Called with what is new or gone. */
  onChange(listener: (collection: WallCollection, id: string) => void): void;
}

/** As windows mirror them. */
export function wallCollections(walls: WallSettings): Pick<CollectionSources, WallCollection> {
  return {
    wallShows: { ids: () => walls.shows.keys(), get: (name) => walls.shows.get(name) },
    displays: { ids: () => walls.displays.keys(), get: (id) => walls.displays.get(id) },
  };
}

const UNREADABLE = 'wall.unreadable';

export async function openWallSettings(deps: WallSettingsDeps): Promise<WallSettings> {
  const path = join(deps.dataFolder, 'wall.json');
  const read = await readWallBook(path);
  if (read.ok) return new Walls(deps, path, read.value, undefined);
  const aside = await nameAside(path);
  deps.log('error', 'the saved wall scenes cannot be read', { detail: read.error.detail });
  deps.health.set(UNREADABLE, { code: UNREADABLE, severity: 'warning', facts: { file: path, aside } });
  return new Walls(deps, path, EMPTY_BOOK, aside);
}

class Walls implements WallSettings {
  private readonly deps: WallSettingsDeps;
  private readonly path: string;
  /** Where the file that cannot be read goes when it must make room. */
  private aside: string | undefined;
  private book: WallBook;
  private connected: readonly DisplayIdentity[] = [];
  private known: ReadonlyMap<string, StationDisplay>;
  private readonly listeners: ((collection: WallCollection, id: string) => void)[] = [];
  /** Changes from several windows happen one after the other, so that none writes over another. */
  private lastChange: Promise<unknown> = Promise.resolve();

  constructor(deps: WallSettingsDeps, path: string, book: WallBook, aside: string | undefined) {
    this.deps = deps;
    this.path = path;
    this.book = book;
    this.aside = aside;
    this.known = this.listDisplays();
  }

  get shows(): ReadonlyMap<string, WallShow> {
    return this.book.shows;
  }

  get displays(): ReadonlyMap<string, StationDisplay> {
    return this.known;
  }

  walls(): readonly DisplayWall[] {
    return this.book.walls;
  }

  onChange(listener: (collection: WallCollection, id: string) => void): void {
    this.listeners.push(listener);
  }

  setConnected(displays: readonly DisplayIdentity[]): void {
    this.connected = displays;
    this.tellDisplays();
  }

  save(params: RequestParams<'wall.save'>): ReturnType<WallSettings['save']> {
    return this.inTurn(async () => {
      const show = parseShow(params?.show);
      if (!show.ok) return show;
      const refusal = refusalOf(show.value, this.book.shows);
      if (refusal) return fail(refusal.code, refusal.detail);
      const shows = new Map(this.book.shows).set(show.value.name, show.value);
      const stored = await this.store({ ...this.book, shows });
      if (!stored.ok) return stored;
      this.tell('wallShows', show.value.name);
      return show;
    });
  }

  remove(params: RequestParams<'wall.remove'>): ReturnType<WallSettings['remove']> {
    return this.inTurn(async () => {
      const name = params?.name;
      if (typeof name !== 'string') return fail('invalid', 'name: expected a text');
      const may = mayRemove(name, this.book.shows);
      if (!may.ok) return may;
      const wall = this.book.walls.find(({ show }) => show === name);
      if (wall) return fail('in-use', `${name} is shown by the display ${nameOf(wall.display)}`);
      const shows = new Map(this.book.shows);
      shows.delete(name);
      const stored = await this.store({ ...this.book, shows });
      if (!stored.ok) return stored;
      this.tell('wallShows', name);
      return ok({ name });
    });
  }

  assign(params: RequestParams<'wall.assign'>): ReturnType<WallSettings['assign']> {
    return this.inTurn(async () => {
      const { displayId, show, viewing } = params ?? {};
      const display = this.known.get(String(displayId));
      if (!display) return fail('invalid', `displayId: no display of this station is ${String(displayId)}`);
      if (show !== undefined && !this.book.shows.has(show))
        return fail('unknown-scene', `nothing is called ${show}`);
      const seen = viewing === undefined ? ok(undefined) : parseViewing(viewing);
      if (!seen.ok) return seen;
      const { id, label, width, height } = display;
      const others = this.book.walls.filter((wall) => wall !== this.wallOf(id));
      const mine = { display: { id, label, width, height }, viewing: seen.value };
      const walls = show === undefined ? others : [...others, { ...mine, show }];
      const stored = await this.store({ ...this.book, walls });
      if (!stored.ok) return stored;
      this.tellDisplays();
      return ok({ ...display, show, viewing: show === undefined ? undefined : seen.value });
    });
  }

  private wallOf(id: number): DisplayWall | undefined {
    const { matched, away } = matchDisplays(this.book.walls, this.connected);
    return matched.get(id) ?? away.find(({ display }) => display.id === id);
  }

  private inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.lastChange.then(change);
    // Its caller hears of a failure; the next change must not.
    this.lastChange = changed.catch(() => undefined);
    return changed;
  }

  private async store(book: WallBook): Promise<Result<void, 'not-stored'>> {
    if (this.aside !== undefined) {
      const moved = await setAside(this.path, this.aside);
      if (!moved.ok) return moved;
      this.aside = undefined;
      this.deps.health.clear(UNREADABLE);
    }
    const stored = await writeWallBook(this.path, book);
    if (stored.ok) this.book = book;
    return stored;
  }

  private listDisplays(): ReadonlyMap<string, StationDisplay> {
    const displays = stationDisplays(this.book.walls, this.connected);
    return new Map(displays.map((display) => [String(display.id), display]));
  }

  private tellDisplays(): void {
    const before = this.known;
    this.known = this.listDisplays();
    for (const id of new Set([...before.keys(), ...this.known.keys()])) this.tell('displays', id);
  }

  private tell(collection: WallCollection, id: string): void {
    for (const listener of this.listeners) listener(collection, id);
  }
}

function nameOf({ id, label }: DisplayIdentity): string {
  return label === '' ? String(id) : label;
}
