/** On- and off-delays of rules, on the monotonic clock: a stepped wall clock lets none of them run out or start over. */
export interface Delays {
  /** @param dueMs monotonic ms. */
  start(rule: number, dueMs: number): void;
  cancel(rule: number): void;
  /** Ends every delay that is due and hands over its rule; rules may be started again meanwhile. */
  expire(nowMs: number, expired: (rule: number) => void): void;
}

export function createDelays(): Delays {
  const due = new Map<number, number>();
  return {
    start(rule, dueMs) {
      due.set(rule, dueMs);
    },
    cancel(rule) {
      due.delete(rule);
    },
    expire(nowMs, expired) {
      if (due.size === 0) return;
      const rules: number[] = [];
      for (const [rule, dueMs] of due) if (dueMs <= nowMs) rules.push(rule);
      for (const rule of rules) due.delete(rule);
      for (const rule of rules) expired(rule);
    },
  };
}
