/**
 * Every command that is open, the last one of each point, and their way into the journal: one record a step.
 *
 * Invariants: at most one command a point, live and drill apart; what listeners hear is in force at once, stored or not;
 * `storedSeq` is 0 until the record of the last step is on disk.
 */
import type { Command, CommandId } from '#shared/domain/command/command.ts';
import { advance, type CommandEvent } from '#shared/domain/command/machine.ts';
import { commandKind, fromCommandRecord, toCommandRecord } from '#shared/domain/command/record.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';

/** The part of the journal that commands need. */
export interface CommandJournal {
  append(kind: string, body: unknown): { readonly seq: number; readonly stored: Promise<boolean> };
  onStored(listener: (seq: number) => void): () => void;
}

/** @param gone another command to the same point has taken its place. */
export type CommandListener = (command: Command, gone: boolean) => void;

export class CommandLedger {
  readonly #journal: CommandJournal;
  readonly #byId = new Map<string, Command>();
  readonly #bySlot = new Map<string, CommandId>();
  readonly #listeners = new Set<CommandListener>();
  /** Records on their way to the disk, in order. */
  #unstored: { readonly seq: number; readonly id: CommandId }[] = [];
  readonly #lastSeq = new Map<CommandId, number>();

  constructor(journal: CommandJournal) {
    this.#journal = journal;
    journal.onStored((seq) => this.#markStored(seq));
  }

  get(id: string): Command | undefined {
    return this.#byId.get(id);
  }

  all(): Command[] {
    return [...this.#byId.values()];
  }

  /** The last one to this point. */
  latest(pointId: string, drill: boolean): Command | undefined {
    return this.#byId.get(this.#bySlot.get(slot(pointId, drill)) ?? '');
  }

  onChange(listener: CommandListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A new command, in the place of the last one to its point. @returns when its record is stored. */
  open(command: Command): Promise<boolean> {
    const before = this.latest(command.pointId, command.drill);
    if (before) {
      this.#byId.delete(before.id);
      this.#lastSeq.delete(before.id);
      this.#tell(before, true);
    }
    return this.#record(command, command.origin.by);
  }

  /** @returns when the record of the step is stored; undefined where the event was no step to another phase. */
  apply(id: CommandId, event: CommandEvent, by: string): Promise<boolean> | undefined {
    const before = this.#byId.get(id);
    if (!before) return undefined;
    const { command, changed } = advance(before, event);
    if (!changed) return undefined;
    if (command.phase !== before.phase || command.acceptedBy !== before.acceptedBy)
      return this.#record(command, by);
    this.#byId.set(id, command);
    this.#tell(command, false);
    return undefined;
  }

  /** @param entries newest first. @returns what was open. Nobody is told. */
  restore(entries: readonly JournalEntry[]): Command[] {
    const known = new Set<string>();
    for (const { seq, body } of entries) {
      const command = fromCommandRecord(body, seq);
      if (!command || known.has(command.id)) continue;
      known.add(command.id);
      const key = slot(command.pointId, command.drill);
      // Older than another one to the same point: that one took its place.
      if (this.#bySlot.has(key)) continue;
      this.#bySlot.set(key, command.id);
      this.#byId.set(command.id, command);
      this.#lastSeq.set(command.id, seq);
    }
    return this.all();
  }

  #record(command: Command, by: string): Promise<boolean> {
    this.#byId.set(command.id, command);
    this.#bySlot.set(slot(command.pointId, command.drill), command.id);
    const { seq, stored } = this.#journal.append(commandKind(command.phase), toCommandRecord(command, by));
    this.#lastSeq.set(command.id, seq);
    this.#unstored.push({ seq, id: command.id });
    this.#tell(command, false);
    return stored;
  }

  #markStored(upTo: number): void {
    let done = 0;
    while (done < this.#unstored.length && (this.#unstored[done] as { seq: number }).seq <= upTo) done += 1;
    for (const { seq, id } of this.#unstored.splice(0, done)) {
      const command = this.#byId.get(id);
      if (!command || this.#lastSeq.get(id) !== seq) continue;
      const stored = { ...command, storedSeq: seq };
      this.#byId.set(id, stored);
      this.#tell(stored, false);
    }
  }

  #tell(command: Command, gone: boolean): void {
    for (const listener of [...this.#listeners]) listener(command, gone);
  }
}

function slot(pointId: string, drill: boolean): string {
  return drill ? `drill ${pointId}` : pointId;
}
