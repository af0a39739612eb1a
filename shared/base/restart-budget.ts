/**
 * How often something that crashed may be started again: a crash now and then is mended in silence, a crash loop is not
 * fed. At most `limit` starts within `withinMs`, however far apart they lie.
 */
export interface RestartBudget {
  /** @returns whether it may be started again now; a yes is counted. */
  spend(nowMs: number): boolean;
}

export function createRestartBudget({ limit, withinMs }: { limit: number; withinMs: number }): RestartBudget {
  let spentAt: number[] = [];
  return {
    spend(nowMs) {
      // A clock stepped back leaves starts in the future: they count, or a step would open the door to a loop.
      spentAt = spentAt.filter((at) => nowMs - at < withinMs);
      if (spentAt.length >= limit) return false;
      spentAt.push(nowMs);
      return true;
    },
  };
}

/** For the engine, the host and windows alike: five in ten minutes. */
export const CRASH_LIMIT = { limit: 5, withinMs: 10 * 60_000 } as const;
