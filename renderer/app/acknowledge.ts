/**
 * Acknowledging, from any screen. Needs a name: without one the wish is kept, the operator is asked in place, and it
 * is carried out as soon as the name is there. Nothing here changes an alarm; the engine does, and says so in a frame.
 */
import type { EpochMs } from '#shared/base/brand.ts';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { Ask } from '#renderer/link/pending-requests.ts';
import type { OperatorStore } from './operator.ts';

export type AckNotice =
  | {
      readonly kind: 'done';
      readonly count: number;
      readonly by: string;
      readonly stored: boolean;
      readonly superseded: number;
    }
  | { readonly kind: 'needs-name'; readonly count: number }
  | { readonly kind: 'failed'; readonly code: string; readonly count: number };

export interface Acknowledging {
  /** Alarms that are acknowledged already are left out; an empty list does nothing. */
  acknowledge(alarms: readonly Alarm[]): void;
  notice(): (AckNotice & { readonly atMs: EpochMs }) | undefined;
  dismiss(): void;
  /** Carries out what waited for a name. */
  nameGiven(): void;
  subscribe(listener: () => void): () => void;
}

export function createAcknowledging(deps: {
  readonly ask: Ask;
  readonly operator: OperatorStore;
  readonly nowMs: () => EpochMs;
}): Acknowledging {
  const { ask, operator, nowMs } = deps;
  const listeners = new Set<() => void>();
  let waiting: readonly Alarm[] = [];
  let notice: (AckNotice & { readonly atMs: EpochMs }) | undefined;
  const show = (next: AckNotice | undefined): void => {
    notice = next && { ...next, atMs: nowMs() };
    for (const listener of [...listeners]) listener();
  };
  const send = async (alarms: readonly Alarm[], by: string): Promise<void> => {
    const answer = await ask('alarm.acknowledge', {
      alarms: alarms.map(({ id, occurrence }) => ({ id, occurrence })),
      by,
    });
    if (!answer.ok) show({ kind: 'failed', code: answer.error.code, count: alarms.length });
    else {
      const { acknowledged, superseded, stored } = answer.value;
      show({ kind: 'done', count: acknowledged.length, by, stored, superseded: superseded.length });
    }
  };
  return {
    acknowledge(alarms) {
      const open = alarms.filter((alarm) => needsAcknowledgement(alarm.phase));
      if (open.length === 0) return;
      const by = operator.get()?.name;
      if (by === undefined) {
        waiting = open;
        show({ kind: 'needs-name', count: open.length });
        return;
      }
      // `ask` never rejects: every failure is an answer.
      void send(open, by);
    },
    notice: () => notice,
    dismiss() {
      waiting = [];
      show(undefined);
    },
    nameGiven() {
      const by = operator.get()?.name;
      if (by === undefined || waiting.length === 0) return;
      const alarms = waiting;
      waiting = [];
      void send(alarms, by);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
