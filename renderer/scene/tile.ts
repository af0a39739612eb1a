/** Half of the gap between neighbouring zone tiles, metres; the same in 3D, on plans and for outlines. */
export const TILE_INSET_M = 0.36;
