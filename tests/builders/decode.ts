/** A decoder over the small house with mappings of the test's own, and all that comes out of it, written down. */
import { createDecoder, type Decoder, type DecoderDeps } from '#engine/decode/decoder.ts';
import { createQuarantine, type Quarantine } from '#engine/decode/quarantine.ts';
import type { Note } from '#shared/domain/note.ts';
import { siteDocumentSchema } from '#shared/domain/site/document.ts';
import type { Quality } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';
import type { QuarantineReason } from '#shared/protocol/requests.ts';
import { smallSite, type SiteInput } from './site.ts';

export interface ReadSample {
  readonly id: string;
  readonly value: number;
  readonly sourceMs: number;
  readonly quality: Quality;
  readonly historical: boolean;
}

export interface DecodeBench {
  readonly site: Site;
  readonly decoder: Decoder;
  readonly quarantine: Quarantine;
  readonly samples: ReadSample[];
  /** Point ids of each `sourceLost`. */
  readonly lost: string[][];
  readonly rebirths: { readonly topic: string; readonly payload: Uint8Array }[];
  nowMs: number;
  /** Sends to broker `main` at `nowMs`. @returns `<point id> = <value>` of the samples of this message. */
  send(topic: string, payload: string | object | Uint8Array): string[];
  /** Reason of the newest quarantine entry. */
  lastReason(): QuarantineReason | undefined;
  lastNote(): Note | undefined;
}

/** 2026-09-21T14:13:20Z. */
export const BENCH_NOW_MS = 1_790_000_000_000;

export function decodeBench(
  mappings: SiteInput['mappings'],
  overrides: Partial<SiteInput> = {},
  deps: Partial<DecoderDeps> = {},
): DecodeBench {
  const site = buildSite(
    siteDocumentSchema.parse(smallSite({ ...overrides, mappings, alarmRules: [] })),
    'test',
  );
  const samples: ReadSample[] = [];
  const lost: string[][] = [];
  const rebirths: { topic: string; payload: Uint8Array }[] = [];
  const idOf = (index: PointIndex): string => site.points[index]?.id ?? `no point ${index}`;
  const put =
    (historical: boolean) =>
    (index: PointIndex, value: number, sourceMs: number, _receivedMs: number, quality: Quality): void => {
      samples.push({ id: idOf(index), value, sourceMs, quality, historical });
    };
  const nowMs = (): number => bench.nowMs;
  const quarantine = createQuarantine({ nowMs });
  const decoder = createDecoder({
    site,
    sink: { sample: put(false), historical: put(true), sourceLost: (points) => lost.push(points.map(idOf)) },
    quarantine,
    nowMs,
    requestRebirth: (_broker, topic, payload) => rebirths.push({ topic, payload }),
    ...deps,
  });
  const bench: DecodeBench = {
    site,
    decoder,
    quarantine,
    samples,
    lost,
    rebirths,
    nowMs: BENCH_NOW_MS,
    send(topic, payload) {
      const before = samples.length;
      const applied = decoder.message('main', topic, asBytes(payload), bench.nowMs);
      const read = samples.slice(before);
      if (applied !== read.length)
        throw new Error(`message() said ${applied} samples, the sink got ${read.length}`);
      return read.map(({ id, value }) => `${id} = ${value}`);
    },
    lastReason: () => quarantine.report().entries[0]?.reason,
    lastNote: () => quarantine.report().entries[0]?.note,
  };
  return bench;
}

function asBytes(payload: string | object | Uint8Array): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
}
