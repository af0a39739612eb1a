import type { PlanPoint } from '#shared/domain/geometry.ts';
import type { SharedUniforms } from './layers/shading.ts';
import type { SiteShape } from './site-shape.ts';
import type { ViewState } from './view.ts';

/**
 * The cut plane: normal x, y on the plan and how far along it the cut lies. What is taken away is always the side nearest
 * to the viewer at home (east for x, south for y), so that moving the slider opens the building towards the operator.
 */
export interface SectionPlane {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Nothing is beyond this. */
const UNCUT: SectionPlane = { x: 0, y: 0, at: 1 };

export function sectionPlane(section: ViewState['section'], { bounds }: SiteShape): SectionPlane {
  if (!section) return UNCUT;
  const { min, max } = bounds;
  const share = Math.min(1, Math.max(0, section.at));
  // A hand's breadth beyond the building at 1, so that nothing is nibbled off.
  if (section.axis === 'x') return { x: 1, y: 0, at: min[0] + (max[0] - min[0] + 0.1) * share };
  return { x: 0, y: -1, at: -max[1] + (max[1] - min[1] + 0.1) * share };
}

export function isCut(plane: SectionPlane, x: number, y: number): boolean {
  return x * plane.x + y * plane.y > plane.at;
}

/** What the cut leaves of an edge; undefined: nothing. */
export function keptPart(
  plane: SectionPlane,
  from: PlanPoint,
  to: PlanPoint,
): readonly [PlanPoint, PlanPoint] | undefined {
  const [a, b] = [from, to].map(([x, y]) => x * plane.x + y * plane.y - plane.at) as [number, number];
  if (a > 0 && b > 0) return undefined;
  const share = a === b ? 0 : a / (a - b);
  const border: PlanPoint = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
  return [a > 0 ? border : from, b > 0 ? border : to];
}

/** @returns whether it changed. */
export function applySection(plane: SectionPlane, { uSection }: SharedUniforms): boolean {
  const { x, y, z } = uSection.value;
  uSection.value.set(plane.x, plane.y, plane.at);
  return x !== plane.x || y !== plane.y || z !== plane.at;
}
