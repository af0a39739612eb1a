/** Records of work orders as stations write them, and orders as they fold. */
import { epochMs } from '#shared/base/brand.ts';
import { emptyRecord, type Act, type JsonObject, type SharedRecord } from '#shared/domain/record/record.ts';
import { writeStamp } from '#shared/domain/record/stamp.ts';
import { foldWorkOrder } from '#shared/domain/work-order/fold.ts';
import { WORK_ORDER_TYPE, type WorkOrder } from '#shared/domain/work-order/work-order.ts';

export const MINUTE_MS = 60_000;
/** A Wednesday, 09:00 in Shanghai. */
export const START_MS = Date.UTC(2026, 10, 25, 1);

export interface WrittenAct {
  readonly kind: string;
  readonly body?: JsonObject;
  readonly by?: string;
  /** Minutes after the start. */
  readonly atMin?: number;
  readonly station?: string;
}

export const CREATE: WrittenAct = { kind: 'create', body: { kind: 'corrective', zoneId: '7F-E2' } };

/** One act a millisecond where no time is given, in the order given. */
export function workOrderRecord(acts: readonly WrittenAct[], id = 'WO-1'): SharedRecord {
  return {
    ...emptyRecord(WORK_ORDER_TYPE, id),
    acts: acts.map((act, index) => actOf(act, index)),
  };
}

function actOf(
  { kind, body = {}, by = 'Chen', atMin = 0, station = 'desk' }: WrittenAct,
  index: number,
): Act {
  const atMs = START_MS + atMin * MINUTE_MS;
  return {
    kind,
    body,
    by,
    atMs: epochMs(atMs),
    stamp: writeStamp({ wallMs: atMs, counter: index, stationId: station }),
  };
}

/** @throws where the acts make no order. */
export function workOrder(acts: readonly WrittenAct[], id?: string): WorkOrder {
  const folded = foldWorkOrder(workOrderRecord(acts, id));
  if (!folded) throw new Error('these acts make no order');
  return folded.order;
}

/** The way of an order that `staffId` serves: acts up to and with `until`. */
export function served(until: string, staffId = 'zhao'): WrittenAct[] {
  const body = { staffId };
  const way: WrittenAct[] = [
    CREATE,
    { kind: 'assign', body, atMin: 1 },
    { kind: 'accept', body, atMin: 2 },
    { kind: 'travel', body, atMin: 3 },
    { kind: 'arrive', body, atMin: 10 },
    { kind: 'finish', body, atMin: 40 },
    { kind: 'verify', atMin: 50 },
  ];
  return way.slice(0, way.findIndex(({ kind }) => kind === until) + 1);
}
