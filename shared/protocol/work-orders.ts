/** Work orders and staff between engine and windows: the collections' values and the requests. Owned by `electron/engine/dispatch`. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import type { Proposal } from '#shared/domain/staff/proposal.ts';
import type { OrderClocks } from '#shared/domain/work-order/clocks.ts';
import type { Move } from '#shared/domain/work-order/machine.ts';
import type { WorkOrderQuery } from '#shared/domain/work-order/search.ts';
import type { OrderStatistics } from '#shared/domain/work-order/statistics.ts';
import type {
  ChecklistItem,
  PartUsed,
  WorkOrder,
  WorkOrderEvent,
  WorkOrderFile,
  WorkOrderKind,
  WorkOrderSource,
} from '#shared/domain/work-order/work-order.ts';

/** A value of the collection `workOrders`: everything that is not finished, and what was finished lately. */
export interface WorkOrderView {
  readonly order: WorkOrder;
  /** As of `clocksAtMs` on the engine's clock; they run on from there while `running`, `warned` or `breached`. */
  readonly clocks: OrderClocks;
  readonly clocksAtMs: EpochMs;
}

/** What a person may write down of an order; what is left out stays as it is. */
export interface WorkOrderFields {
  readonly priority?: AlarmPriority | undefined;
  readonly title?: LocalizedText | undefined;
  readonly description?: LocalizedText | undefined;
  readonly files?: readonly WorkOrderFile[] | undefined;
  readonly parts?: readonly PartUsed[] | undefined;
  readonly checklist?: readonly ChecklistItem[] | undefined;
  readonly cost?: number | undefined;
}

export interface NewWorkOrder extends WorkOrderFields {
  readonly kind: WorkOrderKind;
  readonly priority: AlarmPriority;
  readonly zoneId: string;
  readonly assetId: string | undefined;
  readonly title: LocalizedText;
  readonly source: WorkOrderSource;
}

/** Result of everything that writes: it comes only after the journal is on disk. */
export interface WorkOrderWritten {
  readonly id: string;
  /** Whom it is with now. */
  readonly assigneeId: string | undefined;
  /** False: in force here, but the journal could not be written. */
  readonly stored: boolean;
}

/** name → [parameters, result, failure codes] */
export interface WorkOrderRequests {
  'workOrder.create': [
    { readonly order: NewWorkOrder; readonly by: string },
    WorkOrderWritten,
    'invalid' | 'unknown-place',
  ];
  /**
   * The order of an alarm; the one that is already open, where there is one. `send`: and to whoever is proposed; when nobody is
   * free, the duty manager is told and `assigneeId` stays empty.
   */
  'workOrder.fromAlarm': [
    { readonly alarmId: AlarmId; readonly by: string; readonly send: boolean },
    WorkOrderWritten,
    'invalid' | 'unknown-alarm' | 'unknown-place',
  ];
  /** `staffId` undefined: whoever is proposed. A person may choose anybody, also against the proposal. */
  'workOrder.assign': [
    { readonly id: string; readonly staffId: string | undefined; readonly by: string },
    WorkOrderWritten,
    'invalid' | 'unknown-order' | 'unknown-person' | 'nobody-free' | 'does-not-fit',
  ];
  /** What happened to it, also on behalf of its assignee (who called by telephone, say). */
  'workOrder.act': [
    {
      readonly id: string;
      readonly act: Exclude<Move, 'assign' | 'no-answer'> | 'note';
      readonly reason: string | undefined;
      readonly by: string;
    },
    WorkOrderWritten,
    'invalid' | 'unknown-order' | 'does-not-fit' | 'reason-needed',
  ];
  'workOrder.edit': [
    { readonly id: string; readonly fields: WorkOrderFields; readonly by: string },
    WorkOrderWritten,
    'invalid' | 'unknown-order',
  ];
  'workOrder.proposal': [{ readonly id: string }, Proposal, 'unknown-order'];
  /** Oldest first, complete. */
  'workOrder.history': [
    { readonly id: string },
    { readonly order: WorkOrder; readonly events: readonly WorkOrderEvent[] },
    'unknown-order',
  ];
  /** Most urgent first, then the latest; also what windows no longer hold. */
  'workOrder.search': [
    { readonly query: WorkOrderQuery; readonly limit: number },
    { readonly orders: readonly WorkOrder[]; readonly total: number },
    'invalid',
  ];
  /** Of the week `weeksAgo` weeks before this one, Monday to Sunday in the site's time. */
  'workOrder.statistics': [{ readonly weeksAgo: number }, OrderStatistics, 'invalid'];
}
