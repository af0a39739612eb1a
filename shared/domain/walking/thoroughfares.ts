/**
 * Which zones are there to be walked through. Strangers are not led through rooms where there is another way, as NFPA 101 7.5.2.1
 * wants it.
 */
import type { ZoneKind } from '#shared/domain/site/document.ts';

export const thoroughfares: ReadonlySet<ZoneKind> = new Set<ZoneKind>([
  'corridor',
  'lobby',
  'stair',
  'lift',
  'parking',
]);

/** A second in another's room, which may be locked, dark or full, is worth a detour of this many. */
export const ROOM_WEIGHT = 5;
