/**
 * When a connection reads. Node hands over up to 2 MB of one socket before it looks at another, or at a timer: so a lane
 * that has worked for `SLICE_MS` lets the others have their turn, and a lane whose acknowledgements wait for the disk
 * stops until they have gone. What is not read stays in the socket and then at the broker.
 */
import { performance } from 'node:perf_hooks';

export interface Flow {
  /** After the work on a chunk. @param beganAtMs `performance.now()` before it. */
  worked(beganAtMs: number): void;
  hold(reason: 'acks' | 'turn', held: boolean): void;
  /** Nothing is read until acknowledgements have gone. */
  readonly held: boolean;
}

const SLICE_MS = 20;

export function createFlow(
  stream: () => { pause(): unknown; resume(): unknown; readonly destroyed: boolean },
): Flow {
  const reasons = new Set<'acks' | 'turn'>();
  /** Work since the event loop last came round, ms. */
  let worked = 0;
  let counting = false;

  const hold: Flow['hold'] = (reason, held) => {
    const before = reasons.size > 0;
    if (held) reasons.add(reason);
    else reasons.delete(reason);
    const after = reasons.size > 0;
    if (before === after || stream().destroyed) return;
    if (after) stream().pause();
    else stream().resume();
  };
  const nextTurn = (): void => {
    counting = false;
    worked = 0;
    hold('turn', false);
  };
  return {
    worked(beganAtMs) {
      worked += performance.now() - beganAtMs;
      if (!counting) {
        counting = true;
        setImmediate(nextTurn);
      }
      if (worked > SLICE_MS) hold('turn', true);
    },
    hold,
    get held() {
      return reasons.has('acks');
    },
  };
}
