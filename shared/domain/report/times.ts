/** How long things took, against what was promised. */
import type { Incident, TaskState } from '#shared/domain/incident/incident.ts';
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import { clocksOf } from '#shared/domain/work-order/clocks.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import type { Commanding, MeasuredKind, MeasuredTime, ReportAlarm } from './report.ts';

export interface TimesOf {
  readonly incident: Incident;
  readonly commanders: readonly Commanding[];
  readonly alarms: readonly ReportAlarm[];
  readonly orders: readonly WorkOrder[];
  readonly targets: DispatchRules['targets'];
  readonly nowMs: number;
}

export function measuredTimes(of: TimesOf): readonly MeasuredTime[] {
  const { incident, commanders, alarms, orders, targets, nowMs } = of;
  const raisedMs = Math.min(...alarms.map(({ raisedAtMs }) => raisedAtMs));
  const acknowledgedMs = Math.min(...alarms.map(({ acknowledgedAtMs = Infinity }) => acknowledgedAtMs));
  const first = commanders[0];
  return [
    ...(alarms.length > 0 ? [measured('acknowledged', undefined, raisedMs, acknowledgedMs)] : []),
    measured('commanded', undefined, incident.openedAtMs, first?.fromMs),
    ...incident.tasks.flatMap((task) => taskTime(incident, task, nowMs)),
    ...orders.flatMap((order): MeasuredTime[] => {
      const { elapsedMs, targetMs, state } = clocksOf(order, targets, nowMs).response;
      if (state === 'void') return [];
      const tookMs = order.arrivedAtMs === undefined ? undefined : elapsedMs;
      return [
        { what: 'response', ref: order.id, tookMs, targetMs, outcome: judge(tookMs, targetMs, elapsedMs) },
      ];
    }),
  ];
}

/** Only steps with a deadline that could begin; one that was skipped was not done in time, whenever that was decided. */
function taskTime({ plan, phase }: Incident, task: TaskState, nowMs: number): MeasuredTime[] {
  const { id, status, activeSinceMs, settledAtMs } = task;
  const deadlineS = plan.tasks.find((known) => known.id === id)?.deadlineS;
  if (deadlineS === undefined || activeSinceMs === undefined || status === 'not-needed') return [];
  const doneMs = status === 'done' ? settledAtMs : undefined;
  const openFor = status === 'skipped' || phase !== 'open' ? Infinity : nowMs - activeSinceMs;
  return [measured('task', id, activeSinceMs, doneMs, deadlineS * 1000, openFor)];
}

/** @param toMs undefined or endless: it has not happened. @param openForMs how long it has been waited for; endless: it is over. */
function measured(
  what: MeasuredKind,
  ref: string | undefined,
  fromMs: number,
  toMs: number | undefined,
  targetMs?: number,
  openForMs = Infinity,
): MeasuredTime {
  const happened = toMs !== undefined && Number.isFinite(toMs);
  // Wall clocks of two stations may differ: nothing took less than no time.
  const tookMs = happened ? Math.max(0, toMs - fromMs) : undefined;
  return { what, ref, tookMs, targetMs, outcome: judge(tookMs, targetMs, openForMs) };
}

function judge(
  tookMs: number | undefined,
  targetMs: number | undefined,
  openForMs: number,
): MeasuredTime['outcome'] {
  if (targetMs === undefined) return 'none';
  if (tookMs !== undefined) return tookMs <= targetMs ? 'met' : 'missed';
  return openForMs <= targetMs ? 'open' : 'missed';
}
