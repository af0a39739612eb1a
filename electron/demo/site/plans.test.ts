/** The shipped plans on the demo site: what they offer to command is there, near where such an emergency begins. */
import { describe, expect, it } from 'vitest';
import { buildSite } from '#shared/domain/site/build.ts';
import { checkSite } from '#shared/domain/site/check.ts';
import { offerTargets } from '#shared/domain/incident/offers.ts';
import { createPlaces } from '#shared/domain/incident/places.ts';
import type { Plan } from '#shared/domain/plan/document.ts';
import type { Site } from '#shared/domain/site/site.ts';
import { shippedPlans } from '#tests/builders/incident.ts';
import { riversideDocument } from './document.ts';

function riverside(): Site {
  const checked = checkSite(riversideDocument());
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return buildSite(checked.value, 'test');
}

const site = riverside();
const places = createPlaces(site);

/** Zones where the first event of the plan's drill could really happen. */
function scenesOf({ drill }: Plan): string[] {
  const quantities = [drill[0]?.quantity ?? []].flat();
  return site.zones
    .filter(({ id }) => places.pointsIn('zones', [id], quantities).length > 0)
    .map(({ id }) => id);
}

describe.each([...shippedPlans().values()].map((plan) => [plan.id, plan] as const))('%s', (_id, plan) => {
  const scenes = scenesOf(plan);

  it('has a place to happen', () => {
    expect(scenes).not.toEqual([]);
  });

  it('finds a device for every command that it offers, wherever it happens', () => {
    const missing = plan.tasks.flatMap(({ id, commands }) =>
      commands.flatMap((offer) =>
        scenes
          .filter((zone) => offerTargets(site, places, [zone], offer).length === 0)
          .map((zone) => `${id}: ${String(offer.quantity)} in ${zone}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('asks by one person what it offers: a second one is not at hand in an emergency', () => {
    const ofTwo = plan.tasks.flatMap(({ id, commands }) =>
      commands.flatMap((offer) =>
        offerTargets(site, places, scenes, offer).flatMap(({ point, value }) => {
          const command = site.commandById.get(point.id);
          const choice =
            command?.input.type === 'choice' && command.input.choices.find((one) => one.id === value);
          const confirmation = (choice && choice.confirmation) || command?.confirmation;
          return confirmation === 'two-people' ? [`${id}: ${point.id}`] : [];
        }),
      ),
    );
    expect(ofTwo).toEqual([]);
  });

  it('plays every event of its drill, looks at no quantity that nothing measures, and is called for by some alarm', () => {
    const measured = new Set(site.points.map(({ quantity }) => quantity));
    const looked = [
      ...plan.drill.map(({ quantity }) => [quantity].flat()),
      ...plan.closing.flatMap((one) => (one.type === 'points' ? [[one.quantity].flat()] : [])),
      ...plan.tasks.flatMap(({ when }) =>
        when.flatMap((one) => (one.type === 'points' ? [[one.quantity].flat()] : [])),
      ),
    ];
    for (const quantities of looked)
      expect(
        quantities.some((one) => measured.has(one)),
        String(quantities),
      ).toBe(true);
    const alarmed = new Set(site.boundRules.map(({ point }) => point.quantity));
    const signals = plan.suggestedBy.flatMap(({ quantity }) => [quantity ?? []].flat());
    expect(signals.some((one) => alarmed.has(one))).toBe(true);
  });
});
