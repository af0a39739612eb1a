/**
 * The history's database. Tables:
 *   points   point id ↔ small number, for good: numbers outlive revisions of the site
 *   blocks   [point number, time of first sample] → full block, bytes of `block-codec.ts`; those of a point never overlap
 *   tails    the newest, growing block of each point, 16 points a row: a merge touches all of them, and a row costs more than its bytes
 *   batches  write-ahead rows, one or a few a flush, in order of receipt; merged into blocks and then deleted
 *   gaps     spans in which the engine had to drop samples
 *   sites    every revision recorded, with its document
 *   snapshot newest sample of every point in blocks and tails, 2,048 points a row
 *   state    single rows by name: `streams`, `totals`, `retention`
 * One writer (Web Lock `recorder`), any number of readers.
 */
import Dexie, { type DexieOptions, type EntityTable, type Table } from 'dexie';
import type { SiteDocument } from '#shared/domain/site/document.ts';
import { readSummary } from './block-codec.ts';
import { packSamples, type BatchColumns, type PackedSamples } from './packed-samples.ts';
import type { Retention } from './query-contract.ts';

export const DATABASE_NAME = 'signalbox-history';

/** What this code writes. A database of a later one is left alone. */
export const SCHEMA_VERSION = 2;
/** Dexie keeps its version times ten in the browser's; the rest are its own repairs. */
const NATIVE_STEP = 10;

/** The database was written by a newer version of the program, which must be loaded instead. */
export class NewerHistoryError extends Error {
  override readonly name = 'NewerHistoryError';
}

export type BlockKey = [point: number, fromMs: number];

export interface PointRow {
  readonly id: number;
  readonly pointId: string;
  readonly gapMs: number;
}

export interface BatchRow extends PackedSamples {
  readonly seq: number;
}

export interface GapRow {
  readonly id: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly samples: number;
}

export interface SiteRow {
  readonly revision: string;
  readonly document: SiteDocument;
  readonly savedAtMs: number;
}

/** How far each engine run's stream is stored; the last few runs, oldest first. */
export interface StreamsRow {
  readonly name: 'streams';
  readonly runs: readonly { readonly engineRun: string; readonly number: number }[];
}

/** Points of one row of `tails`. */
export const GROUP_POINTS = 16;
/** Of points `group` × 16 and on; bytes of `block-codec.ts`. A point's tail begins after the end of all its blocks. */
export type TailGroup = readonly (Uint8Array<ArrayBuffer> | undefined)[];

export function groupOf(point: number): number {
  return Math.floor(point / GROUP_POINTS);
}

/** Points of one snapshot row; keeps it below the 64 KiB from which Chromium stores a value as a file of its own. */
export const PAGE_POINTS = 2_048;

/** Points `page` × 2,048 and on: what is in blocks and tails, not what is still in batches. NaN times: nothing yet. */
export interface SnapshotRow {
  readonly page: number;
  readonly lastMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint8Array<ArrayBuffer>;
}

export interface Amount {
  readonly samples: number;
  readonly bytes: number;
}

/** Samples and bytes of the blocks that begin on a day; key: whole days since 1970. */
export interface TotalsRow {
  readonly name: 'totals';
  readonly days: ReadonlyMap<number, Amount>;
}

export interface RetentionRow extends Retention {
  readonly name: 'retention';
}

export type StateRow = StreamsRow | TotalsRow | RetentionRow;

export const DAY_MS = 86_400_000;

export class HistoryDatabase extends Dexie {
  readonly points!: EntityTable<PointRow, 'id'>;
  readonly blocks!: Table<Uint8Array<ArrayBuffer>, BlockKey>;
  readonly tails!: Table<TailGroup, number>;
  readonly batches!: EntityTable<BatchRow, 'seq'>;
  readonly gaps!: EntityTable<GapRow, 'id'>;
  readonly sites!: Table<SiteRow, string>;
  readonly snapshot!: Table<SnapshotRow, number>;
  readonly state!: Table<StateRow, StateRow['name']>;

  constructor(name = DATABASE_NAME, options: DexieOptions = {}) {
    // Strict: what is acknowledged to the engine is on the disk, not only handed to the operating system.
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled', ...options });
    this.version(1).stores({
      points: '++id, &pointId',
      blocks: '',
      batches: '++seq',
      gaps: '++id',
      sites: 'revision',
      snapshot: 'page',
      state: 'name',
    });
    // Version 2: tails by group, gaps found by time, totals by day for retention by size, packed batches.
    this.version(SCHEMA_VERSION)
      .stores({ gaps: '++id, toMs', tails: '' })
      .upgrade(async (transaction) => {
        const days = new Map<number, Amount>();
        await transaction.table<Uint8Array, BlockKey>('blocks').each((bytes, { primaryKey }) => {
          const day = Math.floor(primaryKey[1] / DAY_MS);
          const total = days.get(day) ?? { samples: 0, bytes: 0 };
          days.set(day, {
            samples: total.samples + readSummary(bytes).count,
            bytes: total.bytes + bytes.length,
          });
        });
        await transaction.table<StateRow>('state').put({ name: 'totals', days });
        // What it said of the newest blocks is in `tails` now; those of version 1 stay where they are, as blocks.
        const snapshots = transaction.table<SnapshotRow>('snapshot');
        const pages = await snapshots.toArray();
        await snapshots.bulkPut(
          pages.map(({ page, lastMs, value, quality }) => ({ page, lastMs, value, quality })),
        );
        const batches = transaction.table<{ seq: number }>('batches');
        const plain = (await batches.toArray()) as (BatchColumns & { seq: number })[];
        await batches.bulkPut(
          plain.map((row) => ({ seq: row.seq, ...packSamples(row, 0, row.point.length) })),
        );
      });
  }

  async stateRow<Name extends StateRow['name']>(
    name: Name,
  ): Promise<Extract<StateRow, { name: Name }> | undefined> {
    return (await this.state.get(name)) as Extract<StateRow, { name: Name }> | undefined;
  }
}

/** Dexie would open a newer database and bend it to its own schema. @throws NewerHistoryError instead. */
export async function openHistoryDatabase(database: HistoryDatabase): Promise<void> {
  const installed = (await indexedDB.databases()).find(({ name }) => name === database.name)?.version ?? 0;
  const version = Math.floor(installed / NATIVE_STEP);
  if (version > SCHEMA_VERSION) {
    throw new NewerHistoryError(`history of version ${version}, this program knows ${SCHEMA_VERSION}`);
  }
  await database.open();
}

/** All blocks of a point that begin in [fromMs, toMs). */
export function blocksBetween(database: HistoryDatabase, point: number, fromMs: number, toMs: number) {
  return database.blocks.where(':id').between([point, fromMs], [point, toMs], true, false);
}

/** Blocks of a point that begin before `atMs`, newest first. */
export function blocksBefore(database: HistoryDatabase, point: number, atMs: number) {
  return database.blocks.where(':id').between([point, -Infinity], [point, atMs], true, false).reverse();
}
