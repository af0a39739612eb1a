/** What the building says about a plan: conditions on points, and whether an incident may be closed. Pure. */
import { isActive, needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import type { LiveColumns } from '#shared/domain/overlay/columns.ts';
import type { ClosingCondition, PlanCondition, PointCheck } from '#shared/domain/plan/document.ts';
import { hasValue, isStale, QUALITY_BAD, qualityOf } from '#shared/domain/sample.ts';
import type { Point } from '#shared/domain/site/site.ts';
import type { Incident } from './incident.ts';
import type { Places } from './places.ts';

/** The latest value of a point; undefined when it says nothing now: never heard, bad, or stale. */
export type ReadPoint = (point: Point) => number | undefined;

export function readColumns({ value, status }: LiveColumns): ReadPoint {
  return ({ index }) => {
    const byte = status[index] ?? 0;
    const silent = !hasValue(byte) || isStale(byte) || qualityOf(byte) === QUALITY_BAD;
    return silent ? undefined : value[index];
  };
}

/** A drill sees only what was played in: the newest value per point. */
export function readInjected({ injected }: Pick<Incident, 'injected'>): ReadPoint {
  const latest = new Map(injected.map(({ pointId, value }) => [pointId, value]));
  return ({ id }) => latest.get(id);
}

export function passes({ is, above, below }: PointCheck, value: number): boolean {
  return (
    (is === undefined || is.includes(value)) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

/** A point that says nothing proves nothing: the condition does not hold by it. */
export function conditionHolds(
  condition: Extract<PlanCondition, { type: 'points' }>,
  incident: Pick<Incident, 'zones'>,
  places: Places,
  read: ReadPoint,
): boolean {
  const points = places.pointsIn(condition.scope, incident.zones, [condition.quantity].flat());
  const isMet = (point: Point): boolean => {
    const value = read(point);
    return value !== undefined && passes(condition, value);
  };
  return condition.which === 'any' ? points.some(isMet) : points.length > 0 && points.every(isMet);
}

export interface ClosingState {
  readonly condition: ClosingCondition;
  readonly met: boolean;
  /** Ids of the alarms or points that are not as they should be. */
  readonly abnormal: readonly string[];
}

/** @returns one a closing condition. A point that says nothing is not normal. A drill leaves nothing abnormal behind. */
export function closingStates(incident: Incident, places: Places, read: ReadPoint): readonly ClosingState[] {
  return incident.plan.closing.map((condition) => {
    const abnormal = incident.layer === 'drill' ? [] : abnormalOf(condition, incident, places, read);
    return { condition, met: abnormal.length === 0, abnormal };
  });
}

function abnormalOf(
  condition: ClosingCondition,
  incident: Incident,
  places: Places,
  read: ReadPoint,
): readonly string[] {
  switch (condition.type) {
    case 'alarms':
      return incident.alarms.filter(({ phase }) => isActive(phase)).map(({ id }) => id);
    case 'acknowledged':
      return incident.alarms.filter(({ phase }) => needsAcknowledgement(phase)).map(({ id }) => id);
    case 'points': {
      const isNormal = (point: Point): boolean => {
        const value = read(point);
        return value !== undefined && passes(condition, value);
      };
      return places
        .pointsIn(condition.scope, incident.zones, [condition.quantity].flat())
        .filter((point) => !isNormal(point))
        .map(({ id }) => id);
    }
  }
}
