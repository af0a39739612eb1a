import { epochMs } from '#shared/base/brand.ts';
import type { SampleBatch } from '#shared/protocol/sample-stream.ts';

/** [point index, source time, value, quality] */
export type Row = readonly [index: number, sourceMs: number, value: number, quality?: number];

export function sampleBatch(
  number: number,
  rows: readonly Row[],
  changes: Partial<SampleBatch> = {},
): SampleBatch {
  return {
    type: 'batch',
    engineRun: 'run-1',
    number,
    siteRevision: 'rev-1',
    index: Uint32Array.from(rows, ([index]) => index),
    value: Float64Array.from(rows, ([, , value]) => value),
    sourceMs: Float64Array.from(rows, ([, sourceMs]) => sourceMs),
    quality: Uint8Array.from(rows, ([, , , quality]) => quality ?? 0),
    closedAtMs: epochMs(rows.at(-1)?.[1] ?? 0),
    lostSamples: 0,
    lostFromMs: undefined,
    ...changes,
  };
}
