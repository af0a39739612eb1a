/**
 * The after-action report as a document: plain JSON, complete in itself. Times are epoch milliseconds, spans milliseconds,
 * lengths metres; texts in Chinese and English.
 *
 * Its parts follow what evaluation practice asks of one: what was expected, what happened, why they differ (HSEEP, "After-Action
 * Report / Improvement Plan"; ISO 22398:2013, 5.4 on exercises).
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { Deviation, GatheredAlarm, Incident, TaskState } from '#shared/domain/incident/incident.ts';
import type { DrillScore } from '#shared/domain/incident/score.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { WorkOrderKind, WorkOrderState } from '#shared/domain/work-order/work-order.ts';

export const REPORT_FORMAT = 'signalbox.incident-report/1';

/** A zone as it was called and where it lay. */
export interface ReportPlace {
  readonly zoneId: string;
  /** Undefined where the site has no such zone any more. */
  readonly name: LocalizedText | undefined;
  /** E.g. `7F`. */
  readonly storey: string;
}

export interface ReportAlarm extends Pick<
  GatheredAlarm,
  'id' | 'assetId' | 'zoneId' | 'priority' | 'name' | 'phase' | 'why'
> {
  /** Place in the list and on the map; 1 is the first that was raised. */
  readonly number: number;
  readonly raisedAtMs: EpochMs;
  readonly acknowledgedAtMs: EpochMs | undefined;
  readonly acknowledgedBy: string | undefined;
  /** The last time that it went back to normal; undefined while it has not. */
  readonly normalAtMs: EpochMs | undefined;
}

export interface ReportCommand {
  readonly id: string;
  readonly number: number;
  readonly task: string | undefined;
  readonly pointId: string;
  readonly assetName: LocalizedText | undefined;
  readonly name: LocalizedText | undefined;
  readonly value: string;
  readonly valueName: LocalizedText | undefined;
  readonly by: string;
  readonly confirmedBy: string | undefined;
  /** The last one told, e.g. `proved`. */
  readonly state: string;
  readonly reason: string | undefined;
  /** What the point that proves it said last. */
  readonly feedback: number | undefined;
  readonly askedAtMs: EpochMs;
  readonly sentAtMs: EpochMs | undefined;
  readonly endedAtMs: EpochMs | undefined;
  readonly deadlineMs: number | undefined;
}

export interface ReportOrder {
  readonly id: string;
  readonly kind: WorkOrderKind;
  readonly priority: number;
  readonly title: LocalizedText;
  readonly zoneId: string;
  /** Of the incident's plan, where the order came from one. */
  readonly task: string | undefined;
  readonly state: WorkOrderState;
  readonly assignee: LocalizedText | undefined;
  readonly createdAtMs: EpochMs;
  readonly createdBy: string;
  readonly arrivedAtMs: EpochMs | undefined;
  readonly doneAtMs: EpochMs | undefined;
  readonly verifiedAtMs: EpochMs | undefined;
}

/**
 * | what         | from → to                                            |
 * | ------------ | ---------------------------------------------------- |
 * | acknowledged | first alarm raised → first alarm acknowledged        |
 * | commanded    | opened → somebody has command                        |
 * | task         | the step could begin → settled                       |
 * | response     | work order written → somebody on site, without holds |
 *
 * What a command took stands with the command.
 */
export type MeasuredKind = 'acknowledged' | 'commanded' | 'task' | 'response';

export interface MeasuredTime {
  readonly what: MeasuredKind;
  /** Id of the task or order. */
  readonly ref: string | undefined;
  /** Undefined: it has not happened. */
  readonly tookMs: number | undefined;
  /** Undefined: nothing was promised. */
  readonly targetMs: number | undefined;
  /** `open`: may still be met. `none`: there is no target. */
  readonly outcome: 'met' | 'missed' | 'open' | 'none';
}

export interface ReportSummary {
  /** Until it ended, or until the report was written. */
  readonly durationMs: number;
  readonly people: readonly string[];
  readonly alarms: number;
  readonly tasks: Readonly<Record<'done' | 'skipped' | 'notNeeded' | 'open' | 'late', number>>;
  readonly commands: Readonly<Record<'asked' | 'proved', number>>;
  readonly orders: number;
  readonly targets: Readonly<Record<'met' | 'missed', number>>;
}

/** A storey as a picture: outlines, and where alarms and commands were. */
export interface ReportMap {
  readonly storeyId: string;
  readonly label: string;
  readonly name: LocalizedText;
  readonly zones: readonly {
    readonly id: string;
    readonly polygon: readonly (readonly [number, number])[];
    readonly affected: boolean;
  }[];
  readonly marks: readonly {
    readonly kind: 'alarm' | 'command';
    /** As in the list of its kind; the first one where several stand at one place. */
    readonly number: number;
    readonly count: number;
    readonly position: readonly [number, number];
  }[];
}

/** Somebody who had command, and for how long. */
export interface Commanding {
  readonly name: string;
  readonly fromMs: EpochMs;
  /** Undefined: to the end. */
  readonly toMs: EpochMs | undefined;
}

export interface IncidentReport {
  readonly format: typeof REPORT_FORMAT;
  readonly site: { readonly id: string; readonly name: LocalizedText; readonly timeZone: string };
  /** That wrote it. */
  readonly station: string;
  readonly writtenAtMs: EpochMs;
  readonly incident: Pick<
    Incident,
    | 'id'
    | 'layer'
    | 'cause'
    | 'phase'
    | 'severity'
    | 'openedAtMs'
    | 'openedBy'
    | 'closedAtMs'
    | 'closedBy'
    | 'closeReason'
    | 'joinedInto'
    | 'acts'
  >;
  readonly plan: Plan;
  readonly summary: ReportSummary;
  readonly places: readonly ReportPlace[];
  readonly map: readonly ReportMap[];
  readonly times: readonly MeasuredTime[];
  readonly commanders: readonly Commanding[];
  /** Role → person, as it stood at the end. */
  readonly roles: Readonly<Record<string, string>>;
  /** In the order of the plan. */
  readonly tasks: readonly TaskState[];
  readonly deviations: readonly Deviation[];
  /** Of a drill; undefined for what was real. */
  readonly score: DrillScore | undefined;
  readonly alarms: readonly ReportAlarm[];
  readonly commands: readonly ReportCommand[];
  readonly orders: readonly ReportOrder[];
  /** Oldest first, with what did not count. */
  readonly timeline: readonly TimelineEntry[];
}
