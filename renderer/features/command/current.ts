import type { IncidentView } from '#shared/domain/incident/view.ts';

type Told = Pick<IncidentView, 'id' | 'phase'>;

/**
 * Which incident the desk shows: the chosen one; else the one that ended while it was shown, until the operator goes on, since he
 * may have to answer for it; else the most urgent open one; else the last that ended.
 *
 * @param sorted as `compareIncidents` does. @param shown id of the last open one that was on the desk.
 */
export function currentOf<T extends Told>(
  sorted: readonly T[],
  selected: string | undefined,
  shown: string | undefined,
): T | undefined {
  return (
    sorted.find(({ id }) => id === selected) ??
    sorted.find(({ id, phase }) => id === shown && phase !== 'open') ??
    sorted[0]
  );
}
