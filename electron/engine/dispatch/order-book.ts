/**
 * The work orders of this station, folded from their shared records. Owns: when this station learnt of each act, on a clock that
 * never steps: what was promised in minutes must not be won or lost by a corrected wall clock.
 */
import { epochMs, type Clock, type EpochMs } from '#shared/base/brand.ts';
import type { Act } from '#shared/domain/record/record.ts';
import type { DispatchRules } from '#shared/domain/site/dispatch-document.ts';
import { clocksOf, nextChangeMs } from '#shared/domain/work-order/clocks.ts';
import { foldWorkOrder, type FoldedWorkOrder } from '#shared/domain/work-order/fold.ts';
import {
  compareWorkOrders,
  isFinished,
  isUnderWay,
  WORK_ORDER_TYPE,
  type WorkOrder,
  type WorkOrderId,
} from '#shared/domain/work-order/work-order.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import type { RecordChange, Records, RecordType } from '#engine/records/records.ts';

/** A quarter: what the third-party evaluation looks back on. */
const KEEP_MS = 92 * 24 * 3_600_000;
export const WORK_ORDER_RECORDS: RecordType = { name: WORK_ORDER_TYPE, keepMs: KEEP_MS };

/** Finished orders that windows hold; older ones are found by search. */
const MOST_FINISHED = 200;
/** An act that is told as it happens; an older one was made while the stations were apart. */
const FRESH_MS = 10_000;
/** Corrections of the wall clock below this are not worth telling windows about. */
const STEP_MS = 1_000;

export interface OrderBookDeps {
  readonly records: Pick<Records, 'all' | 'get' | 'onChange' | 'onExpired'>;
  readonly targets: DispatchRules['targets'];
  readonly clock: Clock;
  /** The value of that order is new, or gone. */
  readonly changed: (id: string) => void;
}

export interface OrderBook {
  get(id: string): FoldedWorkOrder | undefined;
  all(): readonly WorkOrder[];
  /** Those that are not finished, most urgent first. */
  open(): readonly WorkOrder[];
  /** Those that were given to that person last, finished ones too. */
  givenTo(staffId: string): readonly WorkOrder[];
  /** Of each person: orders under way, most urgent first. */
  workload(): ReadonlyMap<string, readonly WorkOrderId[]>;
  view(id: string): WorkOrderView | undefined;
  /** Ids that windows hold. */
  shownIds(): readonly string[];
  /** After each change, once the book knows it. */
  onChange(listener: (folded: FoldedWorkOrder, change: RecordChange) => void): void;
  /** Lets clocks reach their next state; every 100 ms. */
  tick(): void;
}

interface Entry extends FoldedWorkOrder {
  /** The same order, with the times of the clock that never steps. */
  readonly steady: WorkOrder;
}

export function createOrderBook(deps: OrderBookDeps): OrderBook {
  return new FoldedOrders(deps);
}

class FoldedOrders implements OrderBook {
  readonly #deps: OrderBookDeps;
  readonly #entries = new Map<string, Entry>();
  readonly #heardMs = new Map<string, EpochMs>();
  readonly #listeners: ((folded: FoldedWorkOrder, change: RecordChange) => void)[] = [];
  /** By id: when its clocks change by themselves, monotonic. */
  readonly #due = new Map<string, number>();
  readonly #steadyFromMs: number;
  #shown: readonly string[] = [];
  #open: readonly WorkOrder[] | undefined;
  #given: ReadonlyMap<string, readonly WorkOrder[]> | undefined;
  #driftMs = 0;

  constructor(deps: OrderBookDeps) {
    this.#deps = deps;
    const { clock, records } = deps;
    this.#steadyFromMs = clock.nowMs() - clock.monotonicMs();
    for (const record of records.all(WORK_ORDER_TYPE)) this.#fold(record.id);
    this.#shown = this.#chooseShown();
    records.onChange((change) => this.#take(change));
    records.onExpired((type, id) => {
      if (type === WORK_ORDER_TYPE) this.#forget(id);
    });
  }

  get(id: string): FoldedWorkOrder | undefined {
    return this.#entries.get(id);
  }
  all(): readonly WorkOrder[] {
    return [...this.#entries.values()].map(({ order }) => order);
  }
  open(): readonly WorkOrder[] {
    return (this.#open ??= this.all()
      .filter((order) => !isFinished(order))
      .sort(compareWorkOrders));
  }
  givenTo(staffId: string): readonly WorkOrder[] {
    this.#given ??= byAssignee(this.all());
    return this.#given.get(staffId) ?? [];
  }
  workload(): ReadonlyMap<string, readonly WorkOrderId[]> {
    const load = new Map<string, WorkOrderId[]>();
    for (const order of this.open()) {
      if (!isUnderWay(order) || order.assigneeId === undefined) continue;
      load.set(order.assigneeId, [...(load.get(order.assigneeId) ?? []), order.id]);
    }
    return load;
  }
  view(id: string): WorkOrderView | undefined {
    const entry = this.#shown.includes(id) ? this.#entries.get(id) : undefined;
    if (!entry) return undefined;
    const clocks = clocksOf(entry.steady, this.#deps.targets, this.#steadyMs());
    return { order: entry.order, clocks, clocksAtMs: this.#deps.clock.nowMs() };
  }
  shownIds(): readonly string[] {
    return this.#shown;
  }
  onChange(listener: (folded: FoldedWorkOrder, change: RecordChange) => void): void {
    this.#listeners.push(listener);
  }

  tick(): void {
    const { clock, changed } = this.#deps;
    const now = clock.monotonicMs();
    for (const [id, dueAt] of this.#due) {
      if (now < dueAt) continue;
      this.#schedule(id);
      changed(id);
    }
    const driftMs = clock.nowMs() - this.#steadyMs();
    if (Math.abs(driftMs - this.#driftMs) < STEP_MS) return;
    // Windows run the clocks on from a time on the wall clock, which has just stepped.
    this.#driftMs = driftMs;
    for (const { id } of this.open()) changed(id);
  }

  #steadyMs(): number {
    return this.#steadyFromMs + this.#deps.clock.monotonicMs();
  }

  #take(change: RecordChange): void {
    const { record, acts, origin } = change;
    if (record.type !== WORK_ORDER_TYPE) return;
    for (const act of acts) this.#heardMs.set(act.stamp, this.#heardAt(act, origin));
    const entry = this.#fold(record.id);
    this.#showAnew(record.id);
    this.#deps.changed(record.id);
    if (entry) for (const listener of this.#listeners) listener(entry, change);
  }

  #heardAt({ atMs }: Act, origin: RecordChange['origin']): EpochMs {
    const steadyMs = this.#steadyMs();
    const asItHappened = origin === 'here' || Math.abs(atMs - steadyMs) < FRESH_MS;
    // Nothing was done in the future, whatever its station's clock says.
    return epochMs(asItHappened ? steadyMs : Math.min(atMs, steadyMs));
  }

  #fold(id: string): Entry | undefined {
    const record = this.#deps.records.get(WORK_ORDER_TYPE, id);
    const folded = record && foldWorkOrder(record);
    const steady = record && foldWorkOrder(record, (act) => this.#heardMs.get(act.stamp) ?? act.atMs);
    if (!folded || !steady) return undefined;
    const entry: Entry = { ...folded, steady: steady.order };
    this.#entries.set(id, entry);
    this.#open = undefined;
    this.#given = undefined;
    this.#schedule(id);
    return entry;
  }

  #schedule(id: string): void {
    const entry = this.#entries.get(id);
    const inMs = entry
      ? nextChangeMs(clocksOf(entry.steady, this.#deps.targets, this.#steadyMs()))
      : Infinity;
    if (inMs === Infinity) this.#due.delete(id);
    else this.#due.set(id, this.#deps.clock.monotonicMs() + Math.max(1, inMs));
  }

  #showAnew(id: string): void {
    const before = this.#shown;
    this.#shown = this.#chooseShown();
    // One more finished order may push the oldest one out.
    for (const gone of before) if (gone !== id && !this.#shown.includes(gone)) this.#deps.changed(gone);
  }

  #chooseShown(): readonly string[] {
    const sorted = [...this.all()].sort(compareWorkOrders);
    const finished = sorted.filter(isFinished).slice(0, MOST_FINISHED);
    return [...sorted.filter((order) => !isFinished(order)), ...finished].map(({ id }) => id);
  }

  #forget(id: string): void {
    this.#entries.delete(id);
    this.#due.delete(id);
    this.#open = undefined;
    this.#given = undefined;
    this.#showAnew(id);
    this.#deps.changed(id);
  }
}

function byAssignee(orders: readonly WorkOrder[]): ReadonlyMap<string, readonly WorkOrder[]> {
  const given = new Map<string, WorkOrder[]>();
  for (const order of orders) {
    if (order.assigneeId === undefined) continue;
    const before = given.get(order.assigneeId);
    if (before) before.push(order);
    else given.set(order.assigneeId, [order]);
  }
  return given;
}
