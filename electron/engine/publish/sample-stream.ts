/**
 * Numbers the samples for the recorder. Owns: the open batch and the ring of closed ones.
 * Invariants and loss policy: see `shared/protocol/sample-stream.ts`.
 */
import type { Clock, EpochMs } from '#shared/base/brand.ts';
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';

const BATCH_SAMPLES = 8_192;
/** A batch is closed this long after its first sample, so that a killed browser loses little. */
const BATCH_AGE_MS = 500;
/** Batches on the wire that the recorder has not acknowledged. */
const IN_FLIGHT = 8;
const SAMPLE_BYTES = 21;

export interface SampleStreamDeps {
  readonly engineRun: string;
  readonly siteRevision: string;
  readonly clock: Clock;
  /** Memory for batches that no recorder has stored yet, bytes. */
  readonly ringBytes: number;
}

export interface RecorderPort {
  send(batch: SampleBatch): void;
  /** Called when another recorder takes over. */
  close(): void;
}

export interface SampleStream {
  append(point: number, value: number, sourceMs: number, quality: number): void;
  /** Closes a batch that is old enough; call every 100 ms. */
  tick(): void;
  /** The one recorder; a newer one replaces it and gets everything that is kept. */
  attach(port: RecorderPort): void;
  detach(port: RecorderPort): void;
  acknowledge(engineRun: string, number: number): void;
  status(): {
    readonly connected: boolean;
    readonly lagBatches: number;
    readonly lagMs: number;
    readonly lostSamples: number;
  };
}

interface Kept {
  batch: SampleBatch;
  readonly samples: number;
}

export function createSampleStream(deps: SampleStreamDeps): SampleStream {
  return new NumberedStream(deps);
}

class NumberedStream implements SampleStream {
  readonly #deps: SampleStreamDeps;
  readonly #index = new Uint32Array(BATCH_SAMPLES);
  readonly #value = new Float64Array(BATCH_SAMPLES);
  readonly #sourceMs = new Float64Array(BATCH_SAMPLES);
  readonly #quality = new Uint8Array(BATCH_SAMPLES);
  /** Rows of the open batch. */
  #size = 0;
  #openedAt = 0;
  #nextNumber = 1;
  #kept: Kept[] = [];
  #keptBytes = 0;
  #sentUpTo = 0;
  #port: RecorderPort | undefined;
  #lostSamples = 0;

  constructor(deps: SampleStreamDeps) {
    this.#deps = deps;
  }

  append(point: number, value: number, sourceMs: number, quality: number): void {
    const row = this.#size;
    if (row === 0) this.#openedAt = this.#deps.clock.monotonicMs();
    this.#index[row] = point;
    this.#value[row] = value;
    this.#sourceMs[row] = sourceMs;
    this.#quality[row] = quality;
    this.#size = row + 1;
    if (this.#size === BATCH_SAMPLES) this.#close();
  }

  tick(): void {
    if (this.#size > 0 && this.#deps.clock.monotonicMs() - this.#openedAt >= BATCH_AGE_MS) this.#close();
  }

  attach(port: RecorderPort): void {
    const before = this.#port;
    this.#port = port;
    before?.close();
    this.#sentUpTo = 0;
    this.#pump();
  }

  detach(port: RecorderPort): void {
    if (this.#port === port) this.#port = undefined;
  }

  acknowledge(engineRun: string, number: number): void {
    if (engineRun !== this.#deps.engineRun) return;
    const done = this.#kept.findIndex(({ batch }) => batch.number > number);
    this.#forget(done < 0 ? this.#kept.length : done);
    this.#pump();
  }

  status(): ReturnType<SampleStream['status']> {
    const oldest = this.#kept[0];
    return {
      connected: this.#port !== undefined,
      lagBatches: this.#kept.length,
      lagMs: oldest ? Math.max(0, this.#deps.clock.nowMs() - oldest.batch.closedAtMs) : 0,
      lostSamples: this.#lostSamples,
    };
  }

  #close(): void {
    const size = this.#size;
    const batch: SampleBatch = {
      type: 'batch',
      engineRun: this.#deps.engineRun,
      number: this.#nextNumber,
      siteRevision: this.#deps.siteRevision,
      index: this.#index.slice(0, size),
      value: this.#value.slice(0, size),
      sourceMs: this.#sourceMs.slice(0, size),
      quality: this.#quality.slice(0, size),
      closedAtMs: this.#deps.clock.nowMs(),
      lostSamples: 0,
      lostFromMs: undefined,
    };
    this.#nextNumber += 1;
    this.#kept.push({ batch, samples: size });
    this.#keptBytes += size * SAMPLE_BYTES;
    this.#size = 0;
    if (this.#keptBytes > this.#deps.ringBytes) this.#dropOldest();
    this.#pump();
  }

  /** In steps of a sixteenth, so that a full ring is not shifted for every batch. The loss is told by the next batch. */
  #dropOldest(): void {
    const target = this.#deps.ringBytes - this.#deps.ringBytes / 16;
    let bytes = this.#keptBytes;
    let samples = 0;
    let lost = 0;
    let fromMs: EpochMs | undefined;
    let count = 0;
    while (bytes > target && count < this.#kept.length - 1) {
      const { batch, samples: here } = this.#kept[count] as Kept;
      bytes -= here * SAMPLE_BYTES;
      samples += here;
      lost += here + batch.lostSamples;
      fromMs ??= batch.lostFromMs ?? earliest(batch);
      count += 1;
    }
    if (count === 0) return;
    this.#lostSamples += samples;
    this.#forget(count);
    const next = this.#kept[0] as Kept;
    next.batch = { ...next.batch, lostSamples: lost + next.batch.lostSamples, lostFromMs: fromMs };
  }

  #forget(count: number): void {
    for (const { samples } of this.#kept.splice(0, count)) this.#keptBytes -= samples * SAMPLE_BYTES;
  }

  #pump(): void {
    const port = this.#port;
    if (!port) return;
    const limit = (this.#kept[0]?.batch.number ?? this.#nextNumber) + IN_FLIGHT;
    for (const { batch } of this.#kept) {
      if (batch.number >= limit) break;
      if (batch.number <= this.#sentUpTo) continue;
      this.#sentUpTo = batch.number;
      port.send(batch);
    }
  }
}

function earliest({ sourceMs, closedAtMs }: SampleBatch): EpochMs {
  let first = closedAtMs as number;
  for (const at of sourceMs) if (at < first) first = at;
  return first as EpochMs;
}
