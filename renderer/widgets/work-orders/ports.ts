/** What work orders need of the station they are shown on. */
export interface WorkOrderPorts {
  /** In the name of who is at this station; asks for one first where there is none. */
  readonly actAs: (run: (by: string) => void) => void;
  /** Shows it on the dispatch screen. */
  readonly openOrder: (orderId: string) => void;
}
