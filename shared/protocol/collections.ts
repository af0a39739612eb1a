/**
 * Keyed state that every window mirrors whole: a room of the engine owns a collection, a window has a copy. Each room adds
 * its line to `Collections`; nothing else has to be told how its values travel.
 * Invariants: a value is plain JSON and bounded (what grows without end is asked for by a request); it is replaced whole,
 * never patched. Loss policy: that of frames: the latest value per key, in the next frame, and all of them in a full one.
 */

import type { Command } from '#shared/domain/command/command.ts';
import type { CommandElsewhere } from '#shared/domain/command/elsewhere.ts';
import type { StaffMemberState } from '#shared/domain/staff/staff.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { StationDisplay } from '#shared/domain/wall/display.ts';
import type { WallShow } from '#shared/domain/wall/show.ts';
import type { WorkOrderView } from './work-orders.ts';

/** name → type of a value. */
export interface Collections {
  /** Device commands by id: every open one, and the last of each point. */
  commands: Command;
  /** By id: those that other stations of the site have open. */
  commandsElsewhere: CommandElsewhere;
  /** By id: open ones, and the last closed ones. */
  incidents: IncidentView;
  /** By name. */
  wallShows: WallShow;
  /** Of the desktop shell's machine, by display id; none in a browser. */
  displays: StationDisplay;
  /** Everything that is not finished, and the last 200 that are. */
  workOrders: WorkOrderView;
  /** Everybody of the site file. */
  staff: StaffMemberState;
}

export type CollectionName = keyof Collections;

/** `value` undefined: the key is gone. */
export type CollectionChange = {
  readonly [Name in CollectionName]: {
    readonly collection: Name;
    readonly id: string;
    readonly value: Collections[Name] | undefined;
  };
}[CollectionName];

/** A collection as its room offers it to the frames. */
export interface CollectionSource<Value> {
  ids(): Iterable<string>;
  get(id: string): Value | undefined;
}

export type CollectionSources = { readonly [Name in CollectionName]: CollectionSource<Collections[Name]> };
