/** What this screen needs of the station it is shown on. */
export interface CommandPorts {
  /** Undefined: nobody has said who is here. */
  readonly operatorName: string | undefined;
  readonly nameOperator: (name: string) => void;
  readonly openIncident: (id: string | undefined) => void;
  readonly toReport: (incidentId: string) => void;
  readonly openAlarm: (alarmId: string) => void;
  readonly openEquipment: (assetId: string) => void;
  readonly openOrder: (orderId: string) => void;
}
