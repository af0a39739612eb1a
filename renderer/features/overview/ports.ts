/** What the overview needs from the station it is shown on. */
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { CommandPorts } from '#renderer/widgets/commands/ports.ts';
import type { LookStore } from './look.ts';
import type { WorkOrderPorts } from '#renderer/widgets/work-orders/ports.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';

export interface OverviewPorts extends WorkOrderPorts {
  readonly history: HistoryDoor;
  readonly commanding: CommandPorts;
  readonly look: LookStore;
  /** Asks for a name first where there is none. */
  readonly acknowledge: (alarms: readonly Alarm[]) => void;
  /** Selects, e.g. `zone:7F-E2`; undefined selects nothing. */
  readonly select: (word: string | undefined) => void;
  /** Shows the incident of an alarm, opening one where there is none; undefined: the most urgent incident. */
  readonly command: (alarmId: string | undefined) => void;
  readonly openAlarm: (alarmId: string) => void;
  readonly openEquipment: (assetId: string) => void;
}
