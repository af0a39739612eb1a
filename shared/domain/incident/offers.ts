/** What a command that a plan offers means on this site: which points, and what is asked of each. Pure. */
import type { PlanOffer } from '#shared/domain/plan/document.ts';
import type { PointCommand } from '#shared/domain/site/command.ts';
import type { Point, Site } from '#shared/domain/site/site.ts';
import type { Places } from './places.ts';

export interface OfferTarget {
  readonly point: Point;
  /** As `command.ask` takes it. */
  readonly value: string | number;
}

/** @returns in the order of the site; empty where it has nothing of the kind. */
export function offerTargets(
  site: Site,
  places: Places,
  zones: readonly string[],
  offer: PlanOffer,
): readonly OfferTarget[] {
  const actions = [offer.action].flat();
  for (const scope of [offer.scope].flat()) {
    const targets = places.pointsIn(scope, zones, [offer.quantity].flat()).flatMap((point): OfferTarget[] => {
      const command = site.commandById.get(point.id);
      const value = command && valueFor(command, actions);
      return value === undefined ? [] : [{ point, value }];
    });
    if (targets.length > 0) return targets.slice(0, offer.atMost);
  }
  return [];
}

/** The first of the actions that this point allows. */
function valueFor({ input }: PointCommand, actions: readonly string[]): string | number | undefined {
  switch (input.type) {
    case 'choice':
      return actions.find((action) => input.choices.some(({ id }) => id === action));
    case 'text':
      return actions.find((action) => action.length <= input.maxLength);
    case 'range':
      return actions.map(Number).find((value) => value >= input.min && value <= input.max);
  }
}
