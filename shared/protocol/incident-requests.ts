/** What a window may ask about incidents. `VoidReason`s are failures: what would not count is refused before it is written. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { IncidentActKind } from '#shared/domain/incident/acts.ts';
import type { IncidentLayer, IncidentPhase, VoidReason } from '#shared/domain/incident/incident.ts';
import type { TimelineEntry } from '#shared/domain/incident/timeline.ts';
import type { Plan, Severity } from '#shared/domain/plan/document.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { Stamp } from '#shared/domain/record/stamp.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';

export interface PastIncident {
  readonly id: string;
  readonly name: LocalizedText;
  readonly layer: IncidentLayer;
  readonly phase: IncidentPhase;
  readonly severity: Severity;
  readonly openedAtMs: EpochMs;
  readonly closedAtMs: EpochMs | undefined;
}

export interface IncidentRequests {
  'incident.plans': [Record<string, never>, { readonly plans: readonly Plan[] }, never];
  /** For an alarm that belongs to an open incident already: that one, `existed`. Result comes once the journal is on disk. */
  'incident.open': [
    {
      readonly by: string;
      readonly layer: IncidentLayer;
      /** Undefined: the one that is proposed for the alarm. */
      readonly plan: string | undefined;
      readonly alarm: AlarmId | undefined;
      /** Besides the zone of the alarm. */
      readonly zones: readonly string[];
    },
    { readonly id: string; readonly existed: boolean; readonly stored: boolean },
    'invalid' | 'unknown-plan' | 'no-plan' | 'unknown-alarm' | 'unknown-zone',
  ];
  /** What a person did. The first one who acts where nobody has command takes it. */
  'incident.act': [
    { readonly id: string; readonly by: string; readonly kind: IncidentActKind; readonly body: JsonObject },
    /** False: in force here, but the journal could not be written. */
    { readonly stored: boolean },
    'invalid' | 'unknown-incident' | VoidReason,
  ];
  /**
   * Sends the nearest qualified engineer: with the work order that the step asks for, else for the incident as a whole. Once an
   * order: asked again, the same comes back. `rehearsed`: in a drill nobody is sent, and it is told who would have been.
   * `assigneeId` is empty where nobody is free; the duty manager was told.
   */
  'incident.send': [
    { readonly id: string; readonly task: string | undefined; readonly by: string },
    {
      readonly order: string;
      readonly assigneeId: string | undefined;
      readonly rehearsed: boolean;
      readonly stored: boolean;
    },
    'invalid' | 'unknown-incident' | 'unknown-task' | 'closed' | 'no-place',
  ];
  /** Newest first. @param before a stamp of an earlier page. */
  'incident.timeline': [
    { readonly id: string; readonly before: Stamp | undefined; readonly limit: number },
    { readonly entries: readonly TimelineEntry[]; readonly more: boolean },
    'invalid' | 'unknown-incident',
  ];
  /** Every incident that is kept, newest first. */
  'incident.past': [{ readonly limit: number }, { readonly incidents: readonly PastIncident[] }, 'invalid'];
}
