/**
 * Messages between a host and the demo process (`electron/demo/process.ts`): the embedded broker and the simulated site,
 * one child process started by path with one argument, a `DemoConfig` as JSON. The process ends when its channel closes.
 * Plain JSON both ways; nothing here is sent to a window.
 */

export const SCENARIO_NAMES = [
  'fire',
  'power-surge',
  'leak',
  'lift-entrapment',
  'intrusion',
  'co2',
  'chiller-fault',
  'broker-down',
  'alarm-flood',
  'silent-device',
] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

export function isScenarioName(name: string): name is ScenarioName {
  return (SCENARIO_NAMES as readonly string[]).includes(name);
}

export interface DemoConfig {
  /** Folder with the `site.json` to simulate. */
  readonly siteFolder: string;
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Started as soon as a client has subscribed, so that somebody sees its first second. */
  readonly scenario?: string;
  /** Same seed, same days. */
  readonly seed?: number;
  /** How often values are looked at, relative to the site's expected periods; 1 by default, 2 is twice as often. */
  readonly rate?: number;
  /** False: no historical values at start. */
  readonly backlog?: boolean;
}

/** Host → demo. */
export interface StartScenario {
  readonly type: 'scenario';
  readonly name: string;
}

/** Demo → host. */
export type DemoReport =
  | { readonly type: 'ready'; readonly url: string }
  /** Sent as the answer to `StartScenario`, and again when a scenario ends. Absent: none is running. */
  | { readonly type: 'scenario'; readonly running?: ScenarioName }
  /** `bad-site`, `bad-config` and `port-busy` end the process with exit code 2. */
  | {
      readonly type: 'error';
      readonly code: 'unknown-scenario' | 'impossible-scenario' | 'bad-site' | 'bad-config' | 'port-busy';
      readonly detail: string;
    };
