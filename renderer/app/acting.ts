/**
 * Doing something in a person's name, from any screen. Without a name the wish is kept, the operator is asked in place, and it is
 * carried out as soon as the name is there; a later wish replaces it.
 */
import type { OperatorStore } from './operator.ts';

export interface Acting {
  as(run: (by: string) => void): void;
  isWaiting(): boolean;
  dismiss(): void;
  /** Carries out what waited for a name. */
  nameGiven(): void;
  subscribe(listener: () => void): () => void;
}

export function createActing(operator: Pick<OperatorStore, 'get'>): Acting {
  const listeners = new Set<() => void>();
  let waiting: ((by: string) => void) | undefined;
  const wait = (next: typeof waiting): void => {
    waiting = next;
    for (const listener of [...listeners]) listener();
  };
  const as = (run: (by: string) => void): void => {
    const by = operator.get()?.name;
    if (by === undefined) wait(run);
    else run(by);
  };
  return {
    as,
    isWaiting: () => waiting !== undefined,
    dismiss: () => wait(undefined),
    nameGiven() {
      const run = waiting;
      wait(undefined);
      if (run) as(run);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
