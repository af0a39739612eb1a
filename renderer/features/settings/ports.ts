/** What this screen needs of the station it is shown on. */
import type { Result } from '#shared/base/result.ts';
import type { WallAddress } from '#shared/domain/wall/address.ts';
import type { WallScene } from '#shared/domain/wall/show.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';

export interface SettingsPorts {
  readonly history: HistoryDoor;
  readonly wall: WallPorts;
}

export interface WallPorts {
  /** What was on the screen before this one, as a scene without a name. */
  readonly sceneBefore: () => WallScene;
  /** Shows it in this window. */
  readonly open: (scene: WallScene) => void;
  /** Of a window of this station that shows it. */
  readonly addressOf: (address: WallAddress) => string;
  readonly copy: (text: string) => Promise<Result<void, 'no-clipboard'>>;
}
