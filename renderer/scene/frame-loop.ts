/**
 * Draws on demand: nothing is scheduled until something was invalidated, and at most one frame is pending. `canvas`
 * means pixels of the WebGL canvas are wrong; `overlay` only the HTML over it, which costs no rendering.
 */
export type Dirty = 'canvas' | 'overlay';

export interface FrameLoop {
  invalidate(
    what: Dirty,
  ): void; /** Draws what is pending now, in the same turn: a canvas that was just resized is empty until then. */
  flush(): void;
  /** While paused (no graphics context, no size) nothing is drawn; what was invalidated is drawn at `resume`. */
  pause(): void;
  resume(): void;
  dispose(): void;
}

export interface FrameLoopDeps {
  readonly requestFrame: (callback: () => void) => number;
  readonly cancelFrame: (handle: number) => void;
  /**
   * Moves animations on, then draws. @returns whether an animation is still running, so that another frame must follow.
   */
  readonly frame: (dirty: ReadonlySet<Dirty>) => boolean;
}

export function createFrameLoop({ requestFrame, cancelFrame, frame }: FrameLoopDeps): FrameLoop {
  const dirty = new Set<Dirty>();
  let handle: number | undefined;
  let paused = false;
  let disposed = false;

  const schedule = (): void => {
    if (handle === undefined && !paused && !disposed && dirty.size > 0) handle = requestFrame(run);
  };
  const run = (): void => {
    handle = undefined;
    if (paused || disposed) return;
    const now = new Set(dirty);
    dirty.clear();
    if (frame(now)) dirty.add('canvas');
    schedule();
  };
  const stop = (): void => {
    if (handle !== undefined) cancelFrame(handle);
    handle = undefined;
  };
  return {
    invalidate(what) {
      dirty.add(what);
      schedule();
    },
    flush() {
      if (dirty.size === 0) return;
      stop();
      run();
    },
    pause() {
      paused = true;
      stop();
    },
    resume() {
      paused = false;
      schedule();
    },
    dispose() {
      disposed = true;
      stop();
    },
  };
}
