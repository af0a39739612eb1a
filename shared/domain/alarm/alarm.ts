/**
 * An alarm is one rule on one point (ISA-18.2 / IEC 62682). The state is two independent facts, active and
 * acknowledged; the four basic states of ISA-18.2 clause 5 are their combinations. Shelving, suppression by design and
 * out of service join later as a third fact, `attention`, without touching these two.
 */
import type { Brand, EpochMs } from '#shared/base/brand.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';

/** `<rule id>/<point id>`: stable across restarts. */
export type AlarmId = Brand<string, 'AlarmId'>;

export type AlarmPhase = 'normal' | 'unacknowledged' | 'acknowledged' | 'returned-unacknowledged';

export interface Alarm {
  readonly id: AlarmId;
  readonly ruleId: string;
  readonly pointId: string;
  readonly assetId: string;
  readonly zoneId: string;
  readonly storeyId: string;
  readonly priority: AlarmPriority;
  /** The rule's name and advice as they were when it was raised: readable after the site file changed. */
  readonly name: LocalizedText;
  readonly phase: AlarmPhase;
  /** Counts the raisings of this alarm; an acknowledgement names the one it saw. */
  readonly occurrence: number;
  readonly raisedAtMs: EpochMs;
  readonly clearedAtMs: EpochMs | undefined;
  readonly acknowledgedAtMs: EpochMs | undefined;
  readonly acknowledgedBy: string | undefined;
  /** Value at the moment it was raised (NaN for a stale alarm). */
  readonly raisedValue: number;
  /** Journal sequence number of the last transition, or 0 while it is not stored on disk. */
  readonly storedSeq: number;
}
