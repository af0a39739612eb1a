/** What a window may ask of the engine, each with one answer. The map is the contract: the name gives parameters, result and failure codes. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { Command } from '#shared/domain/command/command.ts';
import type { StationDisplay, Viewing } from '#shared/domain/wall/display.ts';
import type { WallShow } from '#shared/domain/wall/show.ts';
import type { Note } from '#shared/domain/note.ts';
import type { WorkOrderRequests } from './work-orders.ts';
import type { IncidentRequests } from './incident-requests.ts';
import type { ReportRequests } from './report-requests.ts';

export interface QuarantineEntry {
  readonly atMs: EpochMs;
  readonly brokerId: string;
  readonly topic: string;
  readonly reason: QuarantineReason;
  /** What exactly was wrong and where in the payload: the first thing, and how many more there were. */
  readonly note: Note;
  readonly more: number;
  readonly sizeBytes: number;
  /** First 256 bytes, printable. */
  readonly excerpt: string;
}

export type QuarantineReason =
  | 'too-large'
  | 'too-deep'
  | 'not-utf8'
  | 'not-json'
  | 'not-a-number'
  | 'out-of-map'
  | 'missing-path'
  | 'bad-timestamp'
  | 'unknown-topic'
  | 'unknown-asset'
  | 'unknown-point'
  | 'bad-sparkplug'
  | 'wrong-shape'
  | 'record-too-large'
  | 'record-schema'
  | 'record-topic'
  | 'record-future'
  | 'unknown-person'
  | 'unknown-order'
  | 'unknown-zone';

export interface QuarantineReport {
  /** Newest first, bounded. */
  readonly entries: readonly QuarantineEntry[];
  /** Worst first, bounded; the rest is summed under `otherTopics`. */
  readonly byTopic: readonly {
    readonly topic: string;
    readonly count: number;
    readonly lastReason: QuarantineReason;
  }[];
  readonly otherTopics: number;
  readonly total: number;
}

/** What a person may change about the connection to the site; the password travels only towards the engine. */
export interface ConnectionProfile {
  readonly url: string;
  readonly protocol: 'auto' | '5' | '3.1.1';
  readonly username: string | undefined;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly serverName: string | undefined;
}

export interface ConnectionSettings {
  readonly brokerId: string;
  readonly profile: ConnectionProfile;
  /** `command-line` wins over `saved` wins over `site`. */
  readonly from: 'command-line' | 'saved' | 'site' | 'embedded';
  readonly passwordStored: boolean;
  /** `environment` and `file` in headless, `key-store` in Electron. */
  readonly passwordIn: 'key-store' | 'environment' | 'file' | 'none';
}

export interface StationInfo {
  readonly stationId: string;
  readonly host: 'electron' | 'headless';
  readonly version: string;
  readonly dataFolder: string;
  readonly siteFolder: string;
  readonly journalBytes: number;
}

export interface JournalEntry {
  readonly seq: number;
  readonly atMs: EpochMs;
  readonly kind: string;
  readonly body: unknown;
}

/** name → [parameters, result, failure codes] */
export interface Requests extends WorkOrderRequests, IncidentRequests, ReportRequests {
  /** Result comes only after the journal is on disk. `superseded`: raised again since the caller looked. */
  'alarm.acknowledge': [
    {
      readonly alarms: readonly { readonly id: AlarmId; readonly occurrence: number }[];
      readonly by: string;
    },
    {
      readonly acknowledged: readonly AlarmId[];
      readonly superseded: readonly AlarmId[];
      readonly alreadyDone: readonly AlarmId[];
      /** False: in force here, but the journal could not be written. */
      readonly stored: boolean;
    },
    'invalid',
  ];
  /** Transitions of the alarms of an asset (or all), newest first. */
  'alarm.history': [
    { readonly assetId: string | undefined; readonly limit: number },
    { readonly entries: readonly JournalEntry[] },
    'invalid' | 'unreadable',
  ];
  /**
   * Answered once the command waits for its confirmation, was sent, or was refused: look at its phase. What comes of it is in
   * the collection `commands`. `not-allowed`: the site file does not offer this value. `busy`: the same is under way;
   * `busy-elsewhere`: at another station, as the collection `commandsElsewhere` tells.
   */
  'command.ask': [
    {
      readonly pointId: string;
      readonly value: string | number;
      readonly by: string;
      readonly because?: string | undefined;
      readonly incidentId?: string | undefined;
      /** Nothing is sent; it ends as `rehearsed`. */
      readonly drill?: boolean | undefined;
    },
    Command,
    'invalid' | 'unknown-command' | 'not-allowed' | 'busy' | 'busy-elsewhere',
  ];
  /** `gone`: it does not wait any more. `same-person`: who asked may not be who confirms. */
  'command.confirm': [
    { readonly id: string; readonly by: string },
    Command,
    'invalid' | 'gone' | 'same-person',
  ];
  /** Before it is sent; afterwards it is `gone`. */
  'command.withdraw': [{ readonly id: string; readonly by: string }, Command, 'invalid' | 'gone'];
  /** Steps of the commands to the points of an asset (or all), newest first; bodies are `CommandRecordBody`. */
  'command.history': [
    { readonly assetId: string | undefined; readonly limit: number },
    { readonly entries: readonly JournalEntry[] },
    'invalid' | 'unreadable',
  ];
  'feed.quarantine': [Record<string, never>, QuarantineReport, never];
  'connection.read': [Record<string, never>, readonly ConnectionSettings[], never];
  'connection.write': [
    { readonly brokerId: string; readonly profile: ConnectionProfile; readonly password: string | undefined },
    ConnectionSettings,
    'invalid' | 'not-stored' | 'fixed-by-command-line',
  ];
  'connection.reset': [
    { readonly brokerId: string },
    ConnectionSettings,
    'invalid' | 'not-stored' | 'fixed-by-command-line',
  ];
  /** A show of this name and kind is replaced. Answered once it is on disk. */
  'wall.save': [
    { readonly show: WallShow },
    WallShow,
    'invalid' | 'name-taken' | 'unknown-scene' | 'full' | 'not-stored',
  ];
  'wall.remove': [
    { readonly name: string },
    { readonly name: string },
    'invalid' | 'unknown-scene' | 'in-use' | 'not-stored',
  ];
  /** What a display of this machine shows; `show` undefined: an ordinary window. */
  'wall.assign': [
    { readonly displayId: number; readonly show: string | undefined; readonly viewing: Viewing | undefined },
    StationDisplay,
    'invalid' | 'unknown-scene' | 'not-stored',
  ];
  'station.info': [Record<string, never>, StationInfo, never];
  'demo.scenarios': [
    Record<string, never>,
    { readonly names: readonly string[]; readonly running: string | undefined },
    never,
  ];
  'demo.start': [
    { readonly name: string },
    { readonly running: string | undefined },
    'not-a-demo' | 'unknown-scenario',
  ];
}

export type RequestName = keyof Requests;
export type RequestParams<Name extends RequestName> = Requests[Name][0];
export type RequestResult<Name extends RequestName> = Requests[Name][1];
export type RequestFailure<Name extends RequestName> =
  Requests[Name][2] | 'link-lost' | 'unknown-request' | 'internal';
