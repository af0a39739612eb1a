/** Plays a plan's events into a drill: as acts of its record, and nowhere else. Only the station that opened it does so. */
import type { Clock } from '#shared/base/brand.ts';
import type { Incident } from '#shared/domain/incident/incident.ts';
import type { Places } from '#shared/domain/incident/places.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import type { JsonObject } from '#shared/domain/record/record.ts';
import type { NewAct } from '#engine/records/records.ts';
import { ENGINE } from './gather.ts';

export interface DrillScript {
  /** What is due by now and not played yet. */
  due(incident: Incident): readonly NewAct[];
  forget(incidentId: string): void;
}

export function createDrillScript(clock: Clock, places: Places): DrillScript {
  /** Monotonic begin by incident: the wall clock of the opening, read once. */
  const begins = new Map<string, number>();
  return {
    due(incident) {
      const begin =
        begins.get(incident.id) ?? clock.monotonicMs() - Math.max(0, clock.nowMs() - incident.openedAtMs);
      begins.set(incident.id, begin);
      const played = incident.injected.filter(({ step }) => step !== undefined).length;
      const elapsedMs = clock.monotonicMs() - begin;
      const used = new Set(incident.injected.map(({ pointId }) => pointId));
      const script = [...incident.plan.drill.entries()].sort(([, a], [, b]) => a.afterS - b.afterS);
      return script
        .slice(played)
        .filter(([, { afterS }]) => elapsedMs >= afterS * 1000)
        .map(([step, event]) => injection(incident, step, event, places, used));
    },
    forget: (incidentId) => void begins.delete(incidentId),
  };
}

function injection(
  { zones }: Incident,
  step: number,
  { quantity, scope, value, text }: Plan['drill'][number],
  places: Places,
  used: Set<string | undefined>,
): NewAct {
  const quantities = [quantity].flat();
  const point = places.pointsIn(scope, zones, quantities).find(({ id }) => !used.has(id));
  used.add(point?.id);
  const body: JsonObject = { step, quantity: point?.quantity ?? quantities[0] ?? '', value, text };
  return { kind: 'inject', by: ENGINE, body: point ? { ...body, pointId: point.id } : body };
}
