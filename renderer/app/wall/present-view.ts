/** What is on the screen now, as something that can be saved under a name and brought back. */
import type { WallScene } from '#shared/domain/wall/show.ts';
import type { Site } from '#shared/domain/site/site.ts';
import {
  lookOfScene,
  plainLook,
  sceneOfLook,
  type Look,
  type LookStore,
} from '#renderer/features/overview/look.ts';
import { readSelection } from '#renderer/features/overview/selection.ts';
import { formatRoute, parseRoute, type Route } from '../route.ts';
import { SCREEN_NAMES, type ScreenName } from '../screens.ts';

/** The address of the window, without its `#`'s history. */
export interface Address {
  hash(): string;
  /** Goes there without adding to the history. */
  replace(hash: string): void;
}

export interface PresentView {
  readonly hash: string;
  readonly look: Look;
}

export interface Presenter {
  capture(): PresentView;
  restore(view: PresentView): void;
  /** @returns whether everything the scene names is there. Undefined: the overview as it is at the start. */
  show(scene: WallScene | undefined, site: Site): boolean;
  /** The overview, with this selected, in the spotlight and in the middle; undefined: the whole building. */
  showPlace(word: string | undefined): void;
}

export function createPresenter(address: Address, look: LookStore): Presenter {
  return {
    capture: () => ({ hash: address.hash(), look: look.capture() }),
    restore(view) {
      address.replace(view.hash);
      look.apply(view.look);
    },
    show(scene, site) {
      const { hash, look: next, complete } = viewOfScene(scene, site, look.get());
      address.replace(hash);
      if (next) look.apply(next);
      return complete;
    },
    showPlace(word) {
      address.replace(formatRoute('overview', undefined, { select: word }));
      look.apply({ ...plainLook(look.get()), pose: undefined });
      look.fly();
    },
  };
}

/** @param name not yet checked. */
export function sceneOfView(name: string, { hash, look }: PresentView): WallScene {
  const { screen, subject, query } = parseRoute(hash);
  const overview = screen === 'overview' ? sceneOfLook(look, placeOf(query)) : undefined;
  return { kind: 'scene', name, screen, subject, overview };
}

/** An alarm comes and goes: it belongs to no scene. */
function placeOf({ select }: Route['query']): string | undefined {
  return select?.startsWith('alarm:') ? undefined : select;
}

function viewOfScene(
  scene: WallScene | undefined,
  site: Site,
  before: Look,
): { readonly hash: string; readonly look: Omit<Look, 'wish'> | undefined; readonly complete: boolean } {
  const screen: ScreenName | undefined = SCREEN_NAMES.find((name) => name === scene?.screen);
  if (!scene || !screen) {
    const look = { ...plainLook(before), pose: undefined };
    return { hash: formatRoute('overview'), look, complete: !scene };
  }
  if (!scene.overview) return { hash: formatRoute(screen, scene.subject), look: undefined, complete: true };
  const { select } = scene.overview;
  const found = readSelection(select, site, []) !== undefined;
  const { missing, ...look } = lookOfScene(scene.overview, site);
  return {
    hash: formatRoute(screen, scene.subject, { select: found ? select : undefined }),
    look,
    complete: !missing && (found || select === undefined),
  };
}

/** The last place that is worth a scene: one goes to the settings to save it. */
export interface LastPlace {
  hash(): string;
  /** @returns stop. */
  follow(page: Window): () => void;
}

export function createLastPlace(): LastPlace {
  let last = formatRoute('overview');
  const note = (hash: string): void => {
    if (parseRoute(hash).screen !== 'settings') last = hash;
  };
  return {
    hash: () => last,
    follow(page) {
      // Two keys may be quicker than the events of their addresses, which is why the event is believed.
      const onChange = ({ newURL }: HashChangeEvent): void =>
        note(newURL === '' ? page.location.hash : new URL(newURL).hash);
      note(page.location.hash);
      page.addEventListener('hashchange', onChange);
      return () => page.removeEventListener('hashchange', onChange);
    },
  };
}
