import type { EpochMs } from './brand.ts';

/**
 * What is wrong with the program itself (never with the building: that is an alarm). A condition is keyed state: it is
 * set while it holds and cleared when it ends; setting it again keeps its first time.
 */
export type HealthSeverity = 'notice' | 'warning' | 'failure';

export interface HealthCondition {
  /** Unique while it holds, e.g. `feed.lost:main`. */
  readonly key: string;
  /** Stable; picks the text shown, e.g. `feed.lost`. */
  readonly code: string;
  readonly severity: HealthSeverity;
  /** Plain facts for the text's placeholders: numbers, host names, file paths; never a secret. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly sinceMs: EpochMs;
}

export interface Health {
  set(
    key: string,
    condition: { code: string; severity: HealthSeverity; facts?: Record<string, string | number> },
  ): void;
  clear(key: string): void;
  list(): readonly HealthCondition[];
  /** Called after each change. @returns unsubscribe. */
  onChange(listener: () => void): () => void;
}

export function createHealth(nowMs: () => EpochMs): Health {
  const conditions = new Map<string, HealthCondition>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  return {
    set(key, { code, severity, facts = {} }) {
      const before = conditions.get(key);
      const same =
        before?.code === code &&
        before.severity === severity &&
        JSON.stringify(before.facts) === JSON.stringify(facts);
      if (same) return;
      conditions.set(key, { key, code, severity, facts, sinceMs: before?.sinceMs ?? nowMs() });
      changed();
    },
    clear(key) {
      if (conditions.delete(key)) changed();
    },
    list: () => [...conditions.values()],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
