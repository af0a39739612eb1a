/**
 * Runs the alarm state machine for every rule of the site. Public door of the room.
 *
 * Owns: which rules are abnormal, their delays, every alarm that is not normal. Invariants: a value of bad quality
 * neither raises nor clears; delays run on the monotonic clock; an alarm is in force the moment it is raised, stored or
 * not; nothing leaves the list but by acknowledgement and return to normal.
 * Loss policy: none. A rule or point that the site no longer has keeps its restored alarms until a person acknowledges.
 */
import { epochMs, type Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import type { Result } from '#shared/base/result.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { isActive, type AlarmEvent } from '#shared/domain/alarm/machine.ts';
import { SNAPSHOT_KIND } from '#shared/domain/alarm/record.ts';
import { QUALITY_BAD, type Quality } from '#shared/domain/sample.ts';
import type { PointIndex, Site } from '#shared/domain/site/site.ts';
import type { JournalEntry, RequestResult } from '#shared/protocol/requests.ts';
import type { Journal } from '#engine/journal/journal.ts';
import { readSinceSnapshot } from '#engine/journal/replay.ts';
import { createDelays } from './delays.ts';
import { AlarmLedger, type AlarmCounts, type AlarmJournal, type AlarmListener } from './ledger.ts';
import { createRuleTable, type RuleTable } from './rules.ts';

export type { AlarmCounts, AlarmJournal, AlarmListener } from './ledger.ts';

export interface AlarmsDeps {
  readonly site: Site;
  readonly journal: AlarmJournal;
  readonly clock: Clock;
  readonly log: Log;
}

export type AcknowledgeResult = RequestResult<'alarm.acknowledge'>;

export interface Alarms {
  /** Once, before the first sample. @param entries from `readAlarmEntries`. */
  restore(entries: Iterable<JournalEntry>): void;
  /** Hot path: two comparisons unless a rule may change its mind. Allocates only then. */
  onSample(point: PointIndex, value: number, sourceMs: number, receivedMs: number, quality: Quality): void;
  onStale(point: PointIndex, stale: boolean, atMs: number): void;
  /** Lets delays run out; every 100 ms. */
  tick(): void;
  /** Resolves once on disk, or as soon as the disk has refused. */
  acknowledge(
    alarms: readonly { readonly id: AlarmId; readonly occurrence: number }[],
    by: string,
  ): Promise<AcknowledgeResult>;
  /** Every alarm that is not normal, in no order (see `compareAlarms`). */
  active(): readonly Alarm[];
  get(id: AlarmId): Alarm | undefined;
  counts(): AlarmCounts;
  /** At each transition at once, and again when `storedSeq` is known. `ended`: it is normal and forgotten. */
  onChange(listener: AlarmListener): () => void;
  /** Resolves once every transition so far is on disk or the disk has refused it; undefined when none is on its way. */
  pendingStore(): Promise<void> | undefined;
  /** Puts a snapshot into the journal, so that the next start has little to replay; before a planned stop. */
  snapshot(): void;
}

/** `by` in records of what the process itself did. */
const ENGINE = 'engine';

export function createAlarms(deps: AlarmsDeps): Alarms {
  return new RunningAlarms(deps);
}

/** Everything `restore` needs: the latest snapshot and what came after it. */
export function readAlarmEntries(
  journal: Pick<Journal, 'latest' | 'read'>,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  return readSinceSnapshot(journal, SNAPSHOT_KIND, 'alarm');
}

/** How far back a history goes that finds little. Bytes. */
const HISTORY_BYTES = 64 * 1024 * 1024;

/** Transitions of the alarms of one asset, or of all, newest first. */
export function alarmHistory(
  journal: Pick<Journal, 'latest'>,
  assetId: string | undefined,
  limit: number,
): Promise<Result<JournalEntry[], 'unreadable'>> {
  const holds = assetId === undefined ? {} : { holds: `"assetId":${JSON.stringify(assetId)}` };
  return journal.latest({ kind: 'alarm.', limit, maxBytes: HISTORY_BYTES, ...holds });
}

class RunningAlarms implements Alarms {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #rules: RuleTable;
  readonly #ledger: AlarmLedger;
  readonly #delays = createDelays();
  /** Restored alarms that no rule of this site can clear any more. */
  readonly #orphans = new Set<AlarmId>();
  /** Per rule: 1 while its alarm is active. */
  readonly #active: Uint8Array;
  /** Per point: last value that was not bad; NaN before the first. */
  readonly #lastValue: Float64Array;
  /** Per point: 1 once a sample or a word about its age came since the start. */
  readonly #heardOf: Uint8Array;
  // The same arrays as in `#rules`, one load nearer to the hot path.
  readonly #quietLow: Float64Array;
  readonly #quietHigh: Float64Array;

  constructor({ site, journal, clock, log }: AlarmsDeps) {
    this.#clock = clock;
    this.#log = log;
    this.#rules = createRuleTable(site);
    this.#ledger = new AlarmLedger(journal);
    this.#active = new Uint8Array(this.#rules.count);
    this.#lastValue = new Float64Array(site.points.length).fill(NaN);
    this.#heardOf = new Uint8Array(site.points.length);
    this.#quietLow = this.#rules.quietLow;
    this.#quietHigh = this.#rules.quietHigh;
    // A point that never says anything is silent too, though it has no value that could grow old.
    const startMs = clock.monotonicMs();
    for (let rule = 0; rule < this.#rules.count; rule += 1) {
      if (this.#rules.isStaleRule[rule] !== 1) continue;
      const point = site.points[this.#rules.pointOf[rule] as number];
      if (point) this.#delays.start(rule, startMs + point.staleAfterMs);
    }
  }

  restore(entries: Iterable<JournalEntry>): void {
    this.#ledger.restore(entries);
    const unmatched = new Set(this.#ledger.all().map(({ id }) => id));
    const known = new Set<AlarmId>();
    for (let rule = 0; rule < this.#rules.count; rule += 1) {
      const id = this.#rules.alarmId(rule);
      if (this.#ledger.hasCounted(id)) known.add(id);
      const alarm = this.#ledger.get(id);
      if (!alarm) continue;
      unmatched.delete(id);
      if (!isActive(alarm.phase)) continue;
      // The next sample that says otherwise clears it, as if there had been no restart.
      this.#active[rule] = 1;
      this.#rules.evidence[rule] = 1;
      this.#delays.cancel(rule);
    }
    for (const id of unmatched) this.#orphans.add(id);
    this.#ledger.forgetCounts((id) => !known.has(id));
    this.#log('info', 'alarms restored', { ...this.counts(), withoutRule: unmatched.size });
  }

  onSample(point: PointIndex, value: number, sourceMs: number, receivedMs: number, quality: Quality): void {
    if (quality === QUALITY_BAD || value !== value) {
      // It says nothing about the process, but the source did speak.
      if (this.#heardOf[point] === 0) this.#heardFirst(point, receivedMs);
      return;
    }
    this.#lastValue[point] = value;
    if (value >= (this.#quietLow[point] as number) && value <= (this.#quietHigh[point] as number)) return;
    this.#evaluate(point, value, sourceMs, receivedMs);
  }

  onStale(point: PointIndex, stale: boolean, atMs: number): void {
    this.#heardOf[point] = 1;
    this.#silence(point, stale, atMs);
  }

  tick(): void {
    this.#delays.expire(this.#clock.monotonicMs(), (rule) => {
      const neverHeard = this.#rules.isStaleRule[rule] === 1 && this.#rules.evidence[rule] === 0;
      if (neverHeard && this.#active[rule] === 0) this.#turn(rule, true, this.#clock.nowMs());
      else this.#conclude(rule, this.#clock.nowMs());
    });
  }

  async acknowledge(
    alarms: readonly { readonly id: AlarmId; readonly occurrence: number }[],
    by: string,
  ): Promise<AcknowledgeResult> {
    const acknowledged: AlarmId[] = [];
    const superseded: AlarmId[] = [];
    const alreadyDone: AlarmId[] = [];
    const storing: Promise<boolean>[] = [];
    for (const { id, occurrence } of alarms) {
      const alarm = this.#ledger.get(id);
      if (alarm && alarm.occurrence !== occurrence) {
        superseded.push(id);
        continue;
      }
      const atMs = this.#clock.nowMs();
      const done = alarm && this.#ledger.apply(alarm, { type: 'acknowledge', atMs, by }, by);
      // Nothing can clear an orphan but the person who has seen it.
      const gone =
        alarm && this.#orphans.has(id) ? this.#ledger.apply(alarm, { type: 'clear', atMs }, by) : undefined;
      if (done) storing.push(done);
      if (gone) storing.push(gone);
      if (done || gone) acknowledged.push(id);
      else alreadyDone.push(id);
    }
    const stored = await Promise.all(storing);
    return { acknowledged, superseded, alreadyDone, stored: !stored.includes(false) };
  }

  active(): readonly Alarm[] {
    return this.#ledger.all();
  }
  get(id: AlarmId): Alarm | undefined {
    return this.#ledger.get(id);
  }
  counts(): AlarmCounts {
    return this.#ledger.counts();
  }
  onChange(listener: AlarmListener): () => void {
    return this.#ledger.onChange(listener);
  }
  pendingStore(): Promise<void> | undefined {
    return this.#ledger.pending();
  }
  snapshot(): void {
    this.#ledger.snapshot();
  }

  #evaluate(point: number, value: number, sourceMs: number, receivedMs: number): void {
    if (this.#heardOf[point] === 0) this.#heardFirst(point, receivedMs);
    const { start, evidence, isStaleRule } = this.#rules;
    for (let rule = start[point] as number; rule < (start[point + 1] as number); rule += 1) {
      if (isStaleRule[rule] === 1) continue;
      const before = evidence[rule] === 1;
      const abnormal = this.#rules.judge(rule, before, value, sourceMs);
      if (abnormal !== before) this.#turn(rule, abnormal, receivedMs);
    }
    this.#rules.settle(point, value);
  }

  /** The first sample since the start: a point that was silent before the restart is not any more. */
  #heardFirst(point: number, atMs: number): void {
    this.#heardOf[point] = 1;
    this.#silence(point, false, atMs);
  }

  #silence(point: number, stale: boolean, atMs: number): void {
    const { start, isStaleRule } = this.#rules;
    for (let rule = start[point] as number; rule < (start[point + 1] as number); rule += 1) {
      if (isStaleRule[rule] === 1) this.#turn(rule, stale, atMs);
    }
  }

  /** What is known of a rule's condition: the alarm follows once the delay has run out. */
  #turn(rule: number, abnormal: boolean, wallMs: number): void {
    const wasSo = this.#rules.evidence[rule] === (abnormal ? 1 : 0);
    const isSo = (this.#active[rule] === 1) === abnormal;
    // Told the same again while its delay runs: the delay must not start over.
    if (wasSo && !isSo) return;
    this.#rules.evidence[rule] = abnormal ? 1 : 0;
    this.#delays.cancel(rule);
    if (isSo) return;
    const delayMs = (abnormal ? this.#rules.onDelayMs : this.#rules.offDelayMs)[rule] as number;
    if (delayMs > 0) this.#delays.start(rule, this.#clock.monotonicMs() + delayMs);
    else this.#conclude(rule, wallMs);
  }

  /** The evidence has stood long enough. */
  #conclude(rule: number, wallMs: number): void {
    const abnormal = this.#rules.evidence[rule] === 1;
    this.#active[rule] = abnormal ? 1 : 0;
    const atMs = epochMs(wallMs);
    const silent = this.#rules.isStaleRule[rule] === 1;
    const value = silent ? NaN : (this.#lastValue[this.#rules.pointOf[rule] as number] as number);
    const event: AlarmEvent = abnormal ? { type: 'raise', atMs, value } : { type: 'clear', atMs };
    // The promise is kept by the ledger; it never rejects.
    void this.#ledger.apply(this.#rules.identity(rule), event, ENGINE);
  }
}
