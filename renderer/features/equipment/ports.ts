/** What this screen needs of the station it is shown on. */
import type { CommandPorts } from '#renderer/widgets/commands/ports.ts';
import type { WorkOrderPorts } from '#renderer/widgets/work-orders/ports.ts';
import type { HistoryDoor } from '#renderer/recorder/query-contract.ts';

export interface EquipmentPorts extends Pick<WorkOrderPorts, 'openOrder'> {
  readonly history: HistoryDoor;
  readonly commanding: CommandPorts;
  readonly openEquipment: (assetId: string) => void;
  /** Shows it in the building, e.g. `asset:EM-0903`. */
  readonly locate: (word: string) => void;
}
