/** Work orders and staff between engine and windows: the collections' values and the requests. Owned by `electron/engine/dispatch`. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { AlarmId } from '#shared/domain/alarm/alarm.ts';
import type { AlarmPriority, LocalizedText } from '#shared/domain/site/document.ts';
import type { Proposal } from '#shared/domain/staff/proposal.ts';
import type { OrderClocks } from '#shared/domain/work-order/clocks.ts';
import type { WorkOrderFile } from '#shared/domain/work-order/file.ts';
import type { Move } from '#shared/domain/work-order/machine.ts';
import type { WorkOrderQuery } from '#shared/domain/work-order/search.ts';
import type { OrderStatistics } from '#shared/domain/work-order/statistics.ts';
import type {
  ChecklistItem,
  PartUsed,
  WorkOrder,
  WorkOrderEvent,
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

/** Bytes of a piece of a file: well below `PAGE_MESSAGE_MAX_BYTES`. */
export const FILE_PIECE_BYTES = 512 * 1024;

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
  /**
   * A piece of a file, in order, at most `FILE_PIECE_BYTES`; the first one with offset 0 and no `upload`. With the last one the bytes
   * are put on this station's disk, then the act is written; only then `file` is there. A whole upload that pauses is forgotten
   * (`upload-lost`); nothing is attached then.
   */
  'workOrder.file.put': [
    {
      readonly id: string;
      readonly upload: string | undefined;
      readonly name: string;
      /** Of the whole file. */
      readonly sizeBytes: number;
      readonly offset: number;
      readonly bytes: Uint8Array;
      readonly by: string;
    },
    {
      readonly upload: string;
      readonly file: WorkOrderFile | undefined;
      /** Of the act, as elsewhere; true while the file is not whole. */
      readonly stored: boolean;
    },
    (
      | 'invalid'
      | 'unknown-order'
      | 'file-empty'
      | 'file-too-large'
      | 'too-many-files'
      | 'too-many-uploads'
      | 'upload-lost'
      | 'not-kept'
    ),
  ];
  /** A piece from `offset` on. `not-here`: another station keeps it. */
  'workOrder.file.read': [
    { readonly hash: string; readonly offset: number },
    { readonly bytes: Uint8Array; readonly sizeBytes: number },
    'invalid' | 'not-here' | 'damaged',
  ];
  /** The order names it no more; the bytes and the history stay. */
  'workOrder.file.remove': [
    { readonly id: string; readonly hash: string; readonly by: string },
    WorkOrderWritten,
    'invalid' | 'unknown-order' | 'unknown-file',
  ];
  'workOrder.proposal': [{ readonly id: string }, Proposal, 'unknown-order'];
  /** Oldest first, complete. */
  'workOrder.history': [
    { readonly id: string },
    {
      readonly order: WorkOrder;
      readonly events: readonly WorkOrderEvent[];
      /** It has left memory and broker: it can be read, and nothing can be done with it. */
      readonly archived: boolean;
    },
    'unknown-order' | 'unreadable',
  ];
  /** Most urgent first, then the latest; also what windows no longer hold. */
  'workOrder.search': [
    { readonly query: WorkOrderQuery; readonly limit: number },
    { readonly orders: readonly WorkOrder[]; readonly total: number },
    'invalid',
  ];
  /** Latest first: what nobody touched for so long that only the journal has it. Reads the disk. */
  'workOrder.archive': [
    { readonly query: WorkOrderQuery; readonly limit: number },
    {
      readonly orders: readonly WorkOrder[];
      readonly total: number;
      /** False: older ones may lie beyond what is read at once; narrow by equipment. */
      readonly complete: boolean;
    },
    'invalid' | 'unreadable',
  ];
  /** Of the week `weeksAgo` weeks before this one, Monday to Sunday in the site's time. */
  'workOrder.statistics': [{ readonly weeksAgo: number }, OrderStatistics, 'invalid' | 'unreadable'];
}
