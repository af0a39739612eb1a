/**
 * When tasks become late, by the monotonic clock: correcting the machine's time makes nothing late and nothing early. After
 * a restart the rest of a deadline is taken from the wall clock once.
 */
import type { Clock } from '#shared/base/brand.ts';
import { dueAtMs, type Incident } from '#shared/domain/incident/incident.ts';

export interface TaskClocks {
  /** Active tasks of an open incident whose time has run out and which nobody has marked yet. */
  late(incident: Incident): readonly string[];
  forget(incidentId: string): void;
}

export function createTaskClocks(clock: Clock): TaskClocks {
  /** incident → task and its beginning → monotonic end. */
  const ends = new Map<string, Map<string, number>>();
  return {
    late(incident) {
      const known = ends.get(incident.id) ?? new Map<string, number>();
      const still = new Map<string, number>();
      ends.set(incident.id, still);
      return incident.tasks
        .filter((task) => {
          const dueMs = dueAtMs(incident, task);
          if (task.status !== 'active' || task.late || dueMs === undefined) return false;
          const key = `${task.id}@${task.activeSinceMs}`;
          const wholeMs = dueMs - (task.activeSinceMs ?? 0);
          const leftMs = Math.max(0, Math.min(wholeMs, dueMs - clock.nowMs()));
          const end = known.get(key) ?? clock.monotonicMs() + leftMs;
          still.set(key, end);
          return clock.monotonicMs() >= end;
        })
        .map(({ id }) => id);
    },
    forget: (incidentId) => void ends.delete(incidentId),
  };
}
