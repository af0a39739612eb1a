/** What a device does once it is told: believable delays, and what else of it changes. Told apart by what they measure. */
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Point } from '#shared/domain/site/site.ts';

export interface Step {
  readonly afterMs: number;
  /** Undefined: back to what the point would be by itself. */
  readonly set: readonly (readonly [Point, number | undefined])[];
}

const GROUND_FLOOR = 1;
const ANNOUNCEMENT_MS = 12_000;

/** From command to feedback, by quantity of the commanded point. Milliseconds. */
const delays: Readonly<Record<string, number>> = {
  'door-locked': 600,
  'lighting-level': 500,
  announcing: 1_000,
  'pump-mode': 1_500,
  'sump-pump-mode': 1_500,
  'lift-recall': 2_000,
  'exhaust-running': 3_000,
  'damper-open': 4_000,
  'gas-valve-open': 5_000,
  'water-valve-open': 5_000,
  'non-fire-power': 1_200,
  'pressurisation-running': 3_000,
  'gas-exhaust-running': 3_000,
  'fire-pump-running': 2_000,
  // NFPA 110, type 10: the load is taken within ten seconds.
  'generator-running': 9_000,
};
const USUAL_DELAY_MS = 1_000;
const LIFT_TRAVEL_MS = 10_000;

export function stepsOf({ point, feedback }: PointCommand, target: number): Step[] {
  const afterMs = delays[point.quantity] ?? USUAL_DELAY_MS;
  const of = (...quantities: string[]): Point[] =>
    point.asset.points.filter(({ quantity }) => quantities.includes(quantity));
  const all = (points: Point[], value: number | undefined): [Point, number | undefined][] =>
    points.map((one) => [one, value]);
  switch (point.quantity) {
    case 'lift-recall': {
      const still = of('lift-state', 'lift-load', 'running');
      const where = of('lift-position', 'lift-door-open');
      if (target === 0) return [{ afterMs, set: [[feedback, 0], ...all([...still, ...where], undefined)] }];
      return [
        { afterMs, set: [[feedback, 1]] },
        {
          afterMs: afterMs + LIFT_TRAVEL_MS,
          set: [
            [feedback, target],
            ...all(still, 0),
            ...all(of('lift-position'), GROUND_FLOOR),
            ...all(of('lift-door-open'), 1),
          ],
        },
      ];
    }
    case 'pump-mode':
    case 'sump-pump-mode': {
      const turning = of('running', 'sump-pump-running');
      const runs = target === 0 ? undefined : target === 1 ? 1 : 0;
      return [{ afterMs, set: [[feedback, target], ...all(turning, runs)] }];
    }
    case 'announcing':
      return [
        { afterMs, set: [[feedback, target]] },
        { afterMs: afterMs + ANNOUNCEMENT_MS, set: [[feedback, undefined]] },
      ];
    default:
      return [{ afterMs, set: [[feedback, target]] }];
  }
}
