/** What the settings screen needs to make shows and to send them somewhere. */
import { fail, ok } from '#shared/base/result.ts';
import { wallSearch } from '#shared/domain/wall/address.ts';
import type { WallPorts } from '#renderer/features/settings/ports.ts';
import type { Station } from '../station.ts';
import { sceneOfView } from './present-view.ts';

export function wallPorts({ look, lastPlace, presenter, windowLink }: Station, page: Window): WallPorts {
  return {
    sceneBefore: () => sceneOfView('', { hash: lastPlace.hash(), look: look.capture() }),
    open(scene) {
      const site = windowLink.live.site();
      if (site) presenter.show(scene, site);
    },
    addressOf: (address) => `${page.location.origin}${page.location.pathname}${wallSearch(address)}`,
    async copy(text) {
      try {
        await page.navigator.clipboard.writeText(text);
        return ok(undefined);
      } catch (error) {
        return fail('no-clipboard', String(error));
      }
    },
  };
}
