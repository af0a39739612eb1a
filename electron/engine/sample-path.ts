/**
 * One message's way through the engine: decode → live → alarms → sample stream. Composed once, called for every message;
 * no object is made on it. Bad input ends in the quarantine, nothing here throws.
 */
import type { Clock } from '#shared/base/brand.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { FeedbackWatch } from './commands/commands.ts';
import { createDecoder, type Decoder } from './decode/decoder.ts';
import { createQuarantine, type Quarantine } from './decode/quarantine.ts';
import { createLive, type Live } from './live/live.ts';
import type { SampleStream } from './publish/sample-stream.ts';

export type Lane = 'telemetry' | 'alarm';

export interface SamplePath {
  readonly live: Live;
  readonly decoder: Decoder;
  readonly quarantine: Quarantine;
  /** @returns a promise while an alarm-lane message waits for the journal; undefined: applied. */
  message(
    brokerId: string,
    lane: Lane,
    topic: string,
    payload: Uint8Array,
    receivedMs: number,
    retained?: boolean,
  ): Promise<void> | undefined;
  connection(brokerId: string, lane: Lane, online: boolean, silentMs: number): void;
}

export interface SamplePathDeps {
  readonly site: Site;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly stream: SampleStream;
  /** Commands wait for feedback here; a value that the broker had kept is none. */
  readonly watch: FeedbackWatch;
  requestRebirth(brokerId: string, topic: string, payload: Uint8Array): void;
  onSubscriptionsChanged(): void;
}

export function createSamplePath(deps: SamplePathDeps): SamplePath {
  const { site, clock, alarms, stream, watch } = deps;
  let kept = false;
  const live = createLive({
    site,
    clock,
    onSample(point, value, sourceMs, receivedMs, quality) {
      alarms.onSample(point, value, sourceMs, receivedMs, quality);
      if (!kept) watch.sample(point, value, quality);
    },
    onRecord: (point, value, sourceMs, quality) => stream.append(point, value, sourceMs, quality),
    onStale: (point: PointIndex, stale, atMs) => alarms.onStale(point, stale, atMs),
  });
  const quarantine = createQuarantine({ nowMs: clock.nowMs });
  const decoder = createDecoder({
    site,
    sink: live,
    quarantine,
    nowMs: clock.nowMs,
    requestRebirth: deps.requestRebirth,
    onSubscriptionsChanged: deps.onSubscriptionsChanged,
  });
  const sourceNumbers = new Map<string, number>();
  const sourceOf = (brokerId: string, lane: Lane): number => {
    const key = lane === 'alarm' ? `${brokerId}!` : brokerId;
    let number = sourceNumbers.get(key);
    if (number === undefined) sourceNumbers.set(key, (number = sourceNumbers.size));
    return number;
  };
  return {
    live,
    decoder,
    quarantine,
    message(brokerId, lane, topic, payload, receivedMs, retained) {
      live.fromSource(sourceOf(brokerId, lane), lane === 'alarm');
      kept = retained === true;
      decoder.message(brokerId, topic, payload, receivedMs, lane, retained);
      return lane === 'alarm' ? alarms.pendingStore() : undefined;
    },
    connection: (brokerId, lane, online, silentMs) =>
      live.sourceOnline(sourceOf(brokerId, lane), online, silentMs),
  };
}
