/**
 * Commands of the site's other stations. Owns: what they tell of theirs, and what is told them of ours, as shared records.
 *
 * Invariants: it advises and never waits: a command here goes its way whether or not another station hears of it. What was
 * told counts no longer than it may be open, by this station's monotonic clock: a station that died holds no device.
 * Loss policy: that of shared records, none; after `keepMs` they are gone, for the journal has the commands themselves.
 */
import type { Clock } from '#shared/base/brand.ts';
import { isOpen, type Command } from '#shared/domain/command/command.ts';
import { readTold, tellCommand, type CommandElsewhere } from '#shared/domain/command/elsewhere.ts';
import { readStamp } from '#shared/domain/record/stamp.ts';
import type { SharedRecord } from '#shared/domain/record/record.ts';
import type { CollectionSource } from '#shared/protocol/collections.ts';
import type { Records, RecordType } from '#engine/records/records.ts';

export const COMMAND_RECORDS: RecordType = { name: 'command', keepMs: 600_000 };

/** A record holds the commands of one station in one minute, so that a whole evacuation is told in few messages. */
const SLOT_MS = 60_000;
const MOST_IN_RECORD = 150;
/** However many a broken station tells of. */
const MOST_HELD = 2_000;

export interface CommandsElsewhere {
  /** Of each change of a command of this station. */
  tell(command: Command): void;
  /** Once, after the commands of the last run were restored: what it left open is told as ended. */
  restore(get: (id: string) => Command | undefined): void;
  /** The newest that another station has open at this point. */
  of(pointId: string): CommandElsewhere | undefined;
  readonly collection: CollectionSource<CommandElsewhere>;
  onChange(listener: (id: string) => void): () => void;
  /** Lets go of what cannot be open any more; every 100 ms. */
  tick(): void;
}

export interface CommandsElsewhereDeps {
  readonly records: Pick<Records, 'all' | 'write' | 'onChange'>;
  readonly stationId: string;
  readonly clock: Clock;
}

interface Held {
  readonly command: CommandElsewhere;
  readonly stamp: string;
  /** Monotonic. */
  readonly untilMs: number;
}

export function createCommandsElsewhere(deps: CommandsElsewhereDeps): CommandsElsewhere {
  return { ...createHeld(deps), ...createTold(deps) };
}

/** What other stations tell of theirs. */
function createHeld({
  records,
  stationId,
  clock,
}: CommandsElsewhereDeps): Pick<CommandsElsewhere, 'of' | 'collection' | 'onChange' | 'tick'> {
  const held = new Map<string, Held>();
  const listeners = new Set<(id: string) => void>();
  const changed = (id: string): void => {
    for (const listener of listeners) listener(id);
  };
  const drop = (id: string): void => {
    if (held.delete(id)) changed(id);
  };
  const take = ({ fields }: SharedRecord): void => {
    for (const [id, { value, stamp }] of Object.entries(fields)) {
      const station = readStamp(stamp)?.stationId;
      if (station === undefined || station === stationId || held.get(id)?.stamp === stamp) continue;
      const read = readTold(value);
      if (!read) drop(id);
      else if (held.has(id) || held.size < MOST_HELD) {
        const command = { ...read.command, id, stationId: station };
        held.set(id, { command, stamp, untilMs: clock.monotonicMs() + read.openMs });
        changed(id);
      }
    }
  };
  for (const record of records.all(COMMAND_RECORDS.name)) take(record);
  records.onChange(({ record, origin }) => {
    if (record.type === COMMAND_RECORDS.name && origin === 'elsewhere') take(record);
  });
  return {
    of(pointId) {
      let newest: Held | undefined;
      for (const one of held.values())
        if (one.command.pointId === pointId && (newest === undefined || one.stamp > newest.stamp))
          newest = one;
      return newest?.command;
    },
    collection: { ids: () => held.keys(), get: (id) => held.get(id)?.command },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tick() {
      const now = clock.monotonicMs();
      for (const [id, { untilMs }] of held) if (now >= untilMs) drop(id);
    },
  };
}

/** What this station tells the others. */
function createTold({
  records,
  stationId,
  clock,
}: CommandsElsewhereDeps): Pick<CommandsElsewhere, 'tell' | 'restore'> {
  /** Id of a command that is told as open → its record. */
  const told = new Map<string, string>();
  let count = 0;
  const newRecordId = (): string => {
    const minute = Math.floor(clock.nowMs() / SLOT_MS).toString(36);
    return `${stationId}-${minute}-${Math.floor(count++ / MOST_IN_RECORD).toString(36)}`;
  };
  return {
    tell(command) {
      if (command.drill || command.phase === 'confirmed' || command.phase === 'accepted') return;
      const open = isOpen(command);
      const before = told.get(command.id);
      // What ends before it was told of concerns nobody else.
      if (!open && before === undefined) return;
      const recordId = before ?? newRecordId();
      if (open) told.set(command.id, recordId);
      else told.delete(command.id);
      records.write(COMMAND_RECORDS.name, recordId, { fields: { [command.id]: tellCommand(command) } });
    },
    restore(get) {
      for (const { id: recordId, fields } of records.all(COMMAND_RECORDS.name)) {
        for (const [id, { value, stamp }] of Object.entries(fields)) {
          if (readStamp(stamp)?.stationId !== stationId || readTold(value) === undefined) continue;
          const command = get(id);
          if (command && isOpen(command)) told.set(id, recordId);
          else records.write(COMMAND_RECORDS.name, recordId, { fields: { [id]: null } });
        }
      }
    },
  };
}
