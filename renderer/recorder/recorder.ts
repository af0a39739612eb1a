/**
 * The one writer of the history. Owns: the queue of received batches, the samples not yet in blocks, and when to merge and trim.
 * Invariants: a batch is acknowledged only after its transaction is on disk; one transaction at a time; nothing here throws to
 * the link. Loss policy: a batch that cannot be stored is not acknowledged; the engine keeps it in its ring and declares what
 * falls out of it, which is written here as a gap.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { Health } from '#shared/base/health.ts';
import type { Log } from '#shared/base/log.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { Welcome } from '#shared/protocol/messages.ts';
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';
import type { BlockCodec } from './block-codec.ts';
import { compact } from './compact.ts';
import { DAY_MS, type BatchRow, type HistoryDatabase } from './database.ts';
import type { RecorderConditionCode } from './door-contract.ts';
import { numberPoints } from './point-numbers.ts';
import { cutOff, readRetention, trimBefore } from './retention.ts';
import { storeBatches, type PointNumbers } from './write-ahead.ts';

/** Merge when this many samples wait (about 30 MB; only a flood gets there), or this long after the last time. */
const COMPACT_SAMPLES = 3_000_000;
const COMPACT_EVERY_MS = 5 * 60_000;
const TRIM_EVERY_MS = 60 * 60_000;
/** After a failed write. */
const RETRY_MS = 2_000;
/** A loss is shown this long after its end; in the history it stays a gap for good. */
const LOSS_SHOWN_MS = 10 * 60_000;
const MAKE_ROOM = 'make room';

export interface RecorderDeps {
  readonly database: HistoryDatabase;
  readonly codec: BlockCodec;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  readonly acknowledge: (engineRun: string, number: number) => void;
  /** After each flush. */
  readonly onStored: (stored: { readonly untilMs: number | undefined; readonly samples: number }) => void;
}

export interface Recorder {
  /** Takes over what an earlier recorder left unmerged. Call first. */
  recover(): Promise<void>;
  /** The revision whose document is here. */
  siteRevision(): string | undefined;
  welcome(welcome: Welcome): void;
  batch(batch: SampleBatch): void;
  /** Merges and trims when it is time; call it every few seconds. */
  tick(): void;
  /** Resolves when everything received so far is stored, or has failed. */
  idle(): Promise<void>;
  /** Merges now. */
  compactNow(): Promise<void>;
}

export function createRecorder(deps: RecorderDeps): Recorder {
  return new BatchRecorder(deps);
}

class BatchRecorder implements Recorder {
  readonly #deps: RecorderDeps;
  readonly #numbers = new Map<string, PointNumbers>();
  #site: Site | undefined;
  #queue: SampleBatch[] = [];
  #unmerged: BatchRow[] = [];
  #unmergedSamples = 0;
  #storedSamples = 0;
  #storedUntilMs: number | undefined;
  #lostSamples = 0;
  #refusedSamples = 0;
  #lossAt = Infinity;
  #compactedAt: number;
  #trimmedAt = -Infinity;
  #work: Promise<void> = Promise.resolve();
  #flushing = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: RecorderDeps) {
    this.#deps = deps;
    this.#compactedAt = deps.clock.monotonicMs();
  }

  siteRevision(): string | undefined {
    return this.#site?.revision;
  }

  recover(): Promise<void> {
    return this.#next('recover', async () => {
      const rows = await this.#deps.database.batches.toArray();
      this.#keepUnmerged(rows);
      if (rows.length > 0) await this.#compact();
    });
  }

  welcome({ site, siteRevision }: Welcome): void {
    if (!site || siteRevision === this.#site?.revision) return;
    this.#site = buildSite(site, siteRevision);
    // Also when no sample comes: without an engine the page opens with this site.
    void this.#next('keep the site', () => this.#learn(siteRevision));
  }

  batch(batch: SampleBatch): void {
    this.#queue.push(batch);
    if (batch.lostSamples > 0) {
      this.#lostSamples += batch.lostSamples;
      this.#lossAt = this.#deps.clock.monotonicMs();
      this.#condition('recorder.gap', { samples: this.#lostSamples }, 'warning');
    }
    if (!this.#flushing && this.#retry === undefined) this.#flush();
  }

  tick(): void {
    const now = this.#deps.clock.monotonicMs();
    if (now - this.#lossAt >= LOSS_SHOWN_MS) {
      this.#deps.health.clear('recorder.gap');
      this.#deps.health.clear('recorder.unknown-site');
      this.#lostSamples = 0;
      this.#refusedSamples = 0;
      this.#lossAt = Infinity;
    }
    if (this.#unmergedSamples > 0 && now - this.#compactedAt >= COMPACT_EVERY_MS) void this.compactNow();
    if (now - this.#trimmedAt >= TRIM_EVERY_MS) {
      this.#trimmedAt = now;
      void this.#next('trim', () => this.#trim());
    }
  }

  async idle(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.#work) {
      seen = this.#work;
      await seen;
    }
  }

  compactNow(): Promise<void> {
    this.#compactedAt = this.#deps.clock.monotonicMs();
    return this.#next('merge', () => this.#compact());
  }

  /** One piece of work after the other; a failed one is a condition and does not stop the next. */
  #next(what: string, work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      try {
        await work();
      } catch (error) {
        this.#failed(what, error);
      }
    });
    return this.#work;
  }

  #flush(): void {
    this.#flushing = true;
    void this.#next('store', async () => {
      // All that came while the last transaction ran goes into one.
      const batches = this.#queue;
      this.#queue = [];
      try {
        if (batches.length > 0) await this.#store(batches);
      } catch (error) {
        this.#queue = [...batches, ...this.#queue];
        this.#retry = setTimeout(() => {
          this.#retry = undefined;
          this.#flush();
        }, RETRY_MS);
        throw error;
      } finally {
        this.#flushing = false;
      }
      if (this.#unmergedSamples >= COMPACT_SAMPLES) void this.compactNow();
      if (this.#queue.length > 0) this.#flush();
    });
  }

  async #store(batches: readonly SampleBatch[]): Promise<void> {
    const { database, acknowledge, onStored, health } = this.#deps;
    for (const { siteRevision } of batches) await this.#learn(siteRevision);
    const flush = await storeBatches(database, batches, (revision) => this.#numbers.get(revision));
    for (const condition of ['recorder.full', 'recorder.unavailable'] as const) health.clear(condition);
    this.#keepUnmerged(flush.rows);
    this.#storedSamples += flush.samples;
    if (flush.newestMs !== undefined)
      this.#storedUntilMs = Math.max(this.#storedUntilMs ?? 0, flush.newestMs);
    if (flush.refused > 0) {
      this.#refusedSamples += flush.refused;
      this.#lossAt = this.#deps.clock.monotonicMs();
      this.#condition('recorder.unknown-site', { samples: this.#refusedSamples }, 'warning');
    }
    for (const { engineRun, number } of newestOfRuns(batches)) acknowledge(engineRun, number);
    onStored({ untilMs: this.#storedUntilMs, samples: this.#storedSamples });
  }

  /** A replayed batch may speak of a revision that only an earlier recorder was told. */
  async #learn(siteRevision: string): Promise<void> {
    if (this.#numbers.has(siteRevision)) return;
    const { database, clock } = this.#deps;
    let site = this.#site;
    let savedAtMs: number = clock.nowMs();
    if (site?.revision !== siteRevision) {
      const row = await database.sites.get(siteRevision);
      if (!row) return;
      site = buildSite(row.document, row.revision);
      ({ savedAtMs } = row);
    }
    this.#numbers.set(siteRevision, await numberPoints(database, site, savedAtMs));
  }

  #keepUnmerged(rows: readonly BatchRow[]): void {
    for (const row of rows) {
      this.#unmerged.push(row);
      this.#unmergedSamples += row.point.length;
    }
  }

  async #compact(): Promise<void> {
    const rows = this.#unmerged;
    const last = rows.at(-1);
    if (!last) return;
    const { database, codec, log } = this.#deps;
    await compact(rows, last.seq, { database, codec, log: (message, facts) => log('error', message, facts) });
    this.#unmerged = [];
    this.#unmergedSamples = 0;
  }

  async #trim(): Promise<void> {
    const { database, clock, log } = this.#deps;
    const totals = await database.stateRow('totals');
    const before = totals && cutOff(totals.days, clock.nowMs(), await readRetention(database));
    if (before === undefined) return;
    const blocks = await trimBefore(database, before);
    log('info', 'trimmed the history', { before: new Date(before).toISOString(), blocks });
  }

  #failed(what: string, error: unknown): void {
    const detail = `${what}: ${String(error)}`;
    this.#deps.log('error', 'the history could not be written', { what, error: String(error) });
    if (isQuota(error)) {
      this.#condition('recorder.full', { detail }, 'failure');
      if (what !== MAKE_ROOM) void this.#next(MAKE_ROOM, () => this.#makeRoom());
    } else this.#condition('recorder.unavailable', { detail }, 'failure');
  }

  /** The disk is full: the oldest day goes, if there is one besides today. */
  async #makeRoom(): Promise<void> {
    const { database, clock, log } = this.#deps;
    const days = [...((await database.stateRow('totals'))?.days.keys() ?? [])].sort((a, b) => a - b);
    const [oldest] = days;
    if (oldest === undefined || oldest >= Math.floor(clock.nowMs() / DAY_MS)) return;
    const blocks = await trimBefore(database, (oldest + 1) * DAY_MS);
    log('warn', 'trimmed the oldest day: the disk is full', { blocks });
  }

  #condition(
    code: RecorderConditionCode,
    facts: Record<string, string | number>,
    severity: 'warning' | 'failure',
  ): void {
    this.#deps.health.set(code, { code, severity, facts });
  }
}

function newestOfRuns(batches: readonly SampleBatch[]): { engineRun: string; number: number }[] {
  const runs = new Map<string, number>();
  for (const { engineRun, number } of batches)
    runs.set(engineRun, Math.max(number, runs.get(engineRun) ?? 0));
  return [...runs].map(([engineRun, number]) => ({ engineRun, number }));
}

/** Dexie wraps the abort of a transaction; the reason is one of its inner errors. */
export function isQuota(error: unknown): boolean {
  for (
    let at: unknown = error;
    typeof at === 'object' && at !== null;
    at = 'inner' in at ? at.inner : undefined
  ) {
    if ('name' in at && at.name === 'QuotaExceededError') return true;
  }
  return false;
}
