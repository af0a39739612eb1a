/** A person who can be sent, as the station knows him now. */
import type { EpochMs } from '#shared/base/brand.ts';
import type { LocalizedText } from '#shared/domain/site/document.ts';
import type { WorkOrderId } from '#shared/domain/work-order/work-order.ts';

/**
 * `free`: on shift, heard of, nothing under way. `busy`: an order is under way. `off`: not on shift, or said so himself.
 * `unknown`: on shift, but his phone has never been heard of or has gone: nobody knows whether he can be reached.
 */
export type StaffStatus = 'free' | 'busy' | 'off' | 'unknown';

/** Where the phone or a beacon last saw him. */
export interface StaffPlace {
  readonly zoneId: string;
  /** Metres on the plan of the zone's storey; the zone's middle where only the zone is known. */
  readonly position: readonly [number, number];
  /** When it was true; undefined: the broker had kept it, nobody knows for how long. */
  readonly atMs: EpochMs | undefined;
}

export interface StaffMemberState {
  readonly id: string;
  readonly name: LocalizedText;
  readonly skills: readonly string[];
  readonly carriesKeys: boolean;
  readonly contact: string | undefined;
  readonly onShift: boolean;
  readonly phone: 'online' | 'offline' | 'unknown';
  /** What he said himself; undefined while he said nothing. */
  readonly available: boolean | undefined;
  readonly status: StaffStatus;
  /** Orders under way, most urgent first. */
  readonly orderIds: readonly WorkOrderId[];
  readonly place: StaffPlace | undefined;
}

export function statusOf({
  onShift,
  phone,
  available,
  orderIds,
}: Pick<StaffMemberState, 'onShift' | 'phone' | 'available' | 'orderIds'>): StaffStatus {
  if (orderIds.length > 0) return 'busy';
  if (!onShift || available === false) return 'off';
  return phone === 'online' ? 'free' : 'unknown';
}
