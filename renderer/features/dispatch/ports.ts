/** What the dispatch screen needs of the station it is shown on. */
import type { WorkOrderPorts } from '#renderer/widgets/work-orders/ports.ts';

export interface DispatchPorts extends WorkOrderPorts {
  /** Another order takes the place of the shown one. */
  readonly selectOrder: (orderId: string | undefined) => void;
  /** Shows it in the building, e.g. `zone:7F-E2`. */
  readonly locate: (word: string) => void;
  readonly openEquipment: (assetId: string) => void;
}
