/**
 * Acknowledgements between the stations of a site, as shared records. Each station runs its own alarms and counts its own
 * occurrences, so an acknowledgement names the alarm and when it was raised where it was acknowledged.
 *
 * Invariants: an acknowledgement from elsewhere silences only the occurrence that was meant: raised within
 * `SAME_RAISE_MS` of the one acknowledged there, by equal clocks or by the clocks as they differ now, and each one silences
 * one occurrence at most. When in doubt it silences nothing: an alarm too many is the safe mistake.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '#shared/base/brand.ts';
import type { Log } from '#shared/base/log.ts';
import type { Alarm, AlarmId } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { Act } from '#shared/domain/record/record.ts';
import type { Alarms, AcknowledgeResult } from '#engine/alarms/alarms.ts';
import type { RecordType, Records } from '#engine/records/records.ts';

const DAY_MS = 24 * 3_600_000;

export const ACKNOWLEDGEMENT_RECORDS: RecordType = { name: 'acknowledgement', keepMs: 7 * DAY_MS };

/** The same message from the broker raises the same alarm at each station, give or take its own load. */
const SAME_RAISE_MS = 5_000;
/** An acknowledgement may overtake the message that raises the alarm here. */
const WAITS_FOR_ALARM_MS = 10_000;

export interface SharedAcknowledgements {
  acknowledge(
    alarms: readonly { readonly id: AlarmId; readonly occurrence: number }[],
    by: string,
  ): Promise<AcknowledgeResult>;
}

export interface SharedAcknowledgementsDeps {
  readonly alarms: Alarms;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}

interface Early {
  readonly act: Act;
  readonly untilMs: number;
}

export function createSharedAcknowledgements(deps: SharedAcknowledgementsDeps): SharedAcknowledgements {
  const { alarms, records, clock, log } = deps;
  let early: Early[] = [];

  const apply = (alarm: Alarm, act: Act): void => {
    log('info', 'acknowledged at another station', { alarm: alarm.id, by: act.by, stamp: act.stamp });
    void alarms.acknowledge([alarm], act.by);
  };
  records.onChange(({ record, acts, origin }) => {
    if (record.type !== ACKNOWLEDGEMENT_RECORDS.name || origin === 'here') return;
    for (const act of acts) {
      const alarm = alarms.get(act.body['alarmId'] as AlarmId);
      if (alarm && means(act, alarm, clock.nowMs())) apply(alarm, act);
      else early.push({ act, untilMs: clock.monotonicMs() + WAITS_FOR_ALARM_MS });
    }
  });
  alarms.onChange((alarm, ended) => {
    early = early.filter(({ untilMs }) => untilMs > clock.monotonicMs());
    if (ended || early.length === 0) return;
    const meant = early.find(({ act }) => means(act, alarm, clock.nowMs()));
    if (!meant) return;
    early = early.filter((other) => other !== meant);
    apply(alarm, meant.act);
  });
  return {
    async acknowledge(named, by) {
      const before = new Map(named.map(({ id }) => [id, alarms.get(id)]));
      const result = await alarms.acknowledge(named, by);
      for (const id of result.acknowledged) {
        const alarm = before.get(id);
        if (!alarm) continue;
        const body = { alarmId: id, raisedAtMs: alarm.raisedAtMs };
        records.write(ACKNOWLEDGEMENT_RECORDS.name, recordIdOf(id, clock.nowMs()), {
          acts: [{ kind: 'acknowledged', by, body }],
        });
      }
      return result;
    },
  };
}

function means({ body, atMs }: Act, alarm: Alarm, nowMs: number): boolean {
  const { alarmId, raisedAtMs } = body;
  if (alarmId !== alarm.id || typeof raisedAtMs !== 'number' || !needsAcknowledgement(alarm.phase))
    return false;
  const aheadMs = nowMs - atMs;
  return [raisedAtMs, raisedAtMs + aheadMs].some((at) => Math.abs(at - alarm.raisedAtMs) <= SAME_RAISE_MS);
}

/** One record an alarm and a day, so that none grows without end. An alarm's own id is no topic level. */
function recordIdOf(id: AlarmId, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return `${createHash('sha256').update(id).digest('hex').slice(0, 16)}-${day}`;
}
