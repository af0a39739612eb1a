/** A window that its address made a wall. */
import type { Clock } from '#shared/base/brand.ts';
import { readWallSearch, type WallAddress } from '#shared/domain/wall/address.ts';
import type { WindowLink } from '#renderer/link/window-link.ts';
import type { Presenter } from './present-view.ts';
import { followTouches } from './touches.ts';
import { createWallPlayer, type WallPlayer } from './wall-player.ts';

export interface WallWindow {
  readonly address: WallAddress;
  readonly player: WallPlayer;
}

/** @returns undefined for an ordinary window. */
export function createWall(
  page: Window,
  { live }: WindowLink,
  presenter: Presenter,
  clock: Clock,
): WallWindow | undefined {
  const address = readWallSearch(page.location.search);
  if (!address) return undefined;
  const player = createWallPlayer({
    showName: address.show,
    presenter,
    knowledge() {
      const site = live.site();
      if (!site || live.origin() !== 'engine') return undefined;
      const incidents = [...live.collection('incidents').values()];
      return { site, shows: live.collection('wallShows'), alarms: live.alarms(), incidents };
    },
    monotonicMs: clock.monotonicMs,
    after(ms, work) {
      const timer = page.setTimeout(work, ms);
      return () => page.clearTimeout(timer);
    },
  });
  return { address, player };
}

/** @returns stop. */
export function followWall(page: Window, { live }: WindowLink, { player }: WallWindow): () => void {
  const topics = ['site', 'link', 'wallShows', 'alarms', 'incidents'] as const;
  const stops = topics.map((topic) => live.subscribe(topic, () => player.refresh()));
  stops.push(
    followTouches(page, () => player.touch()),
    () => player.stop(),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
