/** What the commands of an asset need of the station they are shown on. */
export interface CommandPorts {
  /** Who is at this station; undefined: nobody has said, and is asked in place. */
  readonly operatorName: string | undefined;
  readonly nameOperator: (name: string) => void;
}
