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

type Kept = { batch: SampleBatch; samples: number };

export function createSampleStream({
  engineRun,
  siteRevision,
  clock,
  ringBytes,
}: SampleStreamDeps): SampleStream {
  const index = new Uint32Array(BATCH_SAMPLES);
  const value = new Float64Array(BATCH_SAMPLES);
  const sourceMs = new Float64Array(BATCH_SAMPLES);
  const quality = new Uint8Array(BATCH_SAMPLES);
  let size = 0;
  let openedAt = 0;
  let nextNumber = 1;
  let kept: Kept[] = [];
  let keptBytes = 0;
  let sentUpTo = 0;
  let port: RecorderPort | undefined;
  let lostSamples = 0;
  let pendingLoss: { samples: number; fromMs: EpochMs } | undefined;

  function close(): void {
    const batch: SampleBatch = {
      type: 'batch',
      engineRun,
      number: nextNumber,
      siteRevision,
      index: index.slice(0, size),
      value: value.slice(0, size),
      sourceMs: sourceMs.slice(0, size),
      quality: quality.slice(0, size),
      closedAtMs: clock.nowMs(),
      lostSamples: 0,
      lostFromMs: undefined,
    };
    nextNumber += 1;
    kept.push({ batch, samples: size });
    keptBytes += size * SAMPLE_BYTES;
    size = 0;
    if (keptBytes > ringBytes) dropOldest();
    pump();
  }

  /** In steps of a sixteenth, so that a full ring is not shifted for every batch. */
  function dropOldest(): void {
    let drop = 0;
    const target = ringBytes - ringBytes / 16;
    while (keptBytes > target && drop < kept.length - 1) {
      const { batch, samples } = kept[drop] as Kept;
      keptBytes -= samples * SAMPLE_BYTES;
      lostSamples += samples;
      pendingLoss = {
        samples: (pendingLoss?.samples ?? 0) + samples + batch.lostSamples,
        fromMs: pendingLoss?.fromMs ?? batch.lostFromMs ?? earliest(batch),
      };
      drop += 1;
    }
    kept = kept.slice(drop);
    const first = kept[0];
    if (first && pendingLoss) {
      first.batch = { ...first.batch, lostSamples: pendingLoss.samples, lostFromMs: pendingLoss.fromMs };
      pendingLoss = undefined;
    }
  }

  function pump(): void {
    if (!port) return;
    const firstNumber = kept[0]?.batch.number ?? nextNumber;
    const limit = firstNumber + IN_FLIGHT;
    for (const { batch } of kept) {
      if (batch.number >= limit) break;
      if (batch.number <= sentUpTo) continue;
      sentUpTo = batch.number;
      port.send(batch);
    }
  }

  return {
    append(point, sampleValue, atMs, sampleQuality) {
      if (size === 0) openedAt = clock.monotonicMs();
      index[size] = point;
      value[size] = sampleValue;
      sourceMs[size] = atMs;
      quality[size] = sampleQuality;
      size += 1;
      if (size === BATCH_SAMPLES) close();
    },
    tick() {
      if (size > 0 && clock.monotonicMs() - openedAt >= BATCH_AGE_MS) close();
    },
    attach(newPort) {
      const before = port;
      port = newPort;
      before?.close();
      sentUpTo = 0;
      pump();
    },
    detach(oldPort) {
      if (port === oldPort) port = undefined;
    },
    acknowledge(run, number) {
      if (run !== engineRun) return;
      let done = 0;
      while (done < kept.length && (kept[done] as Kept).batch.number <= number) {
        keptBytes -= (kept[done] as Kept).samples * SAMPLE_BYTES;
        done += 1;
      }
      if (done > 0) kept = kept.slice(done);
      pump();
    },
    status: () => ({
      connected: port !== undefined,
      lagBatches: kept.length,
      lagMs: kept[0] ? Math.max(0, clock.nowMs() - kept[0].batch.closedAtMs) : 0,
      lostSamples,
    }),
  };
}

function earliest({ sourceMs, closedAtMs }: SampleBatch): EpochMs {
  let first = closedAtMs as number;
  for (const at of sourceMs) if (at < first) first = at;
  return first as EpochMs;
}
