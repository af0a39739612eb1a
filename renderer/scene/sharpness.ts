/**
 * How sharp a frame is drawn. At rest always fully; while the view moves and frames come too slowly (software rendering,
 * a large wall), in coarser steps, so that turning the building still follows the hand. Pure but for the injected timer.
 */
export interface SharpnessDeps {
  readonly clock: () => number;
  /** @returns cancel. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** The view has come to rest but was last drawn coarse: draw it again. */
  readonly onRest: () => void;
}

export interface Sharpness {
  /** The hand moved the view; an animation says so itself in `next`. */
  touched(): void;
  /** Call before each frame. @returns share of the full resolution along each side. */
  next(animating: boolean): number;
  dispose(): void;
}

const STEPS = [1, 0.7, 0.5, 0.35];
/** Slower than this is not a movement any more but a slide show. */
const SLOW_MS = 66;
/** Two frames further apart than this do not belong to one movement: the first frame after a pause proves nothing. */
const PAUSE_MS = 4000;
const REST_MS = 300;

export function createSharpness({ clock, after, onRest }: SharpnessDeps): Sharpness {
  let step = 0;
  let touchedMs = -Infinity;
  let lastMovingMs: number | undefined;
  let cancel: (() => void) | undefined;
  return {
    touched() {
      touchedMs = clock();
    },
    next(animating) {
      const nowMs = clock();
      const moving = animating || nowMs - touchedMs < REST_MS;
      cancel?.();
      cancel = undefined;
      if (!moving) {
        lastMovingMs = undefined;
        return 1;
      }
      const sinceMs = nowMs - (lastMovingMs ?? nowMs);
      if (sinceMs > SLOW_MS && sinceMs < PAUSE_MS) step = Math.min(step + 1, STEPS.length - 1);
      lastMovingMs = nowMs;
      if (step > 0) cancel = after(REST_MS * 1.2, onRest);
      return STEPS[step] ?? 1;
    },
    dispose() {
      cancel?.();
    },
  };
}
