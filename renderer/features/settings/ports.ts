/** What this screen needs of the station it is shown on. */
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';

export interface SettingsPorts {
  readonly history: HistoryDoor;
}
