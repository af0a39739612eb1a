/** Answers what `query-contract.ts` asks, from the database. Runs in a Worker of its own. */
import type { BlockCodec } from './block-codec.ts';
import { readCoverage } from './coverage.ts';
import type { HistoryDatabase } from './database.ts';
import { readLastValues } from './last-values.ts';
import type {
  Coverage,
  LastValues,
  RecordedSite,
  Retention,
  Series,
  SeriesQuery,
  StorageUse,
} from './query-contract.ts';
import { readRetention } from './retention.ts';
import type { PointRows } from './rows.ts';
import { readSeries } from './series.ts';
import { createUnmergedRows, type UnmergedRows } from './unmerged.ts';

/** Points read at once. */
const TOGETHER = 8;

/** The browser's own word on storage; absent in tests. */
export type StorageEstimate = Pick<StorageManager, 'estimate' | 'persisted'>;

export class HistoryReader {
  readonly #database: HistoryDatabase;
  readonly #codec: BlockCodec;
  readonly #storage: StorageEstimate | undefined;
  readonly #unmerged: UnmergedRows = createUnmergedRows();

  constructor(database: HistoryDatabase, codec: BlockCodec, storage: StorageEstimate | undefined) {
    this.#database = database;
    this.#codec = codec;
    this.#storage = storage;
  }

  /** @returns undefined when cancelled on the way. */
  seriesOf(
    queries: readonly SeriesQuery[],
    isCancelled: () => boolean,
  ): PromiseLike<readonly Series[] | undefined> {
    const database = this.#database;
    // One transaction: a merge may move samples from batches to blocks between two reads, not within this.
    const { points, blocks, tails, batches, gaps } = database;
    return database.transaction('r', [points, blocks, tails, batches, gaps], async () => {
      const refreshed = this.#unmerged.refresh(database);
      const unmerged = async (point: number): Promise<PointRows> => {
        await refreshed;
        return this.#unmerged.of(point);
      };
      const answers: Series[] = [];
      // Some at a time: together they wait less, and between them a cancelled question ends.
      for (let from = 0; from < queries.length; from += TOGETHER) {
        if (isCancelled()) return undefined;
        const some = queries.slice(from, from + TOGETHER);
        const deps = { database, codec: this.#codec, unmerged };
        answers.push(...(await Promise.all(some.map((query) => readSeries(query, deps)))));
      }
      return answers;
    });
  }

  coverage(): PromiseLike<Coverage> {
    const database = this.#database;
    return database.transaction('r', database.batches, database.state, database.snapshot, async () => {
      await this.#unmerged.refresh(database);
      return readCoverage(database, this.#unmerged);
    });
  }

  async storage(): Promise<StorageUse> {
    const coverage = await this.coverage();
    const retention = await readRetention(this.#database);
    const estimate = await this.#storage?.estimate();
    const persisted = (await this.#storage?.persisted()) ?? false;
    return { coverage, retention, usageBytes: estimate?.usage, quotaBytes: estimate?.quota, persisted };
  }

  async setRetention({ maxAgeDays, maxBytes }: Retention): Promise<Retention> {
    await this.#database.state.put({ name: 'retention', maxAgeDays, maxBytes });
    return { maxAgeDays, maxBytes };
  }

  async recordedSite(): Promise<RecordedSite | undefined> {
    const rows = await this.#database.sites.toArray();
    return rows.sort((a, b) => b.savedAtMs - a.savedAtMs)[0];
  }

  async lastValues(): Promise<LastValues | undefined> {
    const database = this.#database;
    const recorded = await this.recordedSite();
    if (!recorded) return undefined;
    return database.transaction('r', database.points, database.snapshot, database.batches, async () => {
      await this.#unmerged.refresh(database);
      return readLastValues(database, recorded, this.#unmerged);
    });
  }
}
