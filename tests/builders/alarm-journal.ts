import { epochMs } from '#shared/base/brand.ts';
import type { JournalEntry } from '#shared/protocol/requests.ts';
import type { AlarmJournal } from '#engine/alarms/alarms.ts';

export interface MemoryJournal extends AlarmJournal {
  readonly entries: JournalEntry[];
  /** The disk takes what waits; `onStored` hears of records up to `upTo`, by default all. */
  accept(upTo?: number): void;
  refuse(): void;
}

/** A journal in memory whose disk the test turns on and off. */
export function memoryJournal(): MemoryJournal {
  const entries: JournalEntry[] = [];
  let settlers: ((stored: boolean) => void)[] = [];
  const listeners: ((seq: number) => void)[] = [];
  return {
    entries,
    append(kind, body) {
      // Through JSON, as on disk.
      const entry = {
        seq: entries.length + 1,
        atMs: epochMs(0),
        kind,
        body: JSON.parse(JSON.stringify(body)) as unknown,
      };
      entries.push(entry);
      return { seq: entry.seq, stored: new Promise((resolve) => settlers.push(resolve)) };
    },
    onStored(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    accept(upTo = entries.length) {
      for (const settle of settlers) settle(true);
      settlers = [];
      for (const listener of listeners) listener(upTo);
    },
    refuse() {
      for (const settle of settlers) settle(false);
      settlers = [];
    },
  };
}
