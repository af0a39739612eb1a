/**
 * A window's copy of what the engine knows: the site, a column per property of all points, alarms, vitals, health; and
 * whether it may be believed. The engine's word is copied, never changed: the one thing added here is STALE, when the
 * engine itself can no longer say it.
 */
import { epochMs, type EpochMs } from '#shared/base/brand.ts';
import type { HealthCondition } from '#shared/base/health.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { STATUS_HAS_VALUE, STATUS_STALE } from '#shared/domain/sample.ts';
import { buildSite } from '#shared/domain/site/build.ts';
import type { SiteDocument } from '#shared/domain/site/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import type { CollectionName, Collections } from '#shared/protocol/collections.ts';
import type { Frame } from '#shared/protocol/frame.ts';
import type { Welcome } from '#shared/protocol/messages.ts';
import type { Vitals } from '#shared/protocol/vitals.ts';
import { createAlarmList } from './alarm-list.ts';
import { createCollectionCopies } from './collection-copies.ts';
import type { LinkState } from './link.ts';
import { createPointTable, type PointListener, type PointReading, type PointTable } from './point-table.ts';
import { createTopics, type Topic } from './topics.ts';

/** `no-frames`: the link lives but no frame comes. */
export type FeedTrust = 'live' | 'no-frames' | 'link-lost';
/** Where the values come from: the engine, the recorder's last snapshot (no engine yet), or nowhere. */
export type Origin = 'none' | 'recorded' | 'engine';

/** A frame comes at least every second (vitals change); three missed ones are no accident. */
export const NO_FRAMES_AFTER_MS = 3_000;
/** Without trust for this long, every value is shown as stale. */
export const STALE_AFTER_DISTRUST_MS = 10_000;

/** What was recorded, when there is no engine to ask. Columns in the order of the points of that site. */
export interface RecordedValues {
  readonly document: SiteDocument;
  readonly siteRevision: string;
  readonly value: Float64Array;
  /** Epoch ms; NaN where nothing was ever recorded. */
  readonly sourceMs: Float64Array;
  readonly quality: Uint8Array;
}

export interface LiveState {
  site(): Site | undefined;
  demo(): boolean;
  engineRun(): string | undefined;
  origin(): Origin;
  columns(): PointTable['columns'];
  /** Status byte with STALE added when the feed cannot be trusted. */
  statusOf(pointIndex: number): number;
  /** The same object until that point changes. */
  reading(pointIndex: number): PointReading;
  /** Priority first, then newest first; the same array until an alarm changes. */
  alarms(): readonly Alarm[];
  /** The same map until something in it changed. */
  collection<Name extends CollectionName>(name: Name): ReadonlyMap<string, Collections[Name]>;
  vitals(): Vitals | undefined;
  health(): readonly HealthCondition[];
  linkState(): LinkState | undefined;
  feedTrust(): FeedTrust;
  /** Since when `feedTrust()` is what it is, this page's clock. */
  feedTrustSinceMs(): EpochMs;
  /** This page's clock when the last frame came. */
  lastFrameMs(): EpochMs | undefined;
  /** The engine's wall clock now, as well as this page can tell. */
  engineNowMs(): EpochMs;
  /** Counts the changes of a topic. */
  version(topic: Topic): number;
  subscribe(topic: Topic, listener: () => void): () => void;
  onPoints(listener: PointListener): () => void;
  onPoint(pointIndex: number, listener: () => void): () => void;

  applyWelcome(welcome: Welcome): void;
  applyFrame(frame: Frame): void;
  applyLink(state: LinkState): void;
  applyEngineTime(nowMs: EpochMs, roundTripMs: number): void;
  /** Ignored once the engine has spoken. */
  loadRecorded(recorded: RecordedValues): void;
  /** Judges the feed anew; call it every second or so. */
  tick(): void;
}

export function createLiveState(nowMs: () => EpochMs): LiveState {
  return new LiveCopy(nowMs);
}

class LiveCopy implements LiveState {
  readonly #nowMs: () => EpochMs;
  readonly #topics = createTopics();
  readonly #points = createPointTable();
  readonly #alarms = createAlarmList();
  readonly #collections = createCollectionCopies();
  #site: Site | undefined;
  #demo = false;
  #engineRun: string | undefined;
  #origin: Origin = 'none';
  #vitals: Vitals | undefined;
  #health: readonly HealthCondition[] = [];
  #link: LinkState | undefined;
  #trust: FeedTrust = 'link-lost';
  #trustSinceMs: EpochMs;
  #lastFrameMs: EpochMs | undefined;
  #offsetMs = 0;

  constructor(nowMs: () => EpochMs) {
    this.#nowMs = nowMs;
    this.#trustSinceMs = nowMs();
  }

  site = (): Site | undefined => this.#site;
  demo = (): boolean => this.#demo;
  engineRun = (): string | undefined => this.#engineRun;
  origin = (): Origin => this.#origin;
  columns = (): PointTable['columns'] => this.#points.columns;
  statusOf = (pointIndex: number): number => this.#points.statusOf(pointIndex);
  reading = (pointIndex: number): PointReading => this.#points.reading(pointIndex);
  alarms = (): readonly Alarm[] => this.#alarms.list();
  collection = <Name extends CollectionName>(name: Name): ReadonlyMap<string, Collections[Name]> =>
    this.#collections.of(name);
  vitals = (): Vitals | undefined => this.#vitals;
  health = (): readonly HealthCondition[] => this.#health;
  linkState = (): LinkState | undefined => this.#link;
  feedTrust = (): FeedTrust => this.#trust;
  feedTrustSinceMs = (): EpochMs => this.#trustSinceMs;
  lastFrameMs = (): EpochMs | undefined => this.#lastFrameMs;
  engineNowMs = (): EpochMs => epochMs(this.#nowMs() + this.#offsetMs);
  version = (topic: Topic): number => this.#topics.version(topic);
  subscribe = (topic: Topic, listener: () => void): (() => void) => this.#topics.subscribe(topic, listener);
  onPoints = (listener: PointListener): (() => void) => this.#points.onChange(listener);
  onPoint = (pointIndex: number, listener: () => void): (() => void) =>
    this.#points.onPoint(pointIndex, listener);

  applyWelcome(welcome: Welcome): void {
    this.#engineRun = welcome.engineRun;
    this.#offsetMs = welcome.nowMs - this.#nowMs();
    this.#demo = welcome.demo;
    this.#origin = 'engine';
    if (welcome.site && welcome.siteRevision !== this.#site?.revision)
      this.#setSite(buildSite(welcome.site, welcome.siteRevision));
    this.#topics.changed('link');
  }

  applyFrame(frame: Frame): void {
    this.#lastFrameMs = this.#nowMs();
    if (this.#points.apply(frame.points, frame.full)) this.#topics.changed('points');
    if (this.#alarms.apply(frame.alarms, frame.endedAlarms, frame.full)) this.#topics.changed('alarms');
    for (const name of this.#collections.apply(frame.changes, frame.full)) this.#topics.changed(name);
    if (frame.vitals) {
      this.#vitals = frame.vitals;
      this.#topics.changed('vitals');
    }
    if (frame.health) {
      this.#health = frame.health;
      this.#topics.changed('health');
    }
    this.tick();
  }

  applyLink(state: LinkState): void {
    if (state.phase === 'live' && this.#link?.phase !== 'live') this.#lastFrameMs = this.#nowMs();
    this.#link = state;
    this.#topics.changed('link');
    this.tick();
  }

  applyEngineTime(nowMs: EpochMs, roundTripMs: number): void {
    this.#offsetMs = nowMs + roundTripMs / 2 - this.#nowMs();
  }

  loadRecorded(recorded: RecordedValues): void {
    if (this.#origin === 'engine') return;
    this.#origin = 'recorded';
    this.#setSite(buildSite(recorded.document, recorded.siteRevision));
    const { value, sourceMs, quality } = recorded;
    const index = Uint32Array.from(value.keys()).filter((row) => !Number.isNaN(sourceMs[row]));
    const pick = (column: Float64Array): Float64Array =>
      Float64Array.from(index, (row) => column[row] ?? NaN);
    const status = Uint8Array.from(index, (row) => (quality[row] ?? 0) | STATUS_HAS_VALUE | STATUS_STALE);
    const times = pick(sourceMs);
    this.#points.apply({ index, value: pick(value), sourceMs: times, receivedMs: times, status }, true);
    this.#topics.changed('points');
    this.#topics.changed('link');
  }

  tick(): void {
    const trust = this.#judge();
    if (trust !== this.#trust) {
      this.#trust = trust;
      this.#trustSinceMs = this.#nowMs();
      this.#topics.changed('link');
    }
    // A clock stepped backwards must not postpone the verdict for ever.
    const distrustMs = Math.abs(this.#nowMs() - this.#trustSinceMs);
    const stale = trust !== 'live' && distrustMs >= STALE_AFTER_DISTRUST_MS;
    if (this.#points.setAllStale(stale)) this.#topics.changed('points');
  }

  #judge(): FeedTrust {
    const phase = this.#link?.phase;
    if (phase !== 'live' && phase !== 'silent') return 'link-lost';
    const ageMs = this.#lastFrameMs === undefined ? Infinity : Math.abs(this.#nowMs() - this.#lastFrameMs);
    return ageMs > NO_FRAMES_AFTER_MS ? 'no-frames' : 'live';
  }

  #setSite(site: Site): void {
    this.#site = site;
    this.#points.resize(site.points.length);
    this.#topics.changed('site');
    this.#topics.changed('points');
  }
}
