/** What the alarm screen needs from the station it is shown on. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { WorkOrderPorts } from '#renderer/widgets/work-orders/ports.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';

export interface AlarmsPorts extends WorkOrderPorts {
  readonly history: HistoryDoor;
  /** Asks for a name first where there is none. */
  readonly acknowledge: (alarms: readonly Alarm[]) => void;
  readonly selectAlarm: (alarmId: string | undefined) => void;
  /** Shows it in the building, e.g. `alarm:<id>`. */
  readonly locate: (word: string) => void;
  readonly openEquipment: (assetId: string) => void;
  /** Shows the incident of an alarm, opening one where there is none; undefined: the most urgent incident. */
  readonly command: (alarmId: string | undefined) => void;
}
