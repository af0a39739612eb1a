/**
 * Words of `quantity` that say whether one can pass: what a site file writes, never an id. Values: `door-locked` 0 free, 1
 * locked; `door-open` 0 closed, 1 open; `lift-state` 0 idle, 1 moving, anything else out of service; `fault` 0 none;
 * `in-service` 0 no.
 */
export const LOCKED = 'door-locked';
export const OPEN = 'door-open';
export const LIFT_STATE = 'lift-state';
export const FAULT = 'fault';
export const IN_SERVICE = 'in-service';

export const doorQuantities: ReadonlySet<string> = new Set([LOCKED, OPEN]);
export const liftQuantities: ReadonlySet<string> = new Set([LIFT_STATE]);

/** What harms people where it is measured. */
export const dangerQuantities: ReadonlySet<string> = new Set([
  'fire',
  'flame',
  'smoke',
  'heat',
  'gas',
  'gas-concentration',
  'co',
]);
