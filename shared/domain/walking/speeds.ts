/**
 * How fast people get along, for one who is not held up by others.
 *
 * Level floor: SFPE Handbook of Fire Protection Engineering, 5th ed., ch. 59 gives S = k − 0.266 k D with k = 1.40 m/s on
 * level floors; below 0.54 people/m² that is 1.19 m/s, the 1.2 m/s of PD 7974-6:2019 for unimpeded walking. Stairs: the same
 * formula gives 0.85 m/s and more along the slope, but NIST Technical Note 1839 measured 0.4–0.8 m/s in evacuations of tall
 * buildings; 0.7 m/s down and 0.6 m/s up lie on the safe side of the formula. The slope is that of GB 50352-2019 6.8.10 for
 * public stairs, risers of at most 165 mm on treads of at least 280 mm. Lifts: a wait of 30 s is the poorer end of what
 * CIBSE Guide D calls good for offices.
 */
export const LEVEL_M_PER_S = 1.2;
export const STAIR_DOWN_M_PER_S = 0.7;
export const STAIR_UP_M_PER_S = 0.6;
export const LIFT_WAIT_S = 30;
/** Doors opening and closing, once at each end of a ride. */
export const LIFT_DOORS_S = 5;
export const LIFT_M_PER_S = 1.6;

const RISER_M = 0.165;
const TREAD_M = 0.28;

/** Metres along the slope of a stair that rises or falls by `riseM`, landings beside it walked level. */
export function stairLengthM(riseM: number, levelM: number): number {
  return Math.hypot(1, TREAD_M / RISER_M) * Math.abs(riseM) + levelM;
}

export function stairTimeS(lengthM: number, riseM: number): number {
  return lengthM / (riseM > 0 ? STAIR_UP_M_PER_S : STAIR_DOWN_M_PER_S);
}
